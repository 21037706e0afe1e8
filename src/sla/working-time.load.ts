import type { Tx } from '../db/transaction.ts';
import type { CalendarTerms } from './calendar.rules.ts';
import { calendarTime } from './calendar-time.rules.ts';
import type { PolicySnapshot } from './clock.rules.ts';
import type { WorkingTime } from './working-time.rules.ts';
import { aroundTheClock } from './working-time.rules.ts';

/** Names a version of a calendar; without an id: around the clock. */
export type CalendarVersionRef = Pick<PolicySnapshot, 'calendarId' | 'calendarVersion'>;

/** By version, which never changes, so it is right for as long as the process lives. */
const known = new Map<string, WorkingTime>();

/** Reads those versions of calendars that this process has not met yet: no statement once all are known. */
export async function loadWorkingTimes(tx: Tx, refs: readonly CalendarVersionRef[]): Promise<void> {
  const missing = refs.flatMap(({ calendarId, calendarVersion }) =>
    calendarId == null || known.has(keyOf(calendarId, calendarVersion))
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
 * @throws Error for a calendar that {@link loadWorkingTimes} has not read.
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
