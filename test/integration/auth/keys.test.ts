import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Prisma } from '../../../src/db/client.ts';
import { MINUTE_MS } from '../../../src/shared/duration.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { GraphqlAnswer, UserError, Variables } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { customer } from '../../support/factories.ts';
import { hashOf, partner } from '../../support/partner.ts';
import { until } from '../../support/until.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ env: { RATE_LIMIT_SIGN_IN_FAILURES: '0' } });
});
afterAll(() => app.stop());

interface Created {
  key: string | null;
  apiKey: { id: string; prefix: string } | null;
  cursor: string | null;
  userErrors: UserError[];
}

const ALL = 'id name role prefix customers { externalId } createdAt expiresAt lastUsedAt revokedAt';

const create = (input: Variables) =>
  app.mutate<Created>('createApiKey', input, `key apiKey { ${ALL} } cursor`);

async function made(input: Variables): Promise<{ key: string; id: string; prefix: string }> {
  const { key, apiKey, userErrors } = await create(input);
  expect(userErrors).toEqual([]);
  return { key: key ?? '', id: apiKey?.id ?? '', prefix: apiKey?.prefix ?? '' };
}

const revoke = (keyId: string) =>
  app.mutate<Omit<Created, 'key'> & { apiKey: { revokedAt: string } | null }>(
    'revokeApiKey',
    { keyId },
    `apiKey { ${ALL} } cursor`,
  );

const ask = (key: string): Promise<GraphqlAnswer<unknown>> =>
  createTestClient(app.url, key).graphql('{ stats { open } }');

async function statusOf(key: string): Promise<number> {
  return (await ask(key)).status;
}

async function row(id: string): Promise<{ lastUsedAt: string | null; revokedAt: string | null }> {
  const { apiKeys } = await app.query<{
    apiKeys: { id: string; lastUsedAt: string | null; revokedAt: string | null }[];
  }>(`{ apiKeys { ${ALL} } }`);
  const found = apiKeys.find((one) => one.id === id);
  if (found === undefined) throw new Error('The key is not in the list.');
  return found;
}

