/**
 * Begins another life of the log: places and cursors of the one before may name other entries now. For whoever
 * replaces the log as a whole, in the transaction that does.
 */
export async function newEpoch(tx: { query: (sql: string) => Promise<unknown> }): Promise<void> {
  // gen_random_uuid is newer than the oldest PostgreSQL that the desk runs on.
  await tx.query(
    `UPDATE desk SET epoch = md5(random()::text || clock_timestamp()::text || epoch::text)::uuid`,
  );
}
