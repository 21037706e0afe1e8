import { HOUR_MS, MINUTE_MS } from '../../shared/duration.ts';
import type { Weekday } from '../../shared/vocabulary.ts';
import { WEEKDAYS } from '../../shared/vocabulary.ts';

/** A span of working time on a weekday. Times are `HH:MM` on the wall clock; `closes` may be `24:00`. */
export interface BusinessHours {
  day: Weekday;
  opens: string;
  closes: string;
}

export interface Holiday {
  /** `YYYY-MM-DD` in the calendar's time zone. */
  date: string;
  name: string;
}

/** The content of a version of a calendar. */
export interface CalendarTerms {
  /** An IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  hours: readonly BusinessHours[];
  holidays: readonly Holiday[];
}

/** A rule that a calendar breaks. `field` is the path to the value that breaks the rule. */
export interface CalendarProblem {
  message: string;
  field: readonly string[];
}

const TIME = /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/;

/** Milliseconds since midnight on the wall clock; undefined for text that is no time of day. */
export function timeOfDay(text: string): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [, hours = '24', minutes = '0'] = match;
  return Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS;
}

/** Whether the platform knows a named zone. Offsets such as `+01:00` do not count: they lack summer time. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** The reasons why no clock could run by this calendar; empty when there are none. */
export function calendarProblems({ timeZone, hours, holidays }: CalendarTerms): CalendarProblem[] {
  const problems: CalendarProblem[] = [];
  if (!isTimeZone(timeZone)) {
    problems.push({
      message: `${JSON.stringify(timeZone)} is no time zone: give an IANA name such as "Europe/Berlin".`,
      field: ['timeZone'],
    });
  }
  if (hours.length === 0) {
    problems.push({
      message: 'Must have at least one span of working time: no clock would ever end without.',
      field: ['hours'],
    });
  }
  for (const [place, one] of hours.entries()) problems.push(...hoursProblems(one, String(place)));
  if (problems.length > 0) return problems;
  return [...overlaps(hours), ...doubleHolidays(holidays)];
}

function hoursProblems({ opens, closes }: BusinessHours, place: string): CalendarProblem[] {
  const [from, to] = [timeOfDay(opens), timeOfDay(closes)];
  const problems: CalendarProblem[] = [];
  if (from === undefined || opens === '24:00') {
    problems.push({
      message: `${JSON.stringify(opens)} is no time of day: give HH:MM from 00:00 to 23:59.`,
      field: ['hours', place, 'opens'],
    });
  }
  if (to === undefined) {
    problems.push({
      message: `${JSON.stringify(closes)} is no time of day: give HH:MM up to 24:00.`,
      field: ['hours', place, 'closes'],
    });
  }
  if (from !== undefined && to !== undefined && to <= from) {
    problems.push({
      message: `Must be later than ${opens}; a shift over midnight is two spans, up to 24:00 and from 00:00 of the next day.`,
      field: ['hours', place, 'closes'],
    });
  }
  return problems;
}

function overlaps(hours: readonly BusinessHours[]): CalendarProblem[] {
  const inOrder = [...hours.entries()].sort(
    ([, a], [, b]) =>
      WEEKDAYS.indexOf(a.day) - WEEKDAYS.indexOf(b.day) || (a.opens < b.opens ? -1 : 1),
  );
  return inOrder.flatMap(([place, one], index) => {
    const before = inOrder
      .slice(0, index)
      .find(([, other]) => other.day === one.day && other.closes > one.opens)?.[1];
    if (before === undefined) return [];
    return [
      {
        message: `${one.opens}–${one.closes} overlaps ${before.opens}–${before.closes} on the same day.`,
        field: ['hours', String(place)],
      },
    ];
  });
}

function doubleHolidays(holidays: readonly Holiday[]): CalendarProblem[] {
  const seen = new Set<string>();
  return holidays.flatMap(({ date }, place) => {
    if (!seen.has(date)) {
      seen.add(date);
      return [];
    }
    return [
      { message: `${date} stands twice in the list.`, field: ['holidays', String(place), 'date'] },
    ];
  });
}

/** Working time of a week without holidays and changes of summer time, in milliseconds. */
export function weeklyMs(hours: readonly BusinessHours[]): number {
  return hours.reduce(
    (sum, { opens, closes }) => sum + (timeOfDay(closes) ?? 0) - (timeOfDay(opens) ?? 0),
    0,
  );
}
