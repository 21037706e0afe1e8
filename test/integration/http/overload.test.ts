import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { json } from 'node:stream/consumers';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Client } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { openCase } from '../../support/factories.ts';
import { metric, untilMetric } from '../../support/metrics.ts';
import { execute } from '../../support/postgres-admin.ts';
import { signedInSocket } from '../../support/raw-socket.ts';
import { init, openSocket, PROTOCOL } from '../../support/socket.ts';
import { until } from '../../support/until.ts';

const READ = '{ improvements { nodes { id } } }';
/** Reads nothing that anybody holds. */
const OTHER = '{ viewer { role } }';
const REFUSED = 'desk_overload_refused_total{what="operation"}';

let app: TestApp;
let lock: pg.Client;
let held: Promise<unknown>[] = [];
beforeAll(async () => {
  // One key is alone at its limit with four, and nothing gets done.
  app = await startTestApp({ intakeLimits: { free: 4, most: 8, waitMs: 1 } });
  lock = new pg.Client({ connectionString: app.databaseUrl });
  await lock.connect();
});
afterEach(async () => {
  await lock.query('ROLLBACK');
  await Promise.all(held);
  held = [];
});
afterAll(async () => {
  await lock.end();
  await app.stop();
});

async function clientOf(name: string): Promise<Client & { key: string }> {
  const input = { name, role: 'AGENT' };
  const { key } = await app.mutate<{ key: string }>('createApiKey', input, 'key');
  return { ...createTestClient(app.url, key), key };
}

/** As much as the node takes on of one key, none of which ends. */
async function fill(client: Client): Promise<void> {
  await lock.query('BEGIN; LOCK TABLE improvement IN ACCESS EXCLUSIVE MODE');
  held = Array.from({ length: 4 }, () => client.graphql(READ));
  await untilMetric(app, 'desk_operations_running', 4);
}

const post = (key: string, headers: Record<string, string> = {}, path = '/graphql') =>
  fetch(app.at(path), {
    method: path === '/graphql' ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    ...(path === '/graphql' ? { body: JSON.stringify({ query: OTHER }) } : {}),
  });

describe('a node that has as much under way as it can do', () => {
  test('refuses more of whoever has most of it, at once, and takes what others ask for', async () => {
    const [greedy, other] = [await clientOf('Greedy'), await clientOf('Other')];
    await fill(greedy);
    const before = await metric(app, REFUSED);
    const answer = await post(greedy.key);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      503,
      'application/json; charset=utf-8',
    ]);
    expect(['1', '2', '3']).toContain(answer.headers.get('retry-after'));
    expect(await answer.json()).toEqual({
      errors: [
        {
          message: expect.stringContaining('Nothing of this was begun: try again in'),
          extensions: {
            code: 'OVERLOADED',
            retryAfterSeconds: Number(answer.headers.get('retry-after')),
          },
        },
      ],
    });
    expect((await other.graphql(OTHER)).status).toBe(200);
    expect(await metric(app, REFUSED)).toBe(before + 1);
  });

  test('refuses event streams, reports and the schema as well', async () => {
    const greedy = await clientOf('Greedy in all ways');
    await fill(greedy);
    const stream = await post(greedy.key, { accept: 'text/event-stream' });
    expect([stream.status, stream.headers.get('retry-after')]).toEqual([503, expect.any(String)]);
    for (const path of ['/reports/ESC-2026-001.yaml', '/schema.graphql'])
      expect((await post(greedy.key, {}, path)).status).toBe(503);
  });

  test('refuses operations of a socket, which stays open', async () => {
    const greedy = await clientOf('Greedy on a socket');
    const socket = await signedInSocket(app.url, greedy.key);
    await fill(greedy);
    socket.send({ id: '1', type: 'subscribe', payload: { query: OTHER } });
    const refused = await socket.next();
    expect(refused).toMatchObject({
      type: 'error',
      payload: [{ extensions: { code: 'OVERLOADED' } }],
    });
    await lock.query('ROLLBACK');
    await Promise.all(held);
    socket.send({ id: '2', type: 'subscribe', payload: { query: OTHER } });
    expect(await socket.next()).toMatchObject({ type: 'next', id: '2' });
    socket.close();
  });

  test('answers /healthz and /readyz', async () => {
    await fill(await clientOf('Greedy and probed'));
    for (const path of ['/healthz', '/readyz']) {
      const at = performance.now();
      expect((await fetch(app.at(path))).status).toBe(200);
      expect(performance.now() - at).toBeLessThan(1_000);
    }
  });

  test('says so in the log once', async () => {
    const greedy = await clientOf('Greedy and logged');
    await fill(greedy);
    for (let time = 0; time < 3; time += 1) expect((await post(greedy.key)).status).toBe(503);
    const lines = app.logs.filter(({ msg }) => String(msg).startsWith('More is asked of the node'));
    expect(lines).toHaveLength(1);
  });

  test('takes all again when what it had is done', async () => {
    const greedy = await clientOf('Greedy for a while');
    await fill(greedy);
    expect((await post(greedy.key)).status).toBe(503);
    await lock.query('ROLLBACK');
    await Promise.all(held);
    expect((await post(greedy.key)).status).toBe(200);
  });
});

