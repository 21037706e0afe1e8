import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { TEST_CURSOR_SECRET } from './cursor.ts';
import { execute, urlOfDatabase } from './postgres-admin.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL whose user may create databases. */
    postgresUrl: string;
    /** A migrated, empty database that nobody connects to; also the prefix of this run's databases. */
    templateDatabase: string;
  }
}

/** Data of tests need not outlive a power cut. */
const UNSAFE_BUT_FAST = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
};

/**
 * One PostgreSQL for the whole run: DATABASE_URL's, else an embedded one in a temporary folder. In
 * it one migrated database, from which every test file clones its own.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { DATABASE_URL } = process.env;
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-test-'));
  const database = await openDatabase({
    dataDir,
    databaseUrl: DATABASE_URL || undefined,
    connectTimeoutMs: 10_000,
    log: console.error,
    postgresOptions: UNSAFE_BUT_FAST,
  });
  const template = `desk_test_${randomBytes(5).toString('hex')}`;
  const url = database.adminUrl;

  async function teardown(): Promise<void> {
    const left = await execute(
      url,
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [template],
    );
    for (const { datname } of left) await execute(url, `DROP DATABASE ${datname} WITH (FORCE)`);
    await database.stop();
    await rm(dataDir, { recursive: true, force: true });
  }

  try {
    await execute(url, `CREATE DATABASE ${template}`);
    await migrate(urlOfDatabase(url, template), { log: () => {} });
    // Tests make cursors and read them without asking.
    await execute(urlOfDatabase(url, template), 'UPDATE desk SET cursor_secret = $1', [
      TEST_CURSOR_SECRET,
    ]);
  } catch (error) {
    await teardown();
    throw error;
  }
  project.provide('postgresUrl', url);
  project.provide('templateDatabase', template);
  return teardown;
}
