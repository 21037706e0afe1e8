import type { Db } from '../db/client.ts';
import { DAY_MS } from '../shared/duration.ts';

/** How long the answer of a mutation is kept under its idempotency key, in milliseconds. */
export const KEY_LIFE_MS = 7 * DAY_MS;

/** Rows of a statement: it holds their locks for some milliseconds. */
const BATCH = 1_000;

/** How many idempotency keys are older than a time. */
export function countKeys(db: Db, before: Date): Promise<number> {
  return db.idempotencyKey.count({ where: { createdAt: { lt: before } } });
}

/**
 * Removes idempotency keys that are older than a time, oldest first, in batches. Several may do it at once:
 * each takes rows that no other has taken.
 *
 * @param goesOn asked before each batch.
 * @param onProgress called after each batch with how many were removed so far.
 * @returns how many were removed.
 */
export async function removeKeys(
  db: Db,
  before: Date,
  goesOn: () => boolean = () => true,
  onProgress: (removed: number) => void = () => {},
): Promise<number> {
  let removed = 0;
  while (goesOn()) {
    const batch = await db.$executeRaw`
      WITH old AS (
        SELECT principal, key FROM idempotency_key WHERE created_at < ${before}
        ORDER BY created_at LIMIT ${BATCH} FOR UPDATE SKIP LOCKED
      )
      DELETE FROM idempotency_key kept USING old
      WHERE (kept.principal, kept.key) = (old.principal, old.key)`;
    removed += batch;
    onProgress(removed);
    if (batch < BATCH) break;
  }
  return removed;
}
