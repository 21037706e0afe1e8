import type { Queryable } from '../../db/transaction.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import type { PolicySnapshot } from '../clock/clock.rules.ts';
import type { CalendarTerms } from '../time/calendar.rules.ts';
import { calendarTime } from '../time/calendar-time.rules.ts';
import type { WorkingTime } from '../time/working-time.rules.ts';
import { aroundTheClock } from '../time/working-time.rules.ts';

/** Names a version of a calendar. Without an id time counts around the clock. */
export type CalendarVersionRef = Pick<PolicySnapshot, 'calendarId' | 'calendarVersion'>;

/** Far more versions than are needed at one time. */
const MAX_KNOWN = 2_000;
/** Working times by version. A version never changes but by a restored backup. */
const known = createBoundedMap<string, WorkingTime>({
  maxSize: MAX_KNOWN,
  givesWay: 'longest unused',
});

/** Forgets the kept versions: another log may have given their numbers to others. */
export const forgetWorkingTimes = known.clear;

/** Loads the versions that this process has not loaded yet. No statement when there are none. */
export async function loadWorkingTimes(
  tx: Queryable,
  refs: readonly CalendarVersionRef[],
): Promise<void> {
  const missing = refs.flatMap(({ calendarId, calendarVersion }) =>
    calendarId == null || known.get(keyOf(calendarId, calendarVersion)) !== undefined
      ? []
      : [{ calendarId, version: calendarVersion ?? 0 }],
  );
  if (missing.length === 0) return;
  const versions = await tx.businessCalendarVersion.findMany({ where: { OR: missing } });
  for (const { calendarId, version, ...terms } of versions) {
    known.set(keyOf(calendarId, version), calendarTime(terms as unknown as CalendarTerms));
  }
}

/**
 * How time passes under a policy, or for a stored clock.
 *
 * @throws Error for a version that {@link loadWorkingTimes} has not loaded.
 */
export function workingTimeOf({ calendarId, calendarVersion }: CalendarVersionRef): WorkingTime {
  if (calendarId == null) return aroundTheClock;
  const time = known.get(keyOf(calendarId, calendarVersion));
  if (time === undefined) {
    throw new Error(`Version ${calendarVersion} of calendar ${calendarId} is not loaded`);
  }
  return time;
}

function keyOf(calendarId: string, version: number | null | undefined): string {
  return `${calendarId} ${version}`;
}
