import ICAL from 'ical.js';
import { DAY_MS } from '../shared/duration.ts';
import type { CalendarEvent } from './icalendar.rules.ts';
import { ICalendarError } from './icalendar.rules.ts';

/** Days since 1970-01-01, the end left out. */
export interface DayWindow {
  from: number;
  to: number;
}

/** Takes so many steps out of what is left; throws when nothing is. */
export type Spend = (steps: number) => void;

/** What recurs within a day makes no sense for whole days, and as many steps as a year has seconds. */
const FREQUENCIES = new Set(['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY']);
const MAX_INTERVAL = 1_000;
const MAX_VALUES = 100;

/** Working a rule out takes a time that its text does not show, or no end at all: it is counted. */
export function limitSteps(max: number): Spend {
  let left = max;
  return (steps) => {
    left -= steps;
    if (left >= 0) return;
    throw new ICalendarError(
      'Its recurring events take too many steps to work out: give fewer of them, or list their days.',
    );
  };
}

/**
 * The days within the window that an event covers, ascending; none for one with a time of day.
 *
 * @param notOn days on which it does not begin, beside its own exceptions.
 * @throws ICalendarError for a rule that cannot be worked out.
 */
export function daysOf(
  event: CalendarEvent,
  notOn: readonly number[],
  window: DayWindow,
  spend: Spend,
): number[] {
  const { firstDay, length } = event;
  if (firstDay === null) return [];
  const begins = new Set([firstDay, ...event.alsoOn]);
  for (const rule of event.rules) {
    for (const day of recurrences(event, rule, firstDay, window, spend)) begins.add(day);
  }
  spend(notOn.length);
  for (const day of [...event.notOn, ...notOn]) begins.delete(day);
  const days = new Set<number>();
  for (const begin of begins) {
    const from = Math.max(begin, window.from);
    const to = Math.min(begin + length, window.to);
    if (from < to) spend(to - from);
    for (let day = from; day < to; day += 1) days.add(day);
  }
  return [...days].sort((a, b) => a - b);
}

function* recurrences(
  { name }: CalendarEvent,
  rule: ICAL.Recur,
  firstDay: number,
  window: DayWindow,
  spend: Spend,
): Iterable<number> {
  const given = `The rule ${rule.toString().slice(0, 100)} of ${JSON.stringify(name)}`;
  const problem = ruleProblem(rule);
  if (problem !== undefined) throw new ICalendarError(`${given} ${problem}.`);
  const dtstart = ICAL.Time.fromJSDate(new Date(firstDay * DAY_MS), true);
  dtstart.isDate = true;
  try {
    const weight = 1 + valuesOf(rule);
    const iterator = countedIterator(rule, dtstart, () => spend(weight));
    for (let time = iterator.next(); time !== null; time = iterator.next()) {
      const day = Date.UTC(time.year, time.month - 1, time.day) / DAY_MS;
      if (day >= window.to) return;
      if (isMeant(time, rule, dtstart)) yield day;
    }
  } catch (error) {
    if (error instanceof ICalendarError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ICalendarError(`${given} cannot be worked out: ${reason}.`);
  }
}

function partsOf(rule: ICAL.Recur): Record<string, unknown[]> {
  return rule.parts as Record<string, unknown[]>;
}

function valuesOf(rule: ICAL.Recur): number {
  return Object.values(partsOf(rule)).flat().length;
}

/** Why a rule is not worked out; undefined when it is. */
function ruleProblem(rule: ICAL.Recur): string | undefined {
  const parts = partsOf(rule);
  if (!FREQUENCIES.has(rule.freq)) return 'must recur DAILY, WEEKLY, MONTHLY or YEARLY';
  if (rule.interval > MAX_INTERVAL) {
    return `has an interval over ${MAX_INTERVAL.toLocaleString('en')}`;
  }
  if (valuesOf(rule) > MAX_VALUES) return `has more than ${MAX_VALUES} values`;
  // The library takes these and works out other days.
  if ('BYWEEKNO' in parts) return 'has BYWEEKNO, which is not worked out: list its days';
  const isOneOfDays =
    'BYDAY' in parts && (rule.freq === 'MONTHLY' || (rule.freq === 'YEARLY' && 'BYMONTH' in parts));
  if ('BYSETPOS' in parts && !isOneOfDays) {
    return 'has BYSETPOS without days of a month, which is not worked out: list its days';
  }
  return undefined;
}

/** Of 30 February the library makes 2 March; such a day is left out (RFC 5545). */
function isMeant(time: ICAL.Time, rule: ICAL.Recur, dtstart: ICAL.Time): boolean {
  const { BYMONTH: months, BYMONTHDAY: days, ...others } = partsOf(rule);
  if (months !== undefined && !months.includes(time.month)) return false;
  if (days !== undefined) {
    const fromEnd = time.day - ICAL.Time.daysInMonth(time.month, time.year) - 1;
    return days.some((day) => day === time.day || day === fromEnd);
  }
  const isByDay = Object.keys(others).length > 0 || !/^(MONTH|YEAR)LY$/.test(rule.freq);
  return isByDay || time.day === dtstart.day;
}

/**
 * The iterator of ical.js, which looks for the next day until there is one: of 30 February for
 * ever, already while it is made. A subclass, because that is the only way into its loops.
 */
function countedIterator(
  rule: ICAL.Recur,
  dtstart: ICAL.Time,
  count: () => void,
): ICAL.RecurIterator {
  class CountedIterator extends ICAL.RecurIterator {
    override check_contracting_rules(): boolean {
      count();
      return super.check_contracting_rules();
    }
    override is_day_in_byday(time: ICAL.Time): 0 | 1 {
      count();
      return super.is_day_in_byday(time);
    }
    override increment_month(): void {
      count();
      super.increment_month();
    }
    override increment_year(years: number): void {
      count();
      super.increment_year(years);
    }
    override expand_year_days(year: number): number {
      count();
      return super.expand_year_days(year);
    }
  }
  return new CountedIterator({ rule, dtstart });
}
