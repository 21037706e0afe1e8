import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { findBinaries } from '../../src/db/embedded/binaries.ts';
import { ensureCluster, readPassword } from '../../src/db/embedded/cluster.ts';
import { startServer, stopServer } from '../../src/db/embedded/server.ts';
import { runAs } from '../../src/db/embedded/user.ts';
import { migrate } from '../../src/db/migrate.ts';
import { runDesk } from '../support/command.ts';
import { execute } from '../support/postgres-admin.ts';
import {
  makeDataDir,
  makeUsedDataDir,
  open,
  postgresPid,
  removePrepared,
} from './embedded.support.ts';

afterAll(removePrepared);

const quiet = { log: () => {} };

/** A folder as the version before left it: everything in it made by the superuser, and in use. */
async function makeFormerDataDir(): Promise<string> {
  const dataDir = makeDataDir();
  const folder = join(dataDir, 'postgres');
  const binaries = findBinaries();
  const cluster = { folder, binaries, runAs: runAs(folder, [binaries.root]) };
  await ensureCluster(cluster);
  const { pid, port } = await startServer(
    cluster,
    { fsync: 'off' },
    () => {},
    () => {},
  );
  const url = `postgresql://postgres:${readPassword(folder)}@127.0.0.1:${port}/postgres`;
  await migrate(url, quiet);
  await execute(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await execute(url, `CREATE VIEW kept_view AS SELECT answer FROM kept`);
  await execute(url, `CREATE SEQUENCE kept_sequence`);
  await stopServer(pid);
  return dataDir;
}

/** Another migration beside ours, as the next version may bring it. */
function nextMigrations(): string {
  const folder = mkdtempSync(join(tmpdir(), 'desk-migrations-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const name of readdirSync('prisma/migrations')) {
    const path = join('prisma/migrations', name, 'migration.sql');
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, 'migration.sql'), readFileSync(path));
  }
  mkdirSync(join(folder, '20991231000000_next'));
  writeFileSync(
    join(folder, '20991231000000_next/migration.sql'),
    `ALTER TABLE customer ADD COLUMN next text;
     ALTER TYPE "Severity" ADD VALUE 'NEXT';
     CREATE INDEX customer_next ON customer (next);
     CREATE SCHEMA next;`,
  );
  return folder;
}

const REFUSED = [
  ['a file of the machine', `SELECT pg_read_file('/etc/passwd')`],
  ['a folder', `SELECT pg_ls_dir('/etc')`],
  ['a file as a table', `CREATE TEMPORARY TABLE t (x text); COPY t FROM '/etc/passwd'`],
  ['a file to write', `COPY (SELECT 1) TO '/tmp/desk-must-not-be'`],
  ['a program', `COPY (SELECT 1) TO PROGRAM 'id'`],
  ['a large object of a file', `SELECT lo_import('/etc/passwd')`],
  ['a function in C', `CREATE FUNCTION f() RETURNS int LANGUAGE c AS '/tmp/x', 'y'`],
  ['settings of the server', `ALTER SYSTEM SET archive_command = 'id'`],
  ['rights for itself', `ALTER ROLE desk SUPERUSER`],
  ['the rights of the superuser', `SET ROLE postgres`],
  ['another role', `CREATE ROLE other SUPERUSER`],
] as const;

test('the desk is nobody in its own PostgreSQL who could leave it', async () => {
  const { url, directUrl } = await open(await makeUsedDataDir());
  expect(directUrl).toBe(url);
  const [row] = await execute(
    url,
    `SELECT rolname, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls,
       ARRAY(SELECT roleid FROM pg_auth_members WHERE member = pg_roles.oid) AS roles
     FROM pg_roles WHERE rolname = current_user`,
  );
  expect(row).toEqual({
    rolname: 'desk',
    rolsuper: false,
    rolcreaterole: false,
    rolcreatedb: false,
    rolreplication: false,
    rolbypassrls: false,
    roles: [],
  });
  for (const [what, sql] of REFUSED) {
    await expect(execute(url, sql), what).rejects.toThrow(/permission|must be|superuser/i);
  }
});

test('a folder of the version before goes over to the role, with all that is in it', async () => {
  const dataDir = await makeFormerDataDir();
  const { url, adminUrl } = await open(dataDir);
  const [left] = await execute(
    adminUrl,
    `SELECT count(*)::int AS count FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relowner <> 'desk'::regrole`,
  );
  expect(left).toEqual({ count: 0 });
  expect(await execute(url, 'SELECT answer FROM kept_view')).toEqual([{ answer: 42 }]);
  const [policies] = await execute(url, 'SELECT count(*)::int > 0 AS kept FROM sla_policy');
  expect(policies).toEqual({ kept: true });
  expect(await migrate(url, { ...quiet, migrationsDir: nextMigrations() })).toEqual([
    '20991231000000_next',
  ]);
});

test('what a version before adds after that is the role’s with the next start', async () => {
  const dataDir = await makeUsedDataDir();
  const first = await open(dataDir);
  await execute(first.adminUrl, `CREATE TABLE added AS SELECT 1 AS one`);
  await expect(execute(first.url, 'SELECT one FROM added')).rejects.toThrow(/permission denied/);
  await first.stop();
  const next = await open(dataDir);
  expect(await execute(next.url, 'SELECT one FROM added')).toEqual([{ one: 1 }]);
});

test('a first start makes everything by the rights of the role', async () => {
  const dataDir = makeDataDir();
  const { code, stderr } = await runDesk(['migrate'], { DATA_DIR: dataDir });
  expect([code, stderr]).toEqual([0, expect.not.stringContaining('permission')]);
  const { url } = await open(dataDir);
  expect(await migrate(url, quiet)).toEqual([]);
  const [owners] = await execute(
    url,
    `SELECT array_agg(DISTINCT relowner::regrole::text) AS owners FROM pg_class
     WHERE relnamespace = 'public'::regnamespace`,
  );
  expect(owners).toEqual({ owners: ['desk'] });
});

/** Of each process of the PostgreSQL in the folder. */
function processesOf(dataDir: string): Record<string, string>[] {
  const main = postgresPid(dataDir);
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.flatMap((pid) => {
    try {
      const lines = readFileSync(`/proc/${pid}/status`, 'utf8').split('\n');
      const status = Object.fromEntries(lines.map((line) => line.split(/:\s+/, 2)));
      return Number(pid) === main || Number(status['PPid']) === main ? [status] : [];
    } catch {
      // It has ended meanwhile.
      return [];
    }
  });
}

describe.skipIf(process.platform !== 'linux')('the processes of PostgreSQL', () => {
  test('hold no capability, and cannot come to one', async () => {
    const dataDir = await makeUsedDataDir();
    const { url } = await open(dataDir);
    await execute(url, 'SELECT 1');
    const processes = processesOf(dataDir);
    expect(processes.length).toBeGreaterThan(4);
    for (const status of processes) {
      for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb'])
        expect(status[set], set).toMatch(/^0+$/);
      expect(status['NoNewPrivs']).toBe('1');
      expect(Number(status['Uid']?.split('\t')[0])).not.toBe(0);
    }
  });
});
