import { afterAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { openCase } from '../support/factories.ts';
import { until } from '../support/until.ts';
import { startFarewellProxy } from './farewell.support.ts';
import { startNode } from './live.support.ts';

const CLIENTS = 12;
const FAREWELLS = 14;

const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const one of cleanUp.reverse()) await one();
});

it('PostgreSQL takes its leave behind an answer, in one packet with it, while others wait for the connection: the desk goes on', async () => {
  const database = await createTestDatabase();
  cleanUp.push(database.drop);
  const proxy = await startFarewellProxy(database.url);
  cleanUp.push(proxy.close);
  const node = await startNode({
    DATABASE_URL: proxy.url,
    DATABASE_DIRECT_URL: database.url,
    // There is always somebody who waits, and is handed the connection with the answer to another.
    DATABASE_POOL_SIZE: '1',
  });
  cleanUp.push(() => node.desk.kill('SIGKILL'));
  let hasEnded = false;
  void node.desk.ended.then(() => {
    hasEnded = true;
  });
  const { id: escalationId } = await openCase(node);

  proxy.begin();
  const confirmed: string[] = [];
  const isOver = () => hasEnded || proxy.farewells() >= FAREWELLS;
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let turn = 0; !isOver(); turn += 1) {
        const text = `note ${turn} of ${client}`;
        // A connection that has answered one statement is handed on in the midst of its answer.
        if (client % 2 === 0) {
          await node.query('{ escalations { totalCount } }').catch(() => {});
          continue;
        }
        const input = { escalationId, text, idempotencyKey: text };
        const answer = await node.mutate('addNote', input).catch(() => undefined);
        if (answer?.userErrors.length === 0) confirmed.push(text);
      }
    }),
  );
  proxy.end();

  expect(hasEnded, 'the process has ended').toBe(false);
  const last = { escalationId, text: 'the last one', idempotencyKey: 'the last one' };
  await until(() => node.mutate('addNote', last).catch(() => undefined), 'a note to be written');
  const { node: found } = await node.query<{ node: { timeline: { nodes: { data: object }[] } } }>(
    `query ($id: ID!) { node(id: $id) { ... on Escalation {
      timeline(last: 100, types: [NOTE_ADDED]) { nodes { data } } } } }`,
    { id: escalationId },
  );
  const texts = found.timeline.nodes.map(({ data }) => (data as { text: string }).text);
  expect(texts).toEqual(expect.arrayContaining(confirmed.slice(-50)));
  expect(new Set(texts).size).toBe(texts.length);
});
