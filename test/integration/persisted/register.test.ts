import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { UserError } from '../../support/client.ts';
import { hashOf, manifestOf, partner } from '../../support/partner.ts';

const ME = 'query Me { viewer { role } }';
const CASES = 'query Cases { escalations { totalCount } }';
const STAFF_ONLY = 'query People { users { totalCount } }';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Payload {
  cursor: string | null;
  operationsAdded: number | null;
  operations: { partner: string; name: string; hash: string }[];
  userErrors: UserError[];
}

function register(name: string, manifest: object, more: object = {}): Promise<Payload> {
  return app.mutate<Payload>(
    'registerOperations',
    { partner: name, manifest, ...more },
    'cursor operationsAdded operations { partner name hash }',
  );
}

describe('registering', () => {
  test('makes the operations of a manifest known for a partner that has no key yet', async () => {
    const { cursor, ...payload } = await register('Acme', manifestOf(ME, CASES));
    expect(cursor).not.toBeNull();
    expect(payload).toEqual({
      operationsAdded: 2,
      operations: [
        { partner: 'Acme', name: 'Cases', hash: hashOf(CASES) },
        { partner: 'Acme', name: 'Me', hash: hashOf(ME) },
      ],
      userErrors: [],
    });
  });

  test('again changes nothing, and adds only what is new', async () => {
    await register('Again', manifestOf(ME));
    expect(await register('Again', manifestOf(ME))).toMatchObject({
      cursor: null,
      operationsAdded: 0,
      operations: [{ name: 'Me' }],
    });
    expect(await register('Again', manifestOf(ME, CASES))).toMatchObject({ operationsAdded: 1 });
    const { registeredOperations } = await app.query<{ registeredOperations: object }>(
      '{ registeredOperations(partner: "Again") { totalCount nodes { name document } } }',
    );
    expect(registeredOperations).toEqual({
      totalCount: 2,
      nodes: expect.arrayContaining([
        { name: 'Me', document: ME },
        { name: 'Cases', document: CASES },
      ]),
    });
  });

  test('is written to the log with who did it', async () => {
    await register('Logged', manifestOf(ME));
    const { deskEvents } = await app.query<{ deskEvents: { nodes: object[] } }>(
      `{ deskEvents(first: 1, types: [OPERATIONS_REGISTERED]) {
        nodes { summary actorLabel subject { id } changes { field from to } }
      } }`,
    );
    expect(deskEvents.nodes).toEqual([
      {
        summary: '1 operation of Logged registered',
        actorLabel: 'admin key',
        subject: null,
        changes: [{ field: `operations.${hashOf(ME)}`, from: null, to: 'Me' }],
      },
    ]);
  });

  test("with Relay's MD5 makes it known by that and by its SHA-256", async () => {
    const md5 = createHash('md5').update(ME).digest('hex');
    const { operations } = await register('Relay', { [md5]: ME });
    expect(operations.map(({ hash }) => hash).sort()).toEqual([md5, hashOf(ME)].sort());
  });

  test("takes Apollo's manifest", async () => {
    const manifest = {
      format: 'apollo-persisted-query-manifest',
      version: 1,
      operations: [{ id: hashOf(ME), name: 'Me', type: 'query', body: ME }],
    };
    expect(await register('Apollo', manifest)).toMatchObject({ operationsAdded: 1 });
  });

  test('with the same idempotency key answers the same', async () => {
    const more = { idempotencyKey: 'register-once' };
    const first = await register('Once', manifestOf(ME), more);
    expect(await register('Once', manifestOf(ME), more)).toEqual(first);
  });

  test('at the same time from two sides writes each once', async () => {
    const both = await Promise.all([1, 2].map(() => register('Race', manifestOf(ME, CASES))));
    expect(both.map((one) => one.operationsAdded).sort()).toEqual([0, 2]);
  });
});

