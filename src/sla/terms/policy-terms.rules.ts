import { DAY_MS, formatDuration } from '../../shared/duration.ts';
import type { BusinessHours } from '../time/calendar.rules.ts';
import { weeklyMs } from '../time/calendar.rules.ts';

/** Lengths of working time in milliseconds, under the names that the API has for them. */
export interface PolicyLengths {
  responseTarget: number;
  updateInterval: number;
  resolutionTarget: number | null;
  repeatEvery: number | null;
}

/** A rule that a policy breaks. `field` is the path to the value that breaks the rule. */
export interface PolicyProblem {
  message: string;
  field: readonly string[];
}

const WEEK_MS = 7 * DAY_MS;
const MAX_YEARS = 10;
const MAX_MS = MAX_YEARS * 365.25 * DAY_MS;

/** Problems for percents that occur twice. */
export function warningProblems(warnAt: readonly number[]): PolicyProblem[] {
  return warnAt.flatMap((percent, place) =>
    warnAt.indexOf(percent) === place
      ? []
      : [{ message: `${percent} stands twice in the list.`, field: ['warnAt', String(place)] }],
  );
}

/** Problems for lengths that take years by these hours, holidays aside: their clocks would never end. */
export function endlessProblems(
  lengths: PolicyLengths,
  calendar: { name: string; hours: readonly BusinessHours[] },
): PolicyProblem[] {
  const weekMs = weeklyMs(calendar.hours);
  return Object.entries(lengths).flatMap(([field, ms]: [string, number | null]) =>
    ms === null || (ms / weekMs) * WEEK_MS <= MAX_MS
      ? []
      : [
          {
            message: `${formatDuration(ms)} would take more than ${MAX_YEARS} years in ${calendar.name}, which has ${formatDuration(weekMs)} of working time a week.`,
            field: [field],
          },
        ],
  );
}
