import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadOwnOperations } from '../../../src/persisted/own.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Answer, Door } from '../../support/doors.ts';
import { addressOf, doorsOf, headersOf as headers } from '../../support/doors.ts';
import { openCase } from '../../support/factories.ts';
import type { TestPartner } from '../../support/partner.ts';
import { hashOf, partner } from '../../support/partner.ts';

const ME = 'query Me { viewer { role } }';
const CASES = 'query Cases($first: Int) { escalations(first: $first) { nodes { reference } } }';
const RATE =
  'mutation Rate($input: RecordSatisfactionInput!) { recordSatisfaction(input: $input) { userErrors { code } } }';
const FIGURES = 'subscription Figures { stats { open } }';
/** More than 1,000 tokens, and within the other limits. */
const FIELDS =
  'id reference summary issue severity category stage status version openedAt resolvedAt closedAt ownerLevel';
const LONG = `query Long { ${Array.from({ length: 49 }, (_, n) => `a${n}: escalations(first: 1) { nodes { ${FIELDS} } }`).join(' ')} }`;
/** Of another partner only. */
const OTHERS = 'query Others { viewer { role name } }';
let app: TestApp;
let acme: TestPartner;
let other: TestPartner;

beforeAll(async () => {
  app = await startTestApp();
  acme = await partner(app, ME, CASES, RATE, FIGURES, LONG);
  other = await partner(app, OTHERS);
});
afterAll(() => app.stop());

const DOORS = doorsOf(() => app.url);
const [, [, get]] = DOORS as [unknown, [string, Door]];

function code({ errors }: Answer): string | undefined {
  return errors?.[0]?.extensions?.code;
}

describe.each(DOORS)('over %s', (_name, send) => {
  test.each([
    ['documentId with sha256:', { documentId: `sha256:${hashOf(ME)}` }],
    ['documentId of digits alone', { documentId: hashOf(ME) }],
    ['documentId in capitals', { documentId: hashOf(ME).toUpperCase() }],
    [
      'extensions.persistedQuery',
      { extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(ME) } } },
    ],
    [
      'both',
      {
        documentId: hashOf(ME),
        extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(ME) } },
      },
    ],
    ['documentId beside its document', { documentId: hashOf(ME), query: ME }],
  ])('a partner runs its operation by %s', async (_how, params) => {
    expect(await send(params, acme.key)).toMatchObject({ data: { viewer: { role: 'PARTNER' } } });
  });

  test('variables go with it', async () => {
    const found = await send({ documentId: hashOf(CASES), variables: { first: 1 } }, acme.key);
    expect(found).toMatchObject({ data: { escalations: { nodes: [] } } });
    const page = await send({ documentId: hashOf(CASES), variables: { first: 101 } }, acme.key);
    expect(code(page)).toBe('BAD_REQUEST');
  });

  test('a registered document may be longer than a free one', async () => {
    expect(code(await send({ documentId: hashOf(LONG) }, acme.key))).toBeUndefined();
    if (send !== get) {
      const message = (await send({ query: LONG.replace('Long', 'Free') }, app.key)).errors?.[0];
      expect(message?.message).toContain('1000 tokens');
    }
  });

  test.each([
    ['a document', { query: '{ viewer { role } }' }],
    ['a document that is registered, without its id', { query: ME }],
    ['a document that does not parse', { query: '{{{' }],
    ['introspection', { query: '{ __schema { types { name } } }' }],
    ['an id that is null, with a document', { query: ME, documentId: null }],
  ])("a partner's %s is PERSISTED_OPERATION_REQUIRED", async (_what, params) => {
    if (send === get && 'documentId' in params) return;
    const answer = await send(params, acme.key);
    expect([code(answer), answer.data]).toEqual(['PERSISTED_OPERATION_REQUIRED', undefined]);
  });

  test('an unknown id, one of another partner and nonsense are PERSISTED_OPERATION_NOT_FOUND alike', async () => {
    const ids = [hashOf('unknown'), hashOf(OTHERS), 'nonsense', 'sha256:', `sha1:${hashOf(ME)}`];
    const answers = [];
    for (const documentId of ids) answers.push((await send({ documentId }, acme.key)).errors);
    expect(code({ errors: answers[0] ?? [] })).toBe('PERSISTED_OPERATION_NOT_FOUND');
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(await send({ documentId: hashOf(OTHERS) }, other.key)).toMatchObject({
      data: { viewer: { role: 'PARTNER' } },
    });
  });

  test.each([
    ['another document beside the id', { documentId: hashOf(ME), query: '{ viewer { name } }' }],
    [
      'two ids that differ',
      {
        documentId: hashOf(ME),
        extensions: { persistedQuery: { version: 1, sha256Hash: hashOf(CASES) } },
      },
    ],
    ['a persistedQuery without a hash', { extensions: { persistedQuery: { version: 1 } } }],
    ['a persistedQuery that is none', { extensions: { persistedQuery: 'x' } }],
  ])('%s is BAD_REQUEST', async (_what, params) => {
    for (const key of [acme.key, app.key]) {
      expect(code(await send(params, key))).toBe('BAD_REQUEST');
    }
  });

  test("staff send documents, our own operations and a partner's", async () => {
    const [own] = [...loadOwnOperations()].find(([, text]) => text.includes('query ')) ?? [];
    expect(await send({ query: '{ viewer { role } }' }, app.key)).toMatchObject({
      data: { viewer: { role: 'ADMIN' } },
    });
    expect(code(await send({ documentId: own }, app.key))).not.toBe(
      'PERSISTED_OPERATION_NOT_FOUND',
    );
    expect(await send({ documentId: hashOf(OTHERS) }, app.key)).toMatchObject({
      data: { viewer: { role: 'ADMIN' } },
    });
  });

  // By GET a mutation is refused whatever it is.
  test.skipIf(send === get)(
    'our own operations are known to partners too, within what they may call',
    async () => {
      const [hash] =
        [...loadOwnOperations()].find(([, text]) => text.includes(' UpsertUser(')) ?? [];
      const variables = { input: { email: 'x@desk.example', name: 'X', level: 'EXECUTIVE' } };
      expect(code(await send({ documentId: hash, variables }, acme.key))).toBe('FORBIDDEN');
    },
  );
});

