import type pg from 'pg';
import { encodeCursor } from '../support/cursor.ts';

/** As the desk's sequencer: the lock, the size of a batch and the channel. */
const PLACE = {
  name: 'give_places',
  text: `SELECT placed_count FROM give_places(${0x6465_736b}, 2000, 'desk_log', false)`,
};
const LAST = {
  name: 'last_place',
  text: 'SELECT max(seq) AS seq FROM log_entry WHERE escalation_id = $1',
};

/** Gives committed entries their place in the log: one pass for all who wait for one. */
export function createPlacing(pool: pg.Pool) {
  let running: Promise<unknown> | undefined;
  let queued: Promise<unknown> | undefined;

  function place(): Promise<unknown> {
    if (running === undefined) {
      running = pool.query(PLACE).finally(() => {
        running = undefined;
      });
      return running;
    }
    // A pass that runs may have looked before our commit.
    queued ??= running
      .catch(() => {})
      .then(() => {
        queued = undefined;
        return place();
      });
    return queued;
  }

  /** @returns the cursor of the last entry of the case, once all its entries have their places. */
  return async (caseId: string): Promise<string> => {
    await place();
    const { rows } = await pool.query<{ seq: string }>({ ...LAST, values: [caseId] });
    return encodeCursor(BigInt(rows[0]?.seq ?? 0));
  };
}
