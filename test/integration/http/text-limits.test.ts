import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openAcknowledged, subscribe } from '../../support/socket.ts';
import { statementsDuring } from '../../support/statements.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await app.sequencer.stop();
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

test('an id of a mutation is refused as what a person can mend', async () => {
  const { userErrors } = await app.mutate('addNote', { escalationId: LONG, text: 'A note' });
  expect(userErrors).toEqual([
    { code: 'INVALID', message: 'Must have at most 200 characters.', field: ['escalationId'] },
  ]);
});
