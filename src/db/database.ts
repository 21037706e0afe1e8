import { openEmbedded } from './embedded/embedded.ts';
import { openExternal } from './external.ts';

export interface DatabaseSettings {
  /** Folder of the embedded database; made if missing. */
  dataDir: string;
  /** Address of an external PostgreSQL, used instead of the embedded one. */
  databaseUrl?: string | undefined;
  /** Address of PostgreSQL itself, where `databaseUrl` goes through a pooler. Default: `databaseUrl`. */
  directUrl?: string | undefined;
  connectTimeoutMs: number;
  log: (message: string) => void;
  /** Whether to work beside a server that runs on the same `dataDir` rather than refuse to; for commands. */
  join?: boolean | undefined;
  /** Settings of the embedded PostgreSQL that replace ours; tests give up durability with them. */
  postgresOptions?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds to wait for another server on `dataDir` to stop. Default 10,000. */
  waitMs?: number | undefined;
}

export interface Database {
  /** Address for the pool. */
  url: string;
  /** Address for migrations. */
  directUrl: string;
  /** Address for LISTEN; undefined where all lead to a transaction pooler, which drops notifications. */
  listenUrl: string | undefined;
  /** Address for a role that may make databases, where the desk has one to give; for tests and tools. */
  adminUrl: string;
  embedded: boolean;
  /** Whether `url` goes through a transaction pooler. */
  pooler: boolean;
  /**
   * Leaves the database within 5 s; the last process to leave an embedded one stops it. Close every
   * connection before. Never rejects for being called twice.
   */
  stop: () => Promise<void>;
}

/**
 * Finds or starts the database. When it returns, PostgreSQL answers at both addresses.
 * @throws StartupError with one sentence that says what is wrong and what to do.
 */
export async function openDatabase(settings: DatabaseSettings): Promise<Database> {
  const { databaseUrl } = settings;
  if (databaseUrl === undefined) {
    const { url, adminUrl, stop } = await openEmbedded(settings);
    const own = { url, directUrl: url, listenUrl: url, adminUrl };
    return { ...own, embedded: true, pooler: false, stop };
  }
  const external = await openExternal({ ...settings, databaseUrl });
  return { ...external, adminUrl: external.directUrl, embedded: false, stop: async () => {} };
}
