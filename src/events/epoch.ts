import type { Db } from '../db/client.ts';

/**
 * Begins another life of the log: places and cursors of the one before may name other entries now.
 * For whoever replaces the log as a whole, in the transaction that does.
 */
export async function newEpoch(tx: { query: (sql: string) => Promise<unknown> }): Promise<void> {
  // gen_random_uuid is newer than the oldest PostgreSQL that the desk runs on.
  await tx.query(
    'UPDATE desk SET epoch = md5(random()::text || clock_timestamp()::text || epoch)::uuid',
  );
}

/**
 * Begins another life of the log, unless somebody who found the same has done so already.
 *
 * @param left the epoch that does not belong to the log any more.
 */
export async function leaveEpoch(db: Db, left: string): Promise<void> {
  await db.$executeRaw`
    UPDATE desk SET epoch = md5(random()::text || clock_timestamp()::text || epoch)::uuid
    WHERE epoch = ${left}::uuid`;
}

/** Which life of the log this is. */
export async function readEpoch(db: Db): Promise<string> {
  const { epoch } = await db.desk.findFirstOrThrow({ select: { epoch: true } });
  return epoch;
}
