import { holdingConnection } from './caller.ts';
import type { Db } from './client.ts';
import { isBehindPooler, Prisma } from './client.ts';
import { IDLE_IN_TRANSACTION_MS, STATEMENT_TIMEOUT_MS } from './pool.ts';

export type Tx = Prisma.TransactionClient;

const ATTEMPTS = 5;
/** Prisma's own limits; the defaults of 2 s and 5 s fail under load where waiting would have done. */
const MAX_WAIT_MS = 20_000;
const TIMEOUT_MS = 30_000;

/**
 * Runs `work` in a transaction that commits when `work` returns and rolls back when it throws. Runs it
 * again when PostgreSQL chose the transaction to break a deadlock, so `work` must do nothing but read and
 * write through `tx`.
 *
 * @param timeoutMs after which the transaction is given up.
 */
export async function inTransaction<T>(
  db: Db,
  work: (tx: Tx) => Promise<T>,
  timeoutMs = TIMEOUT_MS,
): Promise<T> {
  const limited = isBehindPooler(db) ? withLimits(work) : work;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.$transaction((tx) => holdingConnection(() => limited(tx)), {
        maxWait: MAX_WAIT_MS,
        timeout: timeoutMs,
      });
    } catch (error) {
      if (attempt >= ATTEMPTS || !isTransient(error)) throw error;
    }
  }
}

/** Sets PostgreSQL's limits for the transaction: behind a pooler they cannot be set for the connection. */
function withLimits<T>(work: (tx: Tx) => Promise<T>): (tx: Tx) => Promise<T> {
  return async (tx) => {
    await tx.$queryRaw`SELECT set_config('statement_timeout', ${String(STATEMENT_TIMEOUT_MS)}, true),
      set_config('idle_in_transaction_session_timeout', ${String(IDLE_IN_TRANSACTION_MS)}, true)`;
    return work(tx);
  };
}

/** A deadlock or a write conflict. Prisma says P2034 of its own statements, and of raw ones P2010 whatever their error is. */
function isTransient(error: unknown): boolean {
  if (!(error instanceof Prisma.PrismaClientKnownRequestError)) return false;
  const { driverAdapterError } = (error.meta ?? {}) as {
    driverAdapterError?: { cause?: { kind?: string } };
  };
  return error.code === 'P2034' || driverAdapterError?.cause?.kind === 'TransactionWriteConflict';
}
