import pg from 'pg';
import { watchLines } from './line.ts';
import type { PoolFigures } from './pool-figures.ts';
import type { Servers } from './servers.ts';
import { WrongServer, watchServers } from './servers.ts';

export interface PoolSettings {
  /** The most connections; further queries wait for one. */
  poolSize: number;
  /** Milliseconds to wait for a connection, free or new, before the query fails. */
  connectTimeoutMs: number;
  log: (message: string) => void;
  /** Called for connections that are lost while nobody uses them, or fall silent. Default: `log` tells. */
  onLost?: ((error: Error) => void) | undefined;
  /** Where statements are counted. Default: nowhere. */
  figures?: PoolFigures | undefined;
  /** Milliseconds after which PostgreSQL ends a statement. Default 30,000; 0 for no limit. */
  statementTimeoutMs?: number | undefined;
  /** Milliseconds after which PostgreSQL ends an idle transaction. Default 10,000; 0 for no limit. */
  idleInTransactionTimeoutMs?: number | undefined;
  /**
   * Milliseconds after which a connection without an answer is given up; longer than `statementTimeoutMs`.
   * Default 35,000; 0 for no limit.
   */
  silenceMs?: number | undefined;
  /** Milliseconds to wait for a lock that another transaction holds. Default 5,000; 0 for no limit. */
  lockTimeoutMs?: number | undefined;
  /** Whether a transaction pooler stands between: what is set for a connection would reach other clients. */
  pooler?: boolean | undefined;
  /** Whether a replica will do, for who only looks. Default false. */
  replica?: boolean | undefined;
}

export const APPLICATION_NAME = 'escalation-desk';
export const SILENCE_MS = 35_000;
export const STATEMENT_TIMEOUT_MS = 30_000;
/**
 * Whoever waits for a lock keeps a connection from all others. It gives that back meanwhile, and tries again:
 * `src/db/transaction.ts`.
 */
export const LOCK_TIMEOUT_MS = 5_000;
/** What a frozen or lost client holds locked is free again before the others give up waiting for it. */
export const IDLE_IN_TRANSACTION_MS = 10_000;
const IDLE_TIMEOUT_MS = 30_000;
/** Milliseconds; finds dead connections through firewalls that drop them silently. */
export const KEEP_ALIVE_DELAY_MS = 10_000;

/** Prisma's adapter reads and writes times without their offset: right in UTC only. */
const IN_UTC = "SET TIME ZONE 'UTC'";
/** Compiling a statement takes longer than any of ours runs. */
const NO_JIT = 'SET jit = off';
/** Starting a worker takes longer than any of ours runs, too. */
const NO_WORKERS = 'SET max_parallel_workers_per_gather = 0';
/**
 * PostgreSQL's 4 is of disks that have to move: it then rather reads small tables from end to end, once for
 * each row of a page, and sorts many rows rather than take few by an index.
 */
const PAGES_ARE_NEAR = 'SET random_page_cost = 1.1';
/** Makes PostgreSQL, too, find out within 20 s that we are gone; does nothing on a local socket. */
const FIND_DEAD_CLIENTS =
  'SET tcp_keepalives_idle = 10; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 5; SET tcp_user_timeout = 20000';

/** Makes a pool that neither waits for ever nor ends the process when PostgreSQL goes away. */
export function createPool(url: string, settings: PoolSettings): pg.Pool {
  const { log, onLost, figures, connectTimeoutMs, pooler = false } = settings;
  const lines = watchLines(settings.silenceMs ?? SILENCE_MS, (count) => {
    if (onLost === undefined) log(`PostgreSQL does not answer; connections given up: ${count}.`);
    else onLost(new Error(`silent; connections given up: ${count}`));
  });
  // Behind a pooler one connection leads to many backends.
  const servers = pooler || settings.replica === true ? undefined : watchServers(log);
  const pool = new pg.Pool({
    connectionString: url,
    application_name: APPLICATION_NAME,
    max: settings.poolSize,
    connectionTimeoutMillis: connectTimeoutMs,
    idleTimeoutMillis: IDLE_TIMEOUT_MS,
    // A statement is sent at once and not when the one before it has its answer.
    pipeline: true,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
    onConnect: async (client) => {
      lines.watch(client);
      figures?.watch(client);
      const set = client.query({
        text: pooler ? IN_UTC : settingsOf(settings),
        query_timeout: connectTimeoutMs,
      } as pg.QueryConfig);
      await Promise.all([set, servers?.connected(client)]);
    },
  });
  if (servers !== undefined) watched.set(pool, servers);
  pool.on('acquire', (client) => servers?.taken(client));
  pool.on('release', (_error, client) => servers?.givenBack(client));
  // An idle connection that breaks is reported here; without a listener Node.js ends the process.
  pool.on('error', (error) => {
    // Whoever gave it up has said so.
    if (error instanceof WrongServer) return;
    if (onLost === undefined) log(`A database connection was lost: ${error.message}`);
    else onLost(error);
  });
  return pool;
}

const watched = new WeakMap<pg.Pool, Servers>();

/** Whether a connection leads to where the pool's others do not, so that nobody is to have it any more. */
export function isLeft(pool: pg.Pool, client: pg.ClientBase): boolean {
  return watched.get(pool)?.isLeft(client) ?? false;
}

/** Has all connections of a pool made anew, because they do not all lead to the same database. */
export function leaveAll(pool: pg.Pool, why: string): void {
  watched.get(pool)?.leaveAll(why);
}

/** Settings are made by statements, not while connecting: poolers refuse a connection that asks then. */
function settingsOf(settings: PoolSettings): string {
  const { statementTimeoutMs, idleInTransactionTimeoutMs, lockTimeoutMs } = settings;
  return [
    IN_UTC,
    NO_JIT,
    NO_WORKERS,
    PAGES_ARE_NEAR,
    FIND_DEAD_CLIENTS,
    `SET statement_timeout = ${statementTimeoutMs ?? STATEMENT_TIMEOUT_MS}`,
    `SET lock_timeout = ${lockTimeoutMs ?? LOCK_TIMEOUT_MS}`,
    `SET idle_in_transaction_session_timeout = ${idleInTransactionTimeoutMs ?? IDLE_IN_TRANSACTION_MS}`,
  ].join('; ');
}
