import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate, pendingMigrations } from '../../../src/db/migrate.ts';
import { createPool } from '../../../src/db/pool.ts';
import {
  createEmptyDatabase,
  createTestDatabase,
  type TestDatabase,
} from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

let database: TestDatabase;
let migrationsDir = '';
const log = (): void => {};

beforeEach(async () => {
  migrationsDir = mkdtempSync(join(tmpdir(), 'desk-migrations-'));
  put(
    '20260101000000_first',
    'CREATE TABLE fruit (name text); INSERT INTO fruit VALUES ($$fig$$);',
  );
  put('20260102000000_second', 'ALTER TABLE fruit ADD COLUMN colour text;');
  database = await createEmptyDatabase();
});

afterEach(async () => {
  await database.drop();
  rmSync(migrationsDir, { recursive: true });
});

function put(name: string, sql: string): void {
  mkdirSync(join(migrationsDir, name), { recursive: true });
  writeFileSync(join(migrationsDir, name, 'migration.sql'), sql);
}

function run(): Promise<readonly string[]> {
  return migrate(database.url, { log, migrationsDir });
}

test('migrations are applied in order, once, and recorded as Prisma records them', async () => {
  expect(await run()).toEqual(['20260101000000_first', '20260102000000_second']);
  expect(await run()).toEqual([]);
  const rows = await execute(
    database.url,
    `SELECT migration_name, checksum, logs, rolled_back_at, applied_steps_count,
            length(id) AS id_length, finished_at >= started_at AS in_order
       FROM _prisma_migrations ORDER BY started_at`,
  );
  const common = {
    logs: null,
    rolled_back_at: null,
    applied_steps_count: 1,
    id_length: 36,
    in_order: true,
  };
  expect(rows).toEqual([
    {
      migration_name: '20260101000000_first',
      checksum: 'ba48ca5a0970f1a1aa587beb5fe1287e74c535c936393d9c47986f0582cb0c23',
      ...common,
    },
    {
      migration_name: '20260102000000_second',
      checksum: '167b58a19ed4bfa00842cb570e68a754de089c2d445b9f3e3e719e6794ac5c3b',
      ...common,
    },
  ]);
});

test('four nodes that start together apply each migration once between them', async () => {
  const applied = await Promise.all([run(), run(), run(), run()]);
  expect(applied.flat().sort()).toEqual(['20260101000000_first', '20260102000000_second']);
  expect(await execute(database.url, 'SELECT name FROM fruit')).toEqual([{ name: 'fig' }]);
});

test('a migration that fails leaves nothing of itself and keeps those before it', async () => {
  put('20260103000000_third', 'CREATE TABLE half (); SELECT 1 / 0;');
  await expect(run()).rejects.toThrow(
    'The migration 20260103000000_third failed and was rolled back: division by zero.',
  );
  expect(await execute(database.url, `SELECT to_regclass('half') AS half`)).toEqual([
    { half: null },
  ]);
  const pool = createPool(database.url, { poolSize: 1, connectTimeoutMs: 5_000, log });
  expect(await pendingMigrations(pool, migrationsDir)).toEqual(['20260103000000_third']);
  await pool.end();
});

test('a migration whose file was changed after it was applied is refused', async () => {
  await run();
  put('20260101000000_first', 'CREATE TABLE vegetable ();');
  await expect(run()).rejects.toThrow(
    'The migration 20260101000000_first is not the one that was applied to the database; restore its file, and make further changes in a new migration.',
  );
});

test('a database to which a newer version has added something is used as it is', async () => {
  await run();
  rmSync(join(migrationsDir, '20260102000000_second'), { recursive: true });
  expect(await run()).toEqual([]);
});

test('a database from which something was taken away is refused by versions that need it', async () => {
  put(
    '20260103000000_third',
    `ALTER TABLE fruit DROP COLUMN name; COMMENT ON TABLE "_prisma_migrations" IS 'needs 20260102000000_second'`,
  );
  await run();
  rmSync(join(migrationsDir, '20260103000000_third'), { recursive: true });
  expect(await run()).toEqual([]);
  rmSync(join(migrationsDir, '20260102000000_second'), { recursive: true });
  await expect(run()).rejects.toThrow(
    'The database was migrated for versions of the desk that have the migration 20260102000000_second, which this one lacks; start a newer version.',
  );
});

test('a migration that Prisma began and did not finish is refused until it is resolved', async () => {
  await run();
  await execute(
    database.url,
    `UPDATE _prisma_migrations SET finished_at = NULL WHERE migration_name = '20260102000000_second'`,
  );
  await expect(run()).rejects.toThrow(
    'The migration 20260102000000_second was begun and not finished; put the database in order and say so with prisma migrate resolve.',
  );
  await execute(
    database.url,
    `UPDATE _prisma_migrations SET rolled_back_at = now() WHERE finished_at IS NULL`,
  );
  await execute(database.url, 'ALTER TABLE fruit DROP COLUMN colour');
  expect(await run()).toEqual(['20260102000000_second']);
});

test('a folder of migrations that is missing is named', async () => {
  const missing = join(migrationsDir, 'elsewhere');
  await expect(migrate(database.url, { log, migrationsDir: missing })).rejects.toThrow(
    `The folder of migrations ${missing} is missing; install the desk again.`,
  );
});

test('the database of a test has all migrations of this version', async () => {
  const migrated = await createTestDatabase();
  const pool = createPool(migrated.url, { poolSize: 1, connectTimeoutMs: 5_000, log });
  expect(await pendingMigrations(pool)).toEqual([]);
  await pool.end();
  await migrated.drop();
});
