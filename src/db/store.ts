import type pg from 'pg';
import type { Turns } from '../shared/bounds/turns.ts';
import { endWithin } from '../shared/bounds/within.ts';
import type { Tracing } from '../shared/tracing.ts';
import type { Db } from './client.ts';
import { createClient, partsOf } from './client.ts';
import { openDatabase } from './database.ts';
import { handOutFairly } from './fair-pool.ts';
import { migrate } from './migrate.ts';
import type { PoolSettings } from './pool.ts';
import { createPool } from './pool.ts';
import type { PoolFigures } from './pool-figures.ts';
import { createPoolFigures } from './pool-figures.ts';
import { checkRights } from './readiness/rights.ts';
import type { WriteCheck } from './readiness/write-check.ts';
import { createWriteCheck } from './readiness/write-check.ts';
import type { JsonReader } from './reads/json-reader.ts';
import { createJsonReader } from './reads/json-reader.ts';

/** Limits of the pool; see `PoolSettings`. */
export type DatabaseLimits = Pick<
  PoolSettings,
  'statementTimeoutMs' | 'lockTimeoutMs' | 'idleInTransactionTimeoutMs' | 'silenceMs'
>;

export interface StoreSettings {
  dataDir: string;
  database: {
    url: string | undefined;
    directUrl: string | undefined;
    poolSize: number;
    connectTimeoutMs: number;
  };
  /** Limits that replace the pool's own; for tests that come up against them. */
  limits?: DatabaseLimits | undefined;
  log: (message: string) => void;
  /** See `PoolSettings`. */
  onLost?: PoolSettings['onLost'];
  /** Called whenever PostgreSQL has answered a statement, be it with an error. */
  onAnswered?: () => void;
  /** Undefined: statements are not traced. */
  tracing?: Tracing | undefined;
  /** Does what a version brings along beside its migrations, before anybody uses the store. */
  prepare?: (db: Db, log: (message: string) => void) => Promise<void>;
  /** Whether to work beside a server that runs on the same `dataDir`; for commands. */
  join?: boolean;
}

/** A migrated database and the ways to it. */
export interface Store {
  db: Db;
  pool: pg.Pool;
  /** Reads JSON without Prisma. */
  json: JsonReader;
  /** Tells whether the database would take a write. */
  writeCheck: WriteCheck;
  /** Turns at the connections of the pool. */
  turns: Turns;
  figures: PoolFigures;
  /** Address of PostgreSQL itself, for LISTEN; undefined where it cannot be reached. */
  listenUrl: string | undefined;
  /** Migrations that this opening applied. */
  migrated: readonly string[];
  /** Closes every connection and leaves the database; may be called twice. */
  close(): Promise<void>;
}

/** Milliseconds; connections that do not come back in time are left to the end of the process. */
const POOL_CLOSE_TIMEOUT_MS = 1_000;

/**
 * Finds or starts the database and applies the migrations that it lacks.
 * @throws StartupError with one sentence.
 */
export async function openStore({
  dataDir,
  database: { url, directUrl, poolSize, connectTimeoutMs },
  limits = {},
  log,
  onLost,
  onAnswered,
  tracing,
  prepare,
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
    const figures = createPoolFigures(onAnswered, tracing);
    const pool = createPool(database.url, {
      ...{ poolSize, connectTimeoutMs, log, onLost, figures, pooler },
      ...limits,
    });
    const db = createClient(pool, { pooler });
    const turns = handOutFairly(pool, {
      poolSize,
      waitMs: connectTimeoutMs,
      onConnected: figures.waited,
      isWorn: partsOf(db).isWorn,
    });
    const writeCheck = createWriteCheck(database.url);
    const leave = async (): Promise<void> => {
      await writeCheck.stop();
      await endWithin(POOL_CLOSE_TIMEOUT_MS, db.$disconnect());
      await endWithin(POOL_CLOSE_TIMEOUT_MS, pool.end());
    };
    const prepared = async () => {
      await checkRights(pool);
      await prepare?.(db, log);
    };
    await prepared().catch(async (error: unknown) => {
      await leave();
      throw error;
    });
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      await leave();
      await database.stop();
    };
    return {
      db,
      pool,
      json: createJsonReader(db),
      writeCheck,
      turns,
      figures,
      listenUrl: database.listenUrl,
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
