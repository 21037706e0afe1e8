import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../support/app.ts';
import type { TestDatabase } from '../support/database.ts';
import { createTestDatabase } from '../support/database.ts';
import { openCase } from '../support/factories.ts';
import { execute } from '../support/postgres-admin.ts';
import { init, openSocket } from '../support/socket.ts';
import { until } from '../support/until.ts';
import type { Node } from './live.support.ts';
import { startNode } from './live.support.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const ADD_NOTE =
  'mutation ($input: AddNoteInput!) { addNote(input: $input) { userErrors { message } } }';

interface Held {
  node: Node;
  text: string;
  /** Sends the mutation of a note. */
  operation: { query: string; variables: object };
  /** Resolves when the mutation waits for the lock. */
  hasBegun(): Promise<unknown>;
  /** Lets go of the lock. */
  release(): Promise<void>;
  /** The notes of the case, as the database has them. */
  notes(): Promise<unknown[]>;
}

/** Starts a node, and locks the case that a mutation is about to change. */
async function holdUp(text: string): Promise<Held> {
  const node = await startNode({ DATABASE_URL: database.url, LOG_LEVEL: 'info' });
  const { id: escalationId, reference } = await openCase(node);
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  await holder.query('BEGIN');
  await holder.query('SELECT 1 FROM escalation WHERE reference = $1 FOR UPDATE', [reference]);
  const backend = (await holder.query('SELECT pg_backend_pid() AS pid')).rows[0].pid;
  return {
    node,
    text,
    operation: { query: ADD_NOTE, variables: { input: { escalationId, text } } },
    hasBegun: () =>
      until(async () => {
        const waiting = await execute(
          database.url,
          'SELECT 1 FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))',
          [backend],
        );
        return waiting.length > 0 ? true : undefined;
      }, 'the mutation to wait for the lock'),
    async release() {
      await holder.query('COMMIT');
      await holder.end();
    },
    notes: () =>
      execute(
        database.url,
        `SELECT 1 FROM log_entry WHERE type = 'NOTE_ADDED' AND seq IS NOT NULL AND data->>'text' = $1`,
        [text],
      ),
  };
}

async function stop({ node: { desk } }: Held): Promise<void> {
  desk.kill('SIGTERM');
  await desk.saw(/stopping/, 'stderr');
  // A connection that is kept may still be answered, until the node closes it.
  const isRefused = () =>
    fetch(new URL('/healthz', desk.url)).then(
      () => undefined,
      () => true,
    );
  await until(isRefused, 'the node to refuse connections');
}

async function expectWritten({ node: { desk }, notes }: Held): Promise<void> {
  const { code, stderr } = await desk.ended;
  expect(stderr).not.toMatch(/"level":(?:50|60)/);
  expect(code).toBe(0);
  expect(await notes()).toHaveLength(1);
}

test.each([
  ['HTTP', 'application/json'],
  ['server-sent events', 'text/event-stream'],
])(
  'a mutation over %s whose client has gone is written, though SIGTERM comes meanwhile',
  async (way, accept) => {
    const held = await holdUp(`Sent over ${way}.`);
    const client = new AbortController();
    const answer = fetch(held.node.url, {
      method: 'POST',
      headers: {
        accept,
        'content-type': 'application/json',
        authorization: `Bearer ${TEST_ADMIN_KEY}`,
      },
      body: JSON.stringify(held.operation),
      signal: client.signal,
    });
    await held.hasBegun();
    client.abort();
    await expect(answer.then((response) => response.text())).rejects.toThrow();
    await stop(held);
    await held.release();
    await expectWritten(held);
  },
);

test('a mutation over a WebSocket that has gone is written, though SIGTERM comes meanwhile', async () => {
  const held = await holdUp('Sent over a socket that has gone.');
  const { socket, send, saw, closed } = await openSocket(held.node.url);
  send(init());
  await saw(({ type }) => type === 'connection_ack');
  send({ type: 'subscribe', id: '1', payload: held.operation });
  await held.hasBegun();
  socket.terminate();
  await closed;
  await stop(held);
  await held.release();
  await expectWritten(held);
});

test('a mutation over a WebSocket is answered before the node that stops closes it; what comes after SIGTERM is not begun', async () => {
  const held = await holdUp('Sent over a socket that stays.');
  const { send, saw, closed, frames } = await openSocket(held.node.url);
  send(init());
  await saw(({ type }) => type === 'connection_ack');
  send({ type: 'subscribe', id: '1', payload: held.operation });
  await held.hasBegun();
  await stop(held);
  send({ type: 'subscribe', id: '2', payload: { query: '{ __typename }' } });
  await held.release();
  expect(await closed).toMatchObject({ code: 1001 });
  const answered = frames.filter(({ id }) => id !== undefined);
  expect(answered).toMatchObject([
    { type: 'next', id: '1', payload: { data: { addNote: { userErrors: [] } } } },
    { type: 'complete', id: '1' },
  ]);
  await expectWritten(held);
});

test('a mutation that waits longer than a stop is cut off, which is no fault', async () => {
  const held = await holdUp('Too late.');
  const answer = fetch(held.node.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${TEST_ADMIN_KEY}` },
    body: JSON.stringify(held.operation),
  }).then(
    ({ status }) => status,
    () => 'closed',
  );
  await held.hasBegun();
  // So that PostgreSQL gives up waiting for the lock, after 5 s, when the pool is about to be closed.
  await sleep(1_000);
  held.node.desk.kill('SIGTERM');
  const { code, stderr } = await held.node.desk.ended;
  expect(await answer).toBe('closed');
  expect(stderr).not.toMatch(/"level":(?:50|60)|pool/);
  expect(code).toBe(0);
  await held.release();
  expect(await held.notes()).toEqual([]);
});

test('whoever takes traces and never answers does not hold up a stop', async () => {
  const silent = createServer((socket) => void socket.on('error', () => {}).resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as AddressInfo;
  try {
    const node = await startNode({
      DATABASE_URL: database.url,
      OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}`,
    });
    const asked = new Promise((resolve) => silent.once('connection', resolve));
    await openCase(node);
    await asked;
    const since = performance.now();
    node.desk.kill('SIGTERM');
    expect((await node.desk.ended).code).toBe(0);
    expect(performance.now() - since).toBeLessThan(5_000);
  } finally {
    silent.close();
  }
});
