import type pg from 'pg';
import { within } from '../shared/bounds/within.ts';
import { holdingConnection } from '../shared/caller.ts';
import type { Db } from './client.ts';
import { Prisma, partsOf } from './client.ts';
import { isLockTimeout } from './error-codes.ts';
import { IDLE_IN_TRANSACTION_MS, LOCK_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './pool.ts';
import { attachPrisma } from './tx/attached-prisma.ts';
import type { Session } from './tx/session.ts';
import { begin } from './tx/session.ts';
import type { Queryable, Tx } from './tx/tx.ts';
import { createTx } from './tx/tx.ts';

export type { Queryable, Tx };

const ATTEMPTS = 5;
const TIMEOUT_MS = 30_000;
/**
 * How long a transaction that finds locks held is tried again. Longer than `IDLE_IN_TRANSACTION_MS`, after which
 * PostgreSQL takes them from a client that is frozen or lost.
 */
export const LOCKED_MS = 14_000;

/** A transaction took longer than it may, and was rolled back. */
export class TransactionTooLong extends Error {
  constructor(timeoutMs: number) {
    super(`A transaction took longer than ${timeoutMs / 1_000} s and was rolled back.`);
    this.name = 'TransactionTooLong';
  }
}

/**
 * Runs `work` in a transaction that commits when `work` returns and rolls back when it throws. Runs it
 * again when PostgreSQL chose the transaction to break a deadlock, or when another holds a lock for long, so
 * `work` must do nothing but read and write through `tx`. Nothing is confirmed before PostgreSQL has answered the COMMIT.
 *
 * @param timeoutMs after which the transaction is given up; waiting for a connection does not count.
 * @throws what `work` throws, what a statement failed with, TransactionTooLong; an error that `isLineLost`
 *   knows when it is not known whether the transaction took effect.
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  const lockedUntil = performance.now() + Math.min(LOCKED_MS, timeoutMs);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await runOnce(db, work, timeoutMs);
    } catch (error) {
      const isLocked = isLockTimeout(error) && performance.now() < lockedUntil;
      if (attempt >= ATTEMPTS || !(isLocked || isTransient(error))) throw error;
    }
  }
}

async function runOnce<T>(db: Db, work: (tx: Tx) => Promise<T>, timeoutMs: number): Promise<T> {
  const { pool, isPooled, nameOf } = partsOf(db);
  const client = await pool.connect();
  return holdingConnection(async () => {
    const session = begin(client, nameOf);
    const prisma = attachPrisma(db, session, timeoutMs);
    try {
      if (isPooled) setLimits(session);
      const answer = await within(timeoutMs, work(createTx(session, prisma)), () => {
        throw new TransactionTooLong(timeoutMs);
      });
      await prisma.end();
      await session.commit();
      client.release();
      return answer;
    } catch (error) {
      const ended = giveUp(client, session).then(prisma.end);
      // What it waits for may take as long as a statement may.
      if (!(error instanceof TransactionTooLong)) await ended;
      throw error;
    }
  });
}

/** Rolls back and gives the connection back; one that is lost is not used again. */
async function giveUp(client: pg.PoolClient, session: Session): Promise<void> {
  client.release(!(await session.rollBack()));
}

/** Sets PostgreSQL's limits for the transaction: behind a pooler they cannot be set for the connection. */
function setLimits(session: Session): void {
  session.tell({
    text: `SELECT set_config('statement_timeout', $1, true), set_config('idle_in_transaction_session_timeout', $2, true), set_config('lock_timeout', $3, true)`,
    values: [STATEMENT_TIMEOUT_MS, IDLE_IN_TRANSACTION_MS, LOCK_TIMEOUT_MS].map(String),
  });
}

/** PostgreSQL's codes for a transaction that would have worked at another moment. */
const TRANSIENT = new Set(['40001', '40P01']);

/** A deadlock or a write conflict, of a statement of the driver's or of Prisma's client. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (!(error instanceof Prisma.PrismaClientKnownRequestError))
    return 'code' in error && TRANSIENT.has(String(error.code));
  const { driverAdapterError } = (error.meta ?? {}) as {
    driverAdapterError?: { cause?: { kind?: string } };
  };
  return error.code === 'P2034' || driverAdapterError?.cause?.kind === 'TransactionWriteConflict';
}
