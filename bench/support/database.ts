import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { execute, urlOfDatabase } from '../../test/support/postgres-admin.ts';

export interface BenchDatabase {
  url: string;
  /** `PostgreSQL 18.4, embedded` */
  name: string;
  drop(): Promise<void>;
}

/** A migrated database of the benchmark's own: on DATABASE_URL's server, else on an embedded one with its usual settings. */
export async function createBenchDatabase(): Promise<BenchDatabase> {
  const dataDir = await mkdtemp(join(tmpdir(), 'desk-bench-'));
  const server = await openDatabase({
    dataDir,
    databaseUrl: process.env['DATABASE_URL'] || undefined,
    connectTimeoutMs: 10_000,
    log: console.error,
  });
  const name = `desk_bench_${process.pid}`;
  await execute(server.adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await execute(server.adminUrl, `CREATE DATABASE ${name}`);
  const url = urlOfDatabase(server.adminUrl, name);
  await migrate(url, { log: () => {} });
  const [row] = await execute(url, 'SHOW server_version');
  return {
    url,
    name: `PostgreSQL ${String(row?.['server_version']).split(' ')[0]}, ${server.embedded ? 'embedded' : 'external'}`,
    async drop() {
      await execute(server.adminUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
