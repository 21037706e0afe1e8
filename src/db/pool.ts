import pg from 'pg';

export interface PoolSettings {
  /** Connections at most; further queries wait for one. */
  poolSize: number;
  /** How long to wait for a connection, free or new, before the query fails. */
  connectTimeoutMs: number;
  log: (message: string) => void;
  /** PostgreSQL ends a statement that runs longer. Default 30,000; 0 for no limit. */
  statementTimeoutMs?: number | undefined;
  /** PostgreSQL ends a transaction in which nothing happens for longer. Default 60,000; 0 for no limit. */
  idleInTransactionTimeoutMs?: number | undefined;
  /** Behind a pooler, which refuses the two limits above; they are then left out. */
  pooler?: boolean | undefined;
}

export const APPLICATION_NAME = 'escalation-desk';
const IDLE_TIMEOUT_MS = 30_000;
/** Finds dead connections through firewalls that drop them silently. */
const KEEP_ALIVE_DELAY_MS = 10_000;

/** Prisma's adapter reads and writes times without their offset: right in UTC only. */
const IN_UTC = "SET TIME ZONE 'UTC'";
/** Compiling a statement takes longer than any of ours runs. Behind a pooler it would reach other clients. */
const NO_JIT = 'SET jit = off';

/** A pool that neither waits for ever nor ends the process when PostgreSQL goes away. */
export function createPool(url: string, settings: PoolSettings): pg.Pool {
  const limits = {
    statement_timeout: settings.statementTimeoutMs ?? 30_000,
    idle_in_transaction_session_timeout: settings.idleInTransactionTimeoutMs ?? 60_000,
  };
  const pool = new pg.Pool({
    connectionString: url,
    application_name: APPLICATION_NAME,
    max: settings.poolSize,
    connectionTimeoutMillis: settings.connectTimeoutMs,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    ...(settings.pooler === true ? {} : limits),
    onConnect: (client) => client.query(settings.pooler === true ? IN_UTC : `${IN_UTC}; ${NO_JIT}`),
  });
  // An idle connection that breaks is reported here; without a listener Node.js ends the process.
  pool.on('error', (error) => {
    settings.log(`A database connection was lost: ${error.message}`);
  });
  return pool;
}
