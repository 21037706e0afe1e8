import type pg from 'pg';
import type { Db } from './client.ts';
import { createClient } from './client.ts';
import { openDatabase } from './database.ts';
import { handOutFairly } from './fair-pool.ts';
import { migrate } from './migrate.ts';
import { createPool } from './pool.ts';
import type { Turns } from './turns.ts';

export interface StoreSettings {
  dataDir: string;
  database: {
    url: string | undefined;
    directUrl: string | undefined;
    poolSize: number;
    connectTimeoutMs: number;
  };
  log: (message: string) => void;
  /** Work beside a server that runs on the same `dataDir`; for commands. */
  join?: boolean;
}

/** A migrated database and the ways to it. */
export interface Store {
  db: Db;
  pool: pg.Pool;
  /** At the pool. */
  turns: Turns;
  /** Of PostgreSQL itself, for LISTEN. */
  directUrl: string;
  /** Migrations that this opening applied. */
  migrated: readonly string[];
  /** Closes every connection and leaves the database; may be called twice. */
  close(): Promise<void>;
}

/** Connections that do not come back in time are left to the end of the process. */
const POOL_CLOSE_TIMEOUT_MS = 1_000;

/**
 * Finds or starts the database and applies what migrations it lacks.
 * @throws StartupError with one sentence.
 */
export async function openStore({
  dataDir,
  database: { url, directUrl, poolSize, connectTimeoutMs },
  log,
  join,
}: StoreSettings): Promise<Store> {
  const database = await openDatabase({
    dataDir,
    databaseUrl: url,
    directUrl,
    connectTimeoutMs,
    log,
    join,
  });
  try {
    const migrated = await migrate(database.directUrl, { log, connectTimeoutMs });
    const { pooler } = database;
    const pool = createPool(database.url, { poolSize, connectTimeoutMs, log, pooler });
    const turns = handOutFairly(pool, { poolSize, waitMs: connectTimeoutMs });
    const db = createClient(pool);
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await db.$disconnect();
      await within(POOL_CLOSE_TIMEOUT_MS, pool.end());
      await database.stop();
    };
    return {
      db,
      pool,
      turns,
      directUrl: database.directUrl,
      migrated,
      close: () => {
        closing ??= close();
        return closing;
      },
    };
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function within(timeoutMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, timeoutMs);
  });
  await Promise.race([work, timeout]);
  clearTimeout(timer);
}
