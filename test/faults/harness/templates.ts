import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '../../../src/db/migrate.ts';
import { execute } from '../../support/postgres-admin.ts';
import type { PostgresServer, PostgresVersion } from '../../support/postgres-server.ts';
import { createPostgresServer } from '../../support/postgres-server.ts';
import { DATABASE } from './lab.ts';

/** Stopped servers with a migrated database, of which every scenario breaks a copy. */
export interface Templates {
  of(version: PostgresVersion): Promise<PostgresServer>;
  remove(): Promise<void>;
}

export function createTemplates(): Templates {
  const made = new Map<PostgresVersion, Promise<PostgresServer>>();
  let folder: Promise<string> | undefined;

  async function make(version: PostgresVersion): Promise<PostgresServer> {
    folder ??= mkdtemp(join(tmpdir(), 'desk-faults-'));
    chmodSync(await folder, 0o755);
    const server = await createPostgresServer(version, join(await folder, String(version)));
    await server.start({ fsync: 'off' });
    // As in production, the desk is no superuser: it could else use the connections kept for those.
    await execute(server.url(), 'CREATE ROLE desk LOGIN');
    await execute(server.url(), `CREATE DATABASE ${DATABASE} OWNER desk`);
    await migrate(server.url(DATABASE, 'desk'), { log: () => {} });
    await server.stop('fast');
    return server;
  }

  return {
    of(version) {
      const server = made.get(version) ?? make(version);
      made.set(version, server);
      return server;
    },
    async remove() {
      for (const server of made.values()) await (await server).remove();
      if (folder !== undefined) await rm(await folder, { recursive: true, force: true });
    },
  };
}