describe('a node that can take nothing more', () => {
  let full: TestApp;
  let table: pg.Client;
  let running: Promise<unknown>[] = [];
  beforeAll(async () => {
    full = await startTestApp({ intakeLimits: { free: 4, most: 4, waitMs: 1 } });
    table = new pg.Client({ connectionString: full.databaseUrl });
    await table.connect();
  });
  afterAll(async () => {
    await table.query('ROLLBACK');
    await Promise.all(running);
    await table.end();
    await full.stop();
  });

  test('opens no socket, and looks up no credentials on one that is open', async () => {
    const open = await openSocket(full.url);
    await table.query('BEGIN; LOCK TABLE improvement IN ACCESS EXCLUSIVE MODE');
    // Looking credentials up counts as well: these are known then for a second.
    await full.graphql(OTHER);
    running = Array.from({ length: 4 }, () => full.graphql(READ));
    await untilMetric(full, 'desk_operations_running', 4);

    const late = new WebSocket(full.url.replace('http', 'ws'), PROTOCOL);
    const [, answer] = (await once(late, 'unexpected-response')) as [unknown, IncomingMessage];
    expect([answer.statusCode, answer.headers['retry-after']]).toEqual([
      503,
      expect.stringMatching(/^[123]$/),
    ]);
    expect(await json(answer)).toMatchObject({ errors: [{ extensions: { code: 'OVERLOADED' } }] });

    open.send(init('somebody who was not there in the last second'));
    expect((await open.closed).code).toBe(1013);
    expect(await metric(full, 'desk_overload_refused_total{what="socket"}')).toBe(1);
    expect(await metric(full, 'desk_refusals_total{reason="overload"}')).toBe(2);
  });
});

test('what waits for the database is not begun when its client has gone', async () => {
  const desk = await startTestApp();
  const { id } = await openCase(desk);
  const held = new pg.Client({ connectionString: desk.databaseUrl });
  await held.connect();
  await held.query('BEGIN');
  await held.query('SELECT FROM escalation FOR UPDATE');
  const { hostname, port } = new URL(desk.url);
  const sent = (request: string) => {
    const socket = connect(Number(port), hostname);
    socket.write(request);
    return socket;
  };
  const send = (text: string) => {
    const body = JSON.stringify({
      query: `mutation ($input: AddNoteInput!) { addNote(input: $input) { userErrors { code } } }`,
      variables: { input: { escalationId: id, text } },
    });
    const head = [
      'POST /graphql HTTP/1.1',
      `Host: ${hostname}:${port}`,
      `Authorization: Bearer ${desk.key}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
    ];
    return sent(`${head.join('\r\n')}\r\n\r\n${body}`);
  };
  // Half of the connections is what one key has at most: these wait for the lock, the last for one of them.
  const sockets = Array.from({ length: 5 }, (_, place) => send(`begun ${place}`));
  const locked = async () => {
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    // Not in the transaction that holds it, where activity is as it was at the first look.
    return (await execute(desk.databaseUrl, waiting)).length === 5 ? true : undefined;
  };
  await until(locked, 'five to wait for the lock');
  sockets.push(send('not begun'));
  await untilMetric(desk, 'desk_statements_waiting', 1);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 100));
  await held.query('ROLLBACK');
  await untilMetric(desk, 'desk_operations_running', 0);
  const entries = await desk.db.logEntry.findMany();
  const all = JSON.stringify(entries, (_, value) =>
    typeof value === 'bigint' ? String(value) : value,
  );
  for (let place = 0; place < 5; place += 1) expect(all).toContain(`begun ${place}`);
  expect(all).not.toContain('not begun');
  expect(desk.logs.filter(({ msg }) => msg === 'internal error')).toEqual([]);
  await held.end();
  await desk.stop();
});
