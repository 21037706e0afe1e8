import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { openDatabase } from '../../../src/db/database.ts';
import { createPool } from '../../../src/db/pool.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';
import { execute, urlOfDatabase } from '../../support/postgres-admin.ts';
import { startPooler } from './pooler.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createEmptyDatabase();
});
afterAll(() => database.drop());

const quiet = { dataDir: '/nowhere', connectTimeoutMs: 300, log: (): void => {} };

test('an external database is used as it is, for both addresses', async () => {
  const messages: string[] = [];
  const opened = await openDatabase({
    ...quiet,
    connectTimeoutMs: 5_000,
    databaseUrl: database.url,
    log: (message) => messages.push(message),
  });
  await opened.stop();
  expect(opened).toMatchObject({
    url: database.url,
    directUrl: database.url,
    embedded: false,
    pooler: false,
  });
  expect(messages).toEqual([]);
});

test('a transaction pooler without a direct address is found out and said', async () => {
  const messages: string[] = [];
  const pooler = await startPooler(database.url);
  const settings = {
    ...quiet,
    connectTimeoutMs: 5_000,
    databaseUrl: pooler.url,
    log: (message: string) => messages.push(message),
  };
  expect(await openDatabase(settings)).toMatchObject({ pooler: true, listenUrl: undefined });
  expect(messages).toEqual([
    'DATABASE_URL goes through a transaction pooler, which passes no notifications on: the log is looked at once a second. Set DATABASE_DIRECT_URL to the address of PostgreSQL itself.',
  ]);
  const direct = await openDatabase({ ...settings, directUrl: database.url });
  const own = { directUrl: database.url, listenUrl: database.url };
  expect(direct).toMatchObject({ url: pooler.url, ...own, pooler: true });
  expect(messages).toHaveLength(1);
  // Another way to the same pooler is as deaf.
  const directUrl = pooler.url.replace('127.0.0.1', 'localhost');
  expect(await openDatabase({ ...settings, directUrl })).toMatchObject({ listenUrl: undefined });
  expect(messages[1]).toMatch(/^DATABASE_DIRECT_URL goes through a transaction pooler/);
  await pooler.stop();
});

test('an address where nothing listens is refused in one sentence without the password', async () => {
  const databaseUrl = 'postgresql://desk:secret@127.0.0.1:1/desk';
  await expect(openDatabase({ ...quiet, databaseUrl })).rejects.toThrow(
    'The database at 127.0.0.1:1/desk (DATABASE_URL) cannot be used: nothing listens there (ECONNREFUSED).',
  );
});

test('a database that does not exist is refused with the words of PostgreSQL', async () => {
  const databaseUrl = urlOfDatabase(inject('postgresUrl'), 'nothing_here');
  await expect(openDatabase({ ...quiet, connectTimeoutMs: 5_000, databaseUrl })).rejects.toThrow(
    /\(DATABASE_URL\) cannot be used: database "nothing_here" does not exist\.$/,
  );
});

test('a pool whose connections PostgreSQL ends says so and goes on with new ones', async () => {
  const messages: string[] = [];
  const log = (message: string): void => {
    messages.push(message);
  };
  const pool = createPool(database.url, { poolSize: 1, connectTimeoutMs: 5_000, log });
  const { rows } = await pool.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  await execute(database.url, 'SELECT pg_terminate_backend($1)', [rows[0]?.pid]);
  await vi.waitUntil(() => messages.length > 0);
  expect(messages).toEqual([expect.stringMatching(/^A database connection was lost: /)]);
  expect((await pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }]);
  await pool.end();
});

test('a query that finds no free connection fails after the timeout instead of waiting for ever', async () => {
  const pool = createPool(database.url, { poolSize: 1, connectTimeoutMs: 1_000, log: quiet.log });
  const only = await pool.connect();
  await expect(pool.query('SELECT 1')).rejects.toThrow(/timeout exceeded/);
  only.release();
  await pool.end();
});

test('a statement that runs longer than its limit is ended', async () => {
  const settings = { poolSize: 1, connectTimeoutMs: 5_000, log: quiet.log, statementTimeoutMs: 50 };
  const pool = createPool(database.url, settings);
  await expect(pool.query('SELECT pg_sleep(10)')).rejects.toThrow(/statement timeout/);
  await pool.end();
});
