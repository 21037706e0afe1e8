import { openEmbedded } from './embedded/embedded.ts';
import { openExternal } from './external.ts';

export interface DatabaseSettings {
  /** Holds the embedded database; made if missing. */
  dataDir: string;
  /** An external PostgreSQL, used instead of the embedded one. */
  databaseUrl?: string | undefined;
  /** PostgreSQL itself, where `databaseUrl` goes through a pooler. Default: `databaseUrl`. */
  directUrl?: string | undefined;
  connectTimeoutMs: number;
  log: (message: string) => void;
  /** Work beside a server that runs on the same `dataDir` rather than refuse it; for commands. */
  join?: boolean | undefined;
  /** Settings of the embedded PostgreSQL, over ours; tests give up durability with them. */
  postgresOptions?: Readonly<Record<string, string>> | undefined;
  /** How long to wait for another server on `dataDir` to stop. Default 10,000. */
  waitMs?: number | undefined;
}

export interface Database {
  /** For the pool. */
  url: string;
  /** For migrations. */
  directUrl: string;
  /** For LISTEN; undefined where only a transaction pooler can be reached, which passes no notifications on. */
  listenUrl: string | undefined;
  /** As somebody who may make databases, where the desk has that to give: for tests and tools. */
  adminUrl: string;
  embedded: boolean;
  /** Whether `url` goes through a transaction pooler. */
  pooler: boolean;
  /**
   * Leaves the database within 5 s; the last one to leave an embedded one stops it. Close every
   * connection before. Never rejects for being called twice.
   */
  stop: () => Promise<void>;
}

/**
 * Finds or starts the database. After it returned, PostgreSQL answers at both addresses.
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
