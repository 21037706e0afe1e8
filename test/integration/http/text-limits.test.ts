import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openAcknowledged, subscribe } from '../../support/socket.ts';
import { statementsDuring } from '../../support/statements.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const LONG = 'x'.repeat(900_000);

test('a search of 900 kB is refused with its place before the database hears of it', async () => {
  const document = 'query ($q: String) { customers(search: $q) { totalCount } }';
  const statements = await statementsDuring(async () => {
    expect(await app.graphql(document, { q: LONG })).toMatchObject({
      errors: [
        {
          message: '`search` of `customers` must have at most 200 characters; it has 900000.',
          locations: [{ line: 1, column: 32 }],
          extensions: { code: 'BAD_REQUEST', field: ['search'] },
        },
      ],
    });
  });
  expect(statements).toEqual([]);
});

test('a subscription that names a case by too long an id is refused on a socket as well', async () => {
  const peer = await openAcknowledged(app.url);
  const id = LONG.slice(0, 5_000);
  peer.send(
    subscribe('1', 'subscription ($id: ID) { escalationEvents(escalationId: $id) { id } }', { id }),
  );
  const { payload } = await peer.saw(({ type }) => type === 'error');
  expect(payload).toEqual([
    expect.objectContaining({
      message:
        '`escalationId` of `escalationEvents` must have at most 200 characters; it has 5000.',
    }),
  ]);
  peer.socket.close();
});

test.each([
  ['beyond 16 bits', '𠮷'],
  ['in decomposed form', 'e\u0301'],
])('characters %s are one each at every door that limits them', async (_what, character) => {
  const text = (times: number) => character.repeat(times);
  const search = 'query ($q: String) { escalations(filter: { search: $q }) { totalCount } }';
  expect((await app.graphql(search, { q: text(200) })).errors).toBeUndefined();
  expect((await app.graphql(search, { q: text(201) })).errors).toMatchObject([
    { message: expect.stringContaining('at most 200 characters; it has 201.') },
  ]);
  const externalId = text(200);
  const { userErrors } = await app.mutate('upsertCustomer', {
    ...{ externalId, name: text(200), tier: 'STARTER', healthScore: 1 },
    arr: { amount: '1.00' },
  });
  expect(userErrors).toEqual([]);
  const { customer } = await app.query(
    'query ($externalId: String!) { customer(by: { externalId: $externalId }) { externalId name } }',
    { externalId },
  );
  const kept = externalId.normalize('NFC');
  expect(customer).toEqual({ externalId: kept, name: kept });
  const named = { role: 'VIEWER', name: text(201) };
  expect(await app.mutate('createApiKey', named)).toMatchObject({
    userErrors: [{ message: 'Must have at most 200 characters; it has 201.' }],
  });
});

test('an id of a mutation is refused as what a person can mend', async () => {
  const { userErrors } = await app.mutate('addNote', { escalationId: LONG, text: 'A note' });
  expect(userErrors).toEqual([
    { code: 'INVALID', message: 'Must have at most 200 characters.', field: ['escalationId'] },
  ]);
});