describe('a manifest is refused whole', () => {
  async function refused(manifest: object): Promise<UserError[]> {
    const { userErrors, ...payload } = await register('Refused', manifest);
    expect(payload).toEqual({ cursor: null, operationsAdded: null, operations: [] });
    expect(await app.db.persistedOperation.count({ where: { partner: 'Refused' } })).toBe(0);
    return userErrors;
  }

  test('with the reason and the place of each operation that does not fit', async () => {
    const broken = 'query Broken { nothing }';
    expect(await refused(manifestOf(ME, broken, STAFF_ONLY))).toEqual([
      {
        code: 'INVALID',
        message: 'Broken: Cannot query field "nothing" on type "Query".',
        field: ['manifest', `sha256:${hashOf(broken)}`],
      },
      {
        code: 'INVALID',
        message: 'People: `users` is not for partners.',
        field: ['manifest', `sha256:${hashOf(STAFF_ONLY)}`],
      },
    ]);
  });

  test.each([
    ['holds NUL', `${ME} # \u0000`, /neither the NUL character/],
    ['holds half of a surrogate pair', `${ME} # \ud800`, /nor half of a surrogate pair/],
    ['nests selections without end', `query Q ${'{ viewer'.repeat(3_300)}`, /at most 200 brackets/],
    [
      'nests lists without end',
      `query Q { nodes(ids: ${'['.repeat(4_900)}`,
      /at most 200 brackets/,
    ],
  ])('when a document %s', async (_what, document, reason) => {
    expect(await refused(manifestOf(document))).toEqual([
      {
        code: 'INVALID',
        message: expect.stringMatching(reason),
        field: ['manifest', `sha256:${hashOf(document)}`],
      },
    ]);
  });

  test('when a hash is not that of its document', async () => {
    const [error, ...others] = await refused({ [`sha256:${hashOf(CASES)}`]: ME });
    expect([error?.message, others]).toEqual([expect.stringContaining(hashOf(ME)), []]);
  });

  test("when Apollo's manifest says something else of an operation than its document", async () => {
    const operations = [{ id: hashOf(ME), name: 'You', type: 'mutation', body: ME }];
    const format = 'apollo-persisted-query-manifest';
    expect(await refused({ format, version: 1, operations })).toEqual([
      {
        code: 'INVALID',
        message: 'Me: The manifest calls it "You".',
        field: ['manifest', 'operations', '0'],
      },
      {
        code: 'INVALID',
        message: 'Me: It is a query; the manifest says "mutation".',
        field: ['manifest', 'operations', '0'],
      },
    ]);
  });
});

test('the list pages by partner and hash, and refuses a cursor that is none', async () => {
  const names = ['Pages A', 'Pages B'];
  for (const name of names) await register(name, manifestOf(ME, CASES));
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { registeredOperations: page }: { registeredOperations: Page } = await app.query<{
      registeredOperations: Page;
    }>(
      `query ($after: String) { registeredOperations(first: 3, after: $after) {
        nodes { partner hash } pageInfo { endCursor hasNextPage }
      } }`,
      { after },
    );
    seen.push(...page.nodes.map((node) => `${node.partner} ${node.hash}`));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after !== null);
  expect(new Set(seen).size).toBe(await app.db.persistedOperation.count());
  expect(seen.filter((one) => one.startsWith('Pages'))).toEqual(
    names.flatMap((name) => [hashOf(ME), hashOf(CASES)].sort().map((hash) => `${name} ${hash}`)),
  );
  for (const cursor of ['x', 'R1BDOlM6eA==']) {
    const { errors } = await app.graphql(
      `{ registeredOperations(after: "${cursor}") { totalCount nodes { name } } }`,
    );
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  }
});

interface Page {
  nodes: { partner: string; hash: string }[];
  pageInfo: { endCursor: string; hasNextPage: boolean };
}

test('only admins register operations and see them', async () => {
  const { key } = await app.mutate<{ key: string }>('createApiKey', { role: 'MANAGER' }, 'key');
  const authorization = `Bearer ${key}`;
  const mutation = `mutation ($input: RegisterOperationsInput!) {
    registerOperations(input: $input) { cursor }
  }`;
  const input = { partner: 'Acme', manifest: manifestOf(ME) };
  const codes = [
    await app.graphql(mutation, { input }, { authorization }),
    await app.graphql('{ registeredOperations { totalCount } }', {}, { authorization }),
  ].map(({ errors }) => errors?.[0]?.extensions?.code);
  expect(codes).toEqual(['FORBIDDEN', 'FORBIDDEN']);
  await expect(partner(app, STAFF_ONLY)).rejects.toThrow('refused');
});

test('what is registered agrees with the log; what was changed behind its back does not', async () => {
  const old = 'query Old { viewer { role } }';
  const sha1 = createHash('sha1').update(old).digest('hex');
  await register('Verified', { [sha1]: old });
  const problems = async () => (await verify(app.db)).problems;
  expect(await problems()).toEqual([]);
  const where = { partner: 'Verified' };
  await app.db.persistedOperation.updateMany({ where, data: { document: CASES } });
  expect(await problems()).toEqual([
    `It should hold that a registered operation is known by the hash of its document: Verified Old ${hashOf(old)}`,
  ]);
  await app.db.persistedOperation.deleteMany({ where: { ...where, hash: hashOf(old) } });
  expect(await problems()).toEqual([
    `It should hold that a registered operation is known by the hash of its document: Verified Old ${sha1}`,
    `It should hold that the log says who registered an operation, once: Verified Old ${hashOf(old)}`,
  ]);
  await app.db.persistedOperation.deleteMany({ where });
});
