import { pendingMigrations } from '../db/migrate.ts';
import type { Store } from '../db/store.ts';
import type { Reader } from '../events/reader.ts';
import { lastPlace } from '../events/reader.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { ReadinessCheck } from '../http/health.ts';

/** Milliseconds for the reader to reach the end that the log just had. */
const READER_GRACE_MS = 500;

/**
 * Checks of what a node must be able to do before it is sent requests: ready means able to write. Each has
 * the reason if it fails. The first says most: without a database the others fail as well.
 */
export function readinessChecks(
  { db, pool, writeCheck }: Store,
  sequencer: Sequencer,
  reader: Reader,
): readonly ReadinessCheck[] {
  let migrated = false;
  return [
    { reason: 'The database does not answer.', run: writeCheck.run },
    {
      reason: 'All connections of the node to the database are in use.',
      run: async () => (await pool.query('SELECT 1')).rowCount === 1,
    },
    {
      reason: 'The database lacks migrations.',
      run: async () => {
        // One success is enough: a newer node may add migrations, and this one goes on beside it.
        migrated ||= (await pendingMigrations(pool)).length === 0;
        return migrated;
      },
    },
    {
      reason: 'Entries of the log do not get their place.',
      run: async () => {
        await sequencer.sequence();
        return true;
      },
    },
    {
      reason: 'The log is read with a delay.',
      run: async () => {
        const end = await lastPlace(db);
        reader.wake(end);
        return reader.reached(end, READER_GRACE_MS);
      },
    },
  ];
}
