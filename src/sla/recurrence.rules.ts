import { DAY_MS } from '../shared/duration.ts';
import type { Spend } from '../shared/steps.ts';
import { weekdayOf } from './calendar-days.rules.ts';
import type { RecurrenceRule } from './recurrence-rule.rules.ts';

/** Days since 1970-01-01, the end left out. */
export interface DayWindow {
  from: number;
  to: number;
}

interface Period {
  /** Days since 1970-01-01, the end left out. */
  from: number;
  to: number;
}

/** A day as the conditions of a rule see it. */
interface Shown {
  day: number;
  year: number;
  /** 1 to 12. */
  month: number;
  date: number;
}

const MONTHS = 12;

/**
 * The days within the window that a rule gives, ascending, from the day of the first event on: of
 * each year, month, week or day those that meet every condition (RFC 5545, 3.3.10).
 *
 * @param spend takes a step for each day that is looked at.
 */
export function* recurrences(
  given: RecurrenceRule,
  firstDay: number,
  window: DayWindow,
  spend: Spend,
): Iterable<number> {
  const rule = completed(given, shown(firstDay));
  let left = rule.count ?? Number.POSITIVE_INFINITY;
  // Those that are counted have to be gone through from the first.
  const skipped = rule.count === null ? periodsBefore(rule, firstDay, window.from) : 0;
  for (let turn = skipped; left > 0; turn += 1) {
    const period = periodOf(rule, firstDay, turn);
    if (period.from >= window.to || (rule.until !== null && period.from > rule.until)) return;
    for (const day of chosen(rule, daysOf(rule, period, spend))) {
      if (day < firstDay) continue;
      if (left === 0 || day >= window.to || (rule.until !== null && day > rule.until)) return;
      left -= 1;
      if (day >= window.from) yield day;
    }
  }
}

/** What a rule does not say its first day says. */
function completed(rule: RecurrenceRule, first: Shown): RecurrenceRule {
  const { frequency, months, monthDays, yearDays, weekDays } = rule;
  if (frequency === 'DAILY' || (monthDays ?? yearDays ?? weekDays) !== null) return rule;
  if (frequency === 'WEEKLY') {
    return { ...rule, weekDays: [{ weekday: weekdayOf(first.day), nth: null }] };
  }
  const ofYear = frequency === 'YEARLY' ? (months ?? [first.month]) : months;
  return { ...rule, months: ofYear, monthDays: [first.date] };
}

function shown(day: number): Shown {
  const at = new Date(day * DAY_MS);
  return { day, year: at.getUTCFullYear(), month: at.getUTCMonth() + 1, date: at.getUTCDate() };
}

/** @param month 1 to 12, or beyond, in the years around. */
function firstOfMonth(year: number, month: number): number {
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, 1) / DAY_MS;
}

function periodOf(
  { frequency, interval, weekStart }: RecurrenceRule,
  first: number,
  turn: number,
): Period {
  const { year, month } = shown(first);
  const steps = turn * interval;
  switch (frequency) {
    case 'YEARLY':
      return { from: firstOfMonth(year + steps, 1), to: firstOfMonth(year + steps + 1, 1) };
    case 'MONTHLY':
      return { from: firstOfMonth(year, month + steps), to: firstOfMonth(year, month + steps + 1) };
    case 'WEEKLY': {
      const from = first - ((weekdayOf(first) - weekStart + 7) % 7) + steps * 7;
      return { from, to: from + 7 };
    }
    case 'DAILY':
      return { from: first + steps, to: first + steps + 1 };
  }
}

/** How many periods end before a day: the longest that a period can be is taken, so at most too few. */
function periodsBefore(
  { frequency, interval }: RecurrenceRule,
  first: number,
  day: number,
): number {
  const days = { YEARLY: 366, MONTHLY: 31, WEEKLY: 7, DAILY: 1 }[frequency];
  return Math.max(0, Math.floor((day - first) / (days * interval)) - 1);
}

function daysOf(rule: RecurrenceRule, period: Period, spend: Spend): number[] {
  return partsOf(rule, period).flatMap(({ from, to }) => {
    spend(1 + to - from);
    const found: number[] = [];
    for (let day = from; day < to; day += 1) if (meets(rule, shown(day))) found.push(day);
    return found;
  });
}

/** Of a year only the months that are asked for. */
function partsOf({ frequency, months }: RecurrenceRule, period: Period): Period[] {
  if (frequency !== 'YEARLY' || months === null) return [period];
  const { year } = shown(period.from);
  return [...new Set(months)]
    .sort((a, b) => a - b)
    .map((month) => ({ from: firstOfMonth(year, month), to: firstOfMonth(year, month + 1) }));
}

function meets(rule: RecurrenceRule, { day, year, month, date }: Shown): boolean {
  const { months, monthDays, yearDays, weekDays } = rule;
  if (months !== null && !months.includes(month)) return false;
  if (monthDays !== null) {
    const fromEnd = day - firstOfMonth(year, month + 1);
    if (!monthDays.includes(date) && !monthDays.includes(fromEnd)) return false;
  }
  if (yearDays !== null) {
    const ofYear = day - firstOfMonth(year, 1) + 1;
    const fromEnd = day - firstOfMonth(year + 1, 1);
    if (!yearDays.includes(ofYear) && !yearDays.includes(fromEnd)) return false;
  }
  return weekDays === null || isOneOf(rule, weekDays, { day, year, month, date });
}

function isOneOf(
  { frequency, months }: RecurrenceRule,
  weekDays: NonNullable<RecurrenceRule['weekDays']>,
  { day, year, month }: Shown,
): boolean {
  const weekday = weekdayOf(day);
  const inMonth = frequency === 'MONTHLY' || months !== null;
  const [from, to] = inMonth
    ? [firstOfMonth(year, month), firstOfMonth(year, month + 1)]
    : [firstOfMonth(year, 1), firstOfMonth(year, MONTHS + 1)];
  const nth = Math.floor((day - from) / 7) + 1;
  const fromEnd = -Math.floor((to - 1 - day) / 7) - 1;
  return weekDays.some(
    (one) =>
      one.weekday === weekday && (one.nth === null || one.nth === nth || one.nth === fromEnd),
  );
}

function chosen({ positions }: RecurrenceRule, days: readonly number[]): readonly number[] {
  if (positions === null) return days;
  const found = positions.flatMap((place) => days.at(place > 0 ? place - 1 : place) ?? []);
  return [...new Set(found)].sort((a, b) => a - b);
}
