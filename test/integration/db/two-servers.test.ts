import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { handOutFairly } from '../../../src/db/fair-pool.ts';
import { createPool } from '../../../src/db/pool.ts';
import type { FaultyLine } from '../../support/faulty-line.ts';
import { startFaultyLine } from '../../support/faulty-line.ts';
import { execute } from '../../support/postgres-admin.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import {
  createPostgresServer,
  postgresVersions,
  replicaOf,
} from '../../support/postgres-server.ts';
import { until } from '../../support/until.ts';

const WRITE = 'INSERT INTO written VALUES (1)';
const WHERE = `SELECT current_setting('port') AS port`;

// Of the versions here only this one comes with `pg_basebackup`.
describe.runIf(postgresVersions.includes(15))('when another server has taken over', () => {
  let folder: string;
  let primary: PostgresServer;
  let replica: PostgresServer;
  let line: FaultyLine;
  const messages: string[] = [];
  const pools: pg.Pool[] = [];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'desk-two-servers-'));
    chmodSync(folder, 0o755);
    primary = await createPostgresServer(15, join(folder, 'primary'));
    await primary.start();
    await execute(primary.url(), 'CREATE TABLE written (id int)');
    await execute(primary.url(), 'CREATE ROLE desk LOGIN');
    await execute(primary.url(), 'GRANT ALL ON written TO desk');
    replica = await replicaOf(primary, join(folder, 'replica'));
    await replica.start();
    line = await startFaultyLine(primary.url());
  }, 60_000);
  afterEach(async () => {
    for (const pool of pools.splice(0)) await pool.end();
    messages.length = 0;
  });
  afterAll(async () => {
    await line?.close();
    await replica?.remove();
    await primary?.remove();
    await rm(folder, { recursive: true, force: true });
  });

  function open(): pg.Pool {
    const settings = { poolSize: 3, connectTimeoutMs: 5_000 };
    const log = (message: string) => void messages.push(message);
    const pool = createPool(line.through(primary.url('postgres', 'desk')), { ...settings, log });
    handOutFairly(pool, { poolSize: 3, waitMs: 5_000 });
    pools.push(pool);
    return pool;
  }

  const portOf = async (of: pg.Pool | pg.PoolClient) =>
    Number((await of.query<{ port: string }>(WHERE)).rows[0]?.port);

  /** Connections that stand, and are free. */
  async function connect(pool: pg.Pool, count: number): Promise<void> {
    const clients = await Promise.all(Array.from({ length: count }, () => pool.connect()));
    for (const client of clients) client.release();
  }

  test('a connection to a replica is none', async () => {
    line.leadTo(replica.url());
    const pool = open();
    await expect(pool.query('SELECT 1')).rejects.toThrow('leads to a replica');
    line.leadTo(primary.url());
    expect(await portOf(pool)).toBe(primary.port);
  });

  test('a server that becomes read-only is left with an error, not an answer; one that stays so is read', async () => {
    const pool = open();
    await connect(pool, 1);
    await execute(primary.url(), 'ALTER SYSTEM SET default_transaction_read_only = on');
    await execute(primary.url(), 'SELECT pg_reload_conf()');
    try {
      const failed = await until(
        () =>
          pool.query('SELECT 1').then(
            () => undefined,
            (error: Error) => error,
          ),
        'it to be noticed',
      );
      expect(failed.message).toBe('PostgreSQL has become read-only.');
      expect(await portOf(pool)).toBe(primary.port);
    } finally {
      await execute(primary.url(), 'ALTER SYSTEM RESET default_transaction_read_only');
      await execute(primary.url(), 'SELECT pg_reload_conf()');
    }
    expect(messages).toContainEqual(expect.stringMatching(/^PostgreSQL has become read-only/));
  });

  test('a write that is refused as read-only has all free connections made anew, which lead to the new one', async () => {
    const pool = open();
    await connect(pool, 3);
    const client = await pool.connect();
    await client.query('BEGIN READ ONLY');
    await expect(client.query(WRITE)).rejects.toThrow('read-only');
    await until(async () => pool.totalCount === 1 || undefined, 'the free ones to be gone');
    await client.query('ROLLBACK');
    client.release();
    expect(pool.totalCount).toBe(0);
    expect(messages).toEqual([expect.stringMatching(/^PostgreSQL takes no writes.*: 3\.$/)]);
    await pool.query(WRITE);
  });

  test('a new connection to a later timeline has those before it given up, and an earlier one is refused', async () => {
    const pool = open();
    await connect(pool, 2);
    const old = await pool.connect();
    await execute(replica.url(), 'SELECT pg_promote()');
    line.leadTo(replica.url());
    // The free one is still of the old primary, which nobody has cut.
    const other = await pool.connect();
    expect(await portOf(other)).toBe(primary.port);
    expect(await portOf(pool)).toBe(replica.port);
    old.release();
    other.release();
    expect(pool.totalCount).toBe(1);
    expect(messages).toEqual([expect.stringMatching(/^PostgreSQL is another server now.*: 2\.$/)]);
    line.leadTo(primary.url());
    const held = await pool.connect();
    await expect(pool.query('SELECT 1')).rejects.toThrow('that another has replaced');
    held.release();
  });
});
