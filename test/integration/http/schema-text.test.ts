import { readFileSync } from 'node:fs';
import { generate } from '@graphql-codegen/cli';
import type { GraphQLInputObjectType, GraphQLSchema } from 'graphql';
import { buildSchema, parse, validate, validateSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { INPUTS_FOR_STAFF, MAY_CALL } from '../../../src/auth/permissions.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { partner } from '../../support/partner.ts';

const ROLES = ['ADMIN', 'MANAGER', 'AGENT', 'VIEWER', 'PARTNER'] as const;
/** Of a partner, with fields that are null for it and with every root that it may call by name. */
const OPERATION =
  'query Mine($by: EscalationRef!) { escalation(by: $by) { reference customer { name arr { amount } } report { yaml } ...Owned } } fragment Owned on Escalation { owner { name email } }';
const FOLLOW =
  'subscription Follow($after: String) { escalationEvents(after: $after) { type cursor } }';

let app: TestApp;
const keys = new Map<string, string>();
beforeAll(async () => {
  app = await startTestApp();
  keys.set('ADMIN', app.key);
  keys.set('PARTNER', (await partner(app, OPERATION, FOLLOW)).key);
  for (const role of ['MANAGER', 'AGENT', 'VIEWER']) {
    const { key } = await app.mutate<{ key: string }>('createApiKey', { role }, 'key');
    keys.set(role, key);
  }
});
afterAll(() => app.stop());

function ask(role: string, init: { method?: string; headers?: Record<string, string> } = {}) {
  const headers = { authorization: `Bearer ${keys.get(role)}`, ...init.headers };
  return fetch(app.at('/schema.graphql'), { ...init, headers });
}

async function schemaOf(role: string): Promise<GraphQLSchema> {
  return buildSchema(await (await ask(role)).text());
}

function rootsOf(schema: GraphQLSchema): string[] {
  return [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].flatMap(
    (type) =>
      type == null ? [] : Object.keys(type.getFields()).map((field) => `${type.name}.${field}`),
  );
}

test('to admins it is the whole schema, word for word', async () => {
  expect(await (await ask('ADMIN')).text()).toBe(readFileSync('schema.graphql', 'utf8'));
});

describe.each(ROLES)('to %s', (role) => {
  test('it is a schema that is valid, with the roots that this one may call and no others', async () => {
    const schema = await schemaOf(role);
    expect(validateSchema(schema)).toEqual([]);
    const allowed = Object.keys(MAY_CALL).filter((call) => MAY_CALL[call]?.includes(role));
    expect(rootsOf(schema).sort()).toEqual(allowed.sort());
  });

  test('it has no type that nothing leads to', async () => {
    const schema = await schemaOf(role);
    const text = await (await ask(role)).text();
    const names = Object.keys(schema.getTypeMap()).filter((name) => !name.startsWith('__'));
    for (const name of names) {
      if (['Query', 'Mutation', 'Subscription', 'String', 'Boolean'].includes(name)) continue;
      const isNode = / implements Node /.test(new RegExp(`type ${name}.*`).exec(text)?.[0] ?? '');
      expect(
        isNode || new RegExp(`[:\\[] ?\\[?${name}[!\\]\\n ]|implements ${name} `).test(text),
        name,
      ).toBe(true);
    }
  });
});

describe('to a partner', () => {
  test('it shows nothing of types that are not for partners, and all descriptions of the rest', async () => {
    const schema = await schemaOf('PARTNER');
    for (const name of [
      'ApiKey',
      'DeskEvent',
      'RegisteredOperation',
      'AssignOwnerInput',
      'AssignOwnerPayload',
    ]) {
      expect([name, schema.getType(name)]).toEqual([name, undefined]);
    }
    const text = await (await ask('PARTNER')).text();
    expect(text).not.toMatch(/\b(ApiKey|DeskEvent|createApiKey|upsertUser)\b/);
    expect(schema.getType('Escalation')?.description).toBeTruthy();
    expect(text).toContain('Null for partners, who may not see it.');
  });

  test('it has no input that would be refused to it, and to staff it has', async () => {
    const [theirs, ours] = [await schemaOf('PARTNER'), await schemaOf('VIEWER')];
    const has = (schema: GraphQLSchema, field: string) => {
      const [type = '', name = ''] = field.split('.');
      return (
        name in ((schema.getType(type) as GraphQLInputObjectType | undefined)?.getFields() ?? {})
      );
    };
    for (const field of INPUTS_FOR_STAFF) {
      expect([field, has(theirs, field), has(ours, field)]).toEqual([field, false, true]);
    }
    expect(has(theirs, 'EscalationFilter.severity')).toBe(true);
  });

  test('it is what its registered operations are valid against', async () => {
    const schema = await schemaOf('PARTNER');
    for (const document of [OPERATION, FOLLOW]) {
      expect(validate(schema, parse(document))).toEqual([]);
    }
    expect(validate(schema, parse('{ users { totalCount } }'))).not.toEqual([]);
  });

  test('it is what graphql-codegen makes types and a manifest from', async () => {
    const headers = { authorization: `Bearer ${keys.get('PARTNER')}` };
    const files = (await generate(
      {
        silent: true,
        schema: [{ [app.at('/schema.graphql')]: { headers } }],
        documents: [OPERATION],
        generates: {
          'made/': {
            preset: 'client',
            presetConfig: { persistedDocuments: true, fragmentMasking: false },
          },
        },
      },
      false,
    )) as { filename: string; content: string }[];
    const made = (name: string) =>
      files.find(({ filename }) => filename.endsWith(name))?.content ?? '';
    expect(made('graphql.ts')).toContain('export type MineQuery');
    const manifest = JSON.parse(made('persisted-documents.json')) as object;
    const registered = await app.mutate<{ registered: number }>('registerOperations', {
      partner: 'Code Generator',
      manifest,
    });
    expect(registered.userErrors).toEqual([]);
  });
});

describe('whoever asks', () => {
  test('needs credentials, as for the API', async () => {
    for (const headers of [{ authorization: '' }, { authorization: 'Bearer nonsense' }]) {
      const response = await ask('ADMIN', { headers });
      expect([response.status, await response.json()]).toMatchObject([
        401,
        { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
      ]);
      expect(response.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  test('is answered 304 while it is the same, and anew under another role', async () => {
    const etag = (await ask('PARTNER')).headers.get('etag') ?? '';
    const headers = { 'if-none-match': etag };
    const again = await ask('PARTNER', { headers });
    expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await ask('ADMIN', { headers })).status).toBe(200);
    expect(again.headers.get('cache-control')).toBe('private, no-cache');
    expect(again.headers.get('vary')).toContain('Authorization');
  });

  test('by HEAD gets the headers alone', async () => {
    const whole = await ask('PARTNER');
    const head = await ask('PARTNER', { method: 'HEAD' });
    for (const name of ['etag', 'content-type', 'content-length']) {
      expect(head.headers.get(name)).toBe(whole.headers.get(name));
    }
    expect(head.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(await head.text()).toBe('');
    expect((await ask('PARTNER', { method: 'POST' })).status).toBe(405);
  });

  test('pays for it, unchanged or not: over the budget it is 429 with the seconds to wait', async () => {
    const poor = await startTestApp({
      databaseUrl: app.databaseUrl,
      env: { RATE_LIMIT_PARTNER_POINTS: '2500' },
    });
    try {
      const statuses = [];
      let etag = '';
      for (let times = 0; times < 3; times += 1) {
        const headers = { authorization: `Bearer ${keys.get('PARTNER')}`, 'if-none-match': etag };
        const response = await fetch(poor.at('/schema.graphql'), { headers });
        etag = response.headers.get('etag') ?? '';
        const { status } = response;
        statuses.push([
          status,
          ...['limit', 'remaining'].map((name) => response.headers.get(`ratelimit-${name}`)),
        ]);
        expect(response.headers.get('ratelimit-reset')).toMatch(/^\d+$/);
        if (status === 429) expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      }
      expect(statuses).toEqual([
        [200, '2500', '1500'],
        [304, '2500', '500'],
        [429, '2500', '500'],
      ]);
    } finally {
      await poor.stop();
    }
  });
});