/** Tables in which a text stands, as it is or as bytes. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await app.db.$queryRaw<{ name: string }[]>`
    SELECT table_name::text AS name FROM information_schema.tables WHERE table_schema = 'public'`;
  const hex = Buffer.from(text).toString('hex');
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await app.db.$queryRaw<object[]>`
      SELECT 1 AS one FROM ${Prisma.raw(`"${name}"`)} AS row
      WHERE position(${text} IN row::text) > 0 OR position(${hex} IN row::text) > 0`;
    if (rows.length > 0) found.push(name);
  }
  return found;
}

describe('a new key', () => {
  test('is shown once, signs in, and is in the list without its secret', async () => {
    const { key, apiKey } = await create({ role: 'VIEWER', name: 'Wallboard' });
    expect(key).toMatch(/^desk_[0-9a-f]{10}_[\w-]{43}$/);
    expect(apiKey).toEqual({
      id: expect.any(String),
      name: 'Wallboard',
      role: 'VIEWER',
      prefix: key?.slice(5, 15),
      customers: [],
      createdAt: app.clock.now().toISOString(),
      expiresAt: null,
      lastUsedAt: null,
      revokedAt: null,
    });
    expect(await ask(key ?? '')).toMatchObject({ status: 200, data: { stats: { open: 0 } } });
  });

  test('is kept as a hash: neither the key nor its secret is anywhere in the database or the log of the node', async () => {
    const input = { role: 'AGENT', idempotencyKey: 'hashed' };
    const { key, prefix } = await made(input);
    expect(await statusOf(key)).toBe(200);
    expect(await tablesWith(prefix)).toEqual(expect.arrayContaining(['api_key', 'log_entry']));
    expect(await tablesWith(key)).toEqual([]);
    expect(await tablesWith(key.slice(-43))).toEqual([]);
    expect(JSON.stringify(app.logs)).not.toContain(key.slice(-43));
  });

  test('asked for again with the same idempotency key is the same one, and shown no more', async () => {
    const input = { role: 'AGENT', name: 'Again', idempotencyKey: 'again' };
    const first = await create(input);
    const second = await create(input);
    expect(second).toEqual({ ...first, key: null });
    expect(first.key).not.toBeNull();
    expect((await create({ ...input, role: 'ADMIN' })).userErrors).toMatchObject([
      { code: 'IDEMPOTENCY_MISMATCH' },
    ]);
  });

  test('is named after its role when it has no name, and logged with who made it', async () => {
    const { id } = await made({ role: 'MANAGER' });
    const { deskEvents } = await app.query<{ deskEvents: { nodes: unknown[] } }>(
      '{ deskEvents(first: 1, types: [KEY_CREATED]) { nodes { actorLabel summary changes { field from to } } } }',
    );
    expect(deskEvents.nodes).toEqual([
      {
        actorLabel: 'admin key',
        summary: 'Key manager key made',
        changes: [
          { field: 'name', from: null, to: 'manager key' },
          { field: 'role', from: null, to: 'MANAGER' },
          { field: 'prefix', from: null, to: expect.any(String) },
        ],
      },
    ]);
    expect(await row(id)).toMatchObject({ name: 'manager key' });
  });

  test('is the subject of its event for an admin; others see neither of them', async () => {
    const { id } = await made({ role: 'AGENT' });
    const { deskEvents } = await app.query<{ deskEvents: { nodes: { id: string }[] } }>(
      '{ deskEvents(first: 1, types: [KEY_CREATED]) { nodes { id subject { __typename id } } } }',
    );
    const eventId = deskEvents.nodes[0]?.id;
    expect(deskEvents.nodes).toEqual([{ id: eventId, subject: { __typename: 'ApiKey', id } }]);
    const NODES = 'query Nodes($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    const variables = { ids: [eventId, id] };
    const viewer = createTestClient(app.url, (await made({ role: 'VIEWER' })).key);
    expect(await viewer.query(NODES, variables)).toEqual({ nodes: [null, null] });
    const response = await fetch(app.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${(await partner(app, NODES)).key}`,
      },
      body: JSON.stringify({ documentId: hashOf(NODES), variables }),
    });
    expect(await response.json()).toMatchObject({ data: { nodes: [null, null] } });
  });

  test('of a partner holds each of its customers once, however often it is named', async () => {
    const one = await customer(app);
    const { key } = await made({
      role: 'PARTNER',
      customers: [{ id: one.id }, { externalId: one.externalId }],
    });
    const record = await app.db.apiKey.findFirstOrThrow({ where: { prefix: key.slice(5, 15) } });
    expect(record.customerIds).toHaveLength(1);
  });

  test.each([
    ['a partner without customers', { role: 'PARTNER' }, 'INVALID', ['customers']],
    ['a partner with an empty list', { role: 'PARTNER', customers: [] }, 'INVALID', ['customers']],
    [
      'a customer that is not there',
      { role: 'PARTNER', customers: [{ externalId: 'atlantis' }] },
      'NOT_FOUND',
      ['customers', '0'],
    ],
    [
      'an end that is now',
      { role: 'AGENT', expiresAt: '2026-03-02T09:00:00Z' },
      'INVALID',
      ['expiresAt'],
    ],
    ['an empty name', { role: 'AGENT', name: '  ' }, 'INVALID', ['name']],
  ])('is refused for %s', async (_name, input, code, field) => {
    app.clock.set('2026-03-02T09:00:00Z');
    const before = await app.db.apiKey.count();
    expect(await create(input)).toMatchObject({
      key: null,
      apiKey: null,
      cursor: null,
      userErrors: [{ code, field }],
    });
    expect(await app.db.apiKey.count()).toBe(before);
  });

  test('is refused for customers of another role', async () => {
    const { externalId } = await customer(app);
    const { userErrors } = await create({ role: 'AGENT', customers: [{ externalId }] });
    expect(userErrors).toMatchObject([{ code: 'INVALID', field: ['customers'] }]);
  });

  test.each(['MANAGER', 'AGENT', 'VIEWER'])('cannot be made by %s', async (role) => {
    const { key } = await made({ role });
    const { errors } = await createTestClient(app.url, key).graphql(
      'mutation { createApiKey(input: { role: ADMIN }) { key } }',
    );
    expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

describe('keys that do not sign in', () => {
  test('are all alike: unknown, half right, of another form, none', async () => {
    const { key } = await made({ role: 'AGENT' });
    const unknown = key.replace(key.slice(5, 15), '0123456789');
    const answers = await Promise.all(
      [
        unknown,
        `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}`,
        'desk_x',
        `${key}x`,
        'x',
      ].map(ask),
    );
    for (const answer of answers) {
      expect(answer).toEqual(answers[0]);
      expect(answer.status).toBe(401);
      expect(answer.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
    }
  });

  test('a key that was asked for before it was there signs in once it is', async () => {
    // Only the prefix is known before; another node may have been asked for it.
    const { key, prefix } = await made({ role: 'AGENT' });
    const kept = await app.db.apiKey.delete({ where: { prefix } });
    expect(await statusOf(key)).toBe(401);
    await app.db.apiKey.create({ data: kept });
    await revoke((await made({ role: 'AGENT' })).id);
    // Nodes hear of it by the log, which they read behind the answer.
    await until(async () => ((await statusOf(key)) === 200 ? true : undefined), '200', 1_000);
  });
});

describe('the end of a key', () => {
  test('a revoked one is refused with the next request', async () => {
    const { key, id } = await made({ role: 'AGENT' });
    expect(await statusOf(key)).toBe(200);
    const { apiKey, cursor, userErrors } = await revoke(id);
    expect({ apiKey, userErrors }).toMatchObject({
      apiKey: { revokedAt: app.clock.now().toISOString() },
      userErrors: [],
    });
    expect(cursor).not.toBeNull();
    await until(async () => ((await statusOf(key)) === 401 ? true : undefined), '401', 1_000);
  });

  test('revoked twice it stays as it was, and nothing is written', async () => {
    const { id } = await made({ role: 'AGENT' });
    await revoke(id);
    const before = await row(id);
    app.clock.advance(1_000);
    const entries = await app.db.logEntry.count();
    expect(await revoke(id)).toMatchObject({ apiKey: before, cursor: null, userErrors: [] });
    expect(await app.db.logEntry.count()).toBe(entries);
  });

  test('of two who revoke at once one does', async () => {
    const { id } = await made({ role: 'AGENT' });
    const cursors = (await Promise.all([revoke(id), revoke(id)])).map(({ cursor }) => cursor);
    expect(cursors.filter((cursor) => cursor !== null)).toHaveLength(1);
  });

  test.each(['QXBpS2V5OjAxODkwMDAwLTAwMDAtNzAwMC04MDAwLTAwMDAwMDAwMDAwMA==', 'nothing'])(
    'one that is not there is NOT_FOUND: %s',
    async (keyId) => {
      expect((await revoke(keyId)).userErrors).toMatchObject([
        { code: 'NOT_FOUND', field: ['keyId'] },
      ]);
    },
  );

  test('an expired one is refused from that moment on', async () => {
    const expiresAt = new Date(app.clock.now().getTime() + 60_000).toISOString();
    const { key } = await made({ role: 'AGENT', expiresAt });
    app.clock.advance(59_999);
    expect(await statusOf(key)).toBe(200);
    app.clock.advance(1);
    expect(await statusOf(key)).toBe(401);
  });
});

test('the last use of a key is kept, to the minute', async () => {
  const { key, id } = await made({ role: 'AGENT' });
  const lastUse = async () => (await row(id)).lastUsedAt;
  expect(await lastUse()).toBeNull();
  const first = app.clock.now();
  await ask(key);
  await until(async () => ((await lastUse()) === first.toISOString() ? true : undefined), 'first');
  app.clock.advance(MINUTE_MS - 1);
  await ask(key);
  app.clock.advance(1);
  const second = app.clock.now();
  await ask(key);
  await until(async () => ((await lastUse()) === second.toISOString() ? true : undefined), 'next');
});

test('the log folds to the keys, and what was changed beside it is found', async () => {
  expect((await verify(app.db)).problems).toEqual([]);
  const { id, prefix } = await made({ role: 'VIEWER', name: 'Tampered' });
  const { revokedAt, ...kept } = await app.db.apiKey.update({
    where: { prefix },
    data: { role: 'ADMIN' },
  });
  expect((await verify(app.db)).problems).toEqual([
    `key Tampered (desk_${prefix}): role is "ADMIN"; the log says "VIEWER"`,
  ]);
  await app.db.apiKey.delete({ where: { prefix } });
  expect((await verify(app.db)).problems).toEqual([
    expect.stringMatching(new RegExp(`of one that is there: ApiKey ${kept.id}$`)),
  ]);
  expect(revokedAt).toBeNull();
  await app.db.apiKey.create({ data: { ...kept, role: 'VIEWER' } });
  expect((await verify(app.db)).problems).toEqual([]);
  expect(id).not.toBe('');
});
