import type { ClockFact } from '../sla/clock/clock.rules.ts';
import { currentClocks } from '../sla/clock/clock.rules.ts';
import type { TimeOf } from '../sla/clock/replay.rules.ts';
import { replay } from '../sla/clock/replay.rules.ts';

/** When the next update is due once the customer has been told something at `now`; null while nothing runs then. */
export function nextUpdateDueAt(
  facts: readonly ClockFact[],
  now: Date,
  timeOf: TimeOf,
): Date | null {
  const told: ClockFact = { type: 'COMMUNICATED', at: now, id: 'this one' };
  const update = currentClocks(replay([...facts, told], now, timeOf)).find(
    ({ kind }) => kind === 'UPDATE',
  );
  return update === undefined || update.endedAt !== null ? null : update.dueAt;
}
