import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { execute, urlOfDatabase } from '../../support/postgres-admin.ts';
import { until } from '../../support/until.ts';

const POOL_SIZE = 4;
const ROLE = 'desk_ready_test';

let app: TestApp;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  app = await startTestApp({ env: { DATABASE_POOL_SIZE: String(POOL_SIZE) } });
});
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
  await untilReady(app);
});
afterAll(() => app.stop());

interface Ready {
  status: number;
  reason: string | undefined;
  tookMs: number;
}

async function ask({ at }: Pick<TestApp, 'at'>): Promise<Ready> {
  const since = performance.now();
  const response = await fetch(at('/readyz'));
  const { reason } = (await response.json()) as { reason?: string };
  return { status: response.status, reason, tookMs: performance.now() - since };
}

function untilReady(node: Pick<TestApp, 'at'>) {
  return until(async () => ((await ask(node)).status === 200 ? true : undefined), 'it to be ready');
}

/** Waits until it is not ready for this reason. */
function untilUnready(node: Pick<TestApp, 'at'>, reason: string | RegExp) {
  return until(async () => {
    const answer = await ask(node);
    return answer.status === 503 && (answer.reason ?? '').match(reason) ? true : undefined;
  }, `${reason}`);
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

function cut(url: string) {
  return execute(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
    [nameOf(url)],
  );
}

/** A connection that holds what it locks until the test is over. */
async function hold(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  undo.push(() => client.end());
  await client.query(`BEGIN; ${sql}`);
}

test('a table of cases that somebody keeps locked is told as such', async () => {
  await hold('LOCK TABLE escalation IN EXCLUSIVE MODE');
  await untilUnready(app, 'Somebody holds a lock on the table of cases.');
});

test('a database that takes no writes is told as read-only, and it is ready again by itself', async () => {
  const { databaseUrl } = app;
  // From another database: in this one nothing could be changed any more.
  const set = (value: string) =>
    execute(
      urlOfDatabase(databaseUrl, 'postgres'),
      `ALTER DATABASE ${nameOf(databaseUrl)} SET default_transaction_read_only = ${value}`,
    );
  undo.push(async () => {
    await set('off');
    await cut(databaseUrl);
  });
  await set('on');
  await cut(databaseUrl);
  await untilUnready(app, 'The database is read-only.');
});

test("a pool whose connections are all in use is the node's own affair, and no fault of the database", async () => {
  const sleeping = Promise.all(
    Array.from({ length: POOL_SIZE }, () => app.db.$queryRaw`SELECT pg_sleep(4)::text`),
  );
  await untilUnready(app, 'All connections of the node to the database are in use.');
  await sleeping;
});

test('whoever copies the table of the probe for long does not make it unready', async () => {
  await hold('LOCK TABLE write_probe IN ACCESS SHARE MODE');
  for (let turn = 0; turn < 3; turn += 1) expect((await ask(app)).status).toBe(200);
});

test('there is an answer within a second, whatever a check waits for', async () => {
  await hold('LOCK TABLE log_entry IN ACCESS EXCLUSIVE MODE');
  await untilUnready(app, /./);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(app)));
  for (const { status, tookMs } of answers) {
    expect(status).toBe(503);
    expect(tookMs).toBeLessThan(1_500);
  }
});

test('the probe leaves nothing behind', async () => {
  await ask(app);
  expect(await execute(app.databaseUrl, 'SELECT * FROM write_probe')).toEqual([]);
});

test('a user that lacks a right starts no node, and one that loses it makes the node unready', async () => {
  const own: TestDatabase = await createTestDatabase();
  const asRole = new URL(own.url);
  asRole.username = ROLE;
  const grant = (what: string) => execute(own.url, what);
  await execute(own.url, `DROP ROLE IF EXISTS ${ROLE}`);
  await execute(own.url, `CREATE ROLE ${ROLE} LOGIN PASSWORD '${asRole.password}'`);
  undo.push(async () => {
    await execute(own.url, `DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
    await own.drop();
  });
  await grant(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${ROLE}`);
  await grant(`GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${ROLE}`);
  const node = await startTestApp({ databaseUrl: asRole.href });
  try {
    await untilReady(node);
    await grant(`REVOKE INSERT ON escalation FROM ${ROLE}`);
    const missing = `The user ${ROLE} of the database lacks the right INSERT on the table "escalation".`;
    await untilUnready(node, missing);
    await expect(startTestApp({ databaseUrl: asRole.href })).rejects.toThrow(missing);
    await grant(`GRANT INSERT ON escalation TO ${ROLE}`);
    // Emptying the table of the probe is no right that the desk needs.
    await grant(`REVOKE TRUNCATE ON write_probe FROM ${ROLE}`);
    await untilReady(node);
  } finally {
    await node.stop();
  }
});