describe('by GET', () => {
  test('a registered mutation is 405', async () => {
    const params = { documentId: hashOf(RATE), variables: { input: {} } };
    const response = await fetch(addressOf(app.url, params), { headers: headers(acme.key) });
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('subscriptions', () => {
  test('run by their id over a socket and as server-sent events', async () => {
    await openCase(app, { customer: { id: acme.customerId } });
    const params = { documentId: `sha256:${hashOf(FIGURES)}` };
    for (const [name, send] of DOORS) {
      if (name !== 'SSE' && name !== 'WebSocket') continue;
      expect(await send(params, acme.key)).toMatchObject({ data: { stats: { open: 1 } } });
    }
  });
});

test('an operation is known as soon as it is registered, on every node, though it was asked for before', async () => {
  const late = 'query Late { viewer { role } }';
  const node = await startTestApp({ databaseUrl: app.databaseUrl });
  try {
    const ask = async (url: string) => {
      const body = JSON.stringify({ documentId: hashOf(late) });
      const response = await fetch(url, { method: 'POST', headers: headers(acme.key), body });
      return (await response.json()) as Answer;
    };
    for (const { url } of [app, node]) {
      expect(code(await ask(url))).toBe('PERSISTED_OPERATION_NOT_FOUND');
    }
    const manifest = { [hashOf(late)]: late };
    await app.mutate('registerOperations', { partner: acme.name, manifest });
    for (const { url } of [app, node]) {
      expect(await ask(url)).toMatchObject({ data: { viewer: { role: 'PARTNER' } } });
    }
  } finally {
    await node.stop();
  }
});

test('refusals by id are 400 in both media types', async () => {
  for (const accept of ['application/json', 'application/graphql-response+json']) {
    for (const params of [{ query: ME }, { documentId: hashOf('unknown') }]) {
      const { status } = await fetch(app.url, {
        method: 'POST',
        headers: { ...headers(acme.key), accept },
        body: JSON.stringify(params),
      });
      expect(status).toBe(400);
    }
  }
});

/** As registering would not take it: the row is from elsewhere. */
describe('a registered document that looks at the schema', () => {
  const looks = 'query Looks { ...S } fragment S on Query { s: __schema { queryType { name } } }';
  beforeAll(async () => {
    await app.db.$executeRaw`
      INSERT INTO persisted_operation (partner, hash, name, document, registered_at)
      VALUES (${acme.name}, ${hashOf(looks)}, 'Looks', ${looks}, now())`;
  });

  test.each(DOORS)(
    'is FORBIDDEN for its partner over %s, and runs for staff',
    async (_name, send) => {
      const answer = await send({ documentId: hashOf(looks) }, acme.key);
      expect([code(answer), answer.data]).toEqual(['FORBIDDEN', undefined]);
      expect(await send({ documentId: hashOf(looks) }, app.key)).toMatchObject({
        data: { s: { queryType: { name: 'Query' } } },
      });
    },
  );
});
