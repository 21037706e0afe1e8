import type { Db } from '../db/client.ts';
import { createDeskClock } from '../db/desk-clock.ts';
import { findSameNames } from '../db/old-names.ts';
import { KEY_LIFE_MS } from '../retention/keys.service.ts';
import { countOverdue } from '../scheduler/due-cases.service.ts';
import type { Clock } from '../shared/clock.ts';
import { DAY_MS, SECOND_MS } from '../shared/duration.ts';
import { LATE_AFTER_MS } from '../sla/clock/firing.rules.ts';
import type { Check } from './checks.ts';
import { counted, sentences } from './checks.ts';

/** Machines that synchronize their time differ by less. */
const CLOCK_TOLERANCE_MS = SECOND_MS;
/** Nodes give places within a second, and remove keys every ten minutes. */
const PLACE_LATE_MS = 10 * SECOND_MS;
const KEYS_LATE_MS = KEY_LIFE_MS + DAY_MS;

export function clockCheck(db: Db, system: Clock): Check {
  return {
    name: 'clock',
    async run() {
      const clock = createDeskClock({ db, system });
      await clock.measure();
      const aheadMs = clock.aheadMs();
      const apart = `${(Math.abs(aheadMs) / SECOND_MS).toFixed(1)} s ${aheadMs > 0 ? 'ahead of' : 'behind'}`;
      return sentences(
        Math.abs(aheadMs) > CLOCK_TOLERANCE_MS &&
          `The clock of this machine is ${apart} the database's; keep both in step (NTP).`,
      );
    },
  };
}

/** What waits to be done by a node, and should have been done. */
export function queuesCheck(db: Db, now: () => Date): Check {
  return {
    name: 'queues',
    async run() {
      const ago = (ms: number) => new Date(now().getTime() - ms);
      const unplaced = await db.logEntry.count({
        where: { seq: null, recordedAt: { lt: ago(PLACE_LATE_MS) } },
      });
      const overdue = await countOverdue(db, ago(LATE_AFTER_MS));
      const keys = await db.idempotencyKey.count({
        where: { createdAt: { lt: ago(KEYS_LATE_MS) } },
      });
      return sentences(
        unplaced > 0 &&
          `${counted(unplaced, 'entry of the log has', 'entries of the log have')} no place after ${PLACE_LATE_MS / SECOND_MS} s, and no client sees ${unplaced === 1 ? 'it' : 'them'}: is a node running?`,
        overdue > 0 &&
          `${counted(overdue, 'clock is', 'clocks are')} due for more than five seconds and ${overdue === 1 ? 'has' : 'have'} not fired: is a node running, and fast enough?`,
        keys > 0 &&
          `${counted(keys, 'idempotency key is', 'idempotency keys are')} older than eight days; nodes remove ${keys === 1 ? 'it' : 'them'} after seven: is one running?`,
      );
    },
  };
}

/** Names of earlier versions that are the same today. */
export function namesCheck(db: Db): Check {
  return { name: 'names', run: () => findSameNames(db) };
}
