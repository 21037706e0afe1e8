import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import type { Spend } from '../../shared/bounds/steps.ts';
import { DAY_MS } from '../../shared/duration.ts';
import type { CalendarTerms } from './calendar.rules.ts';
import type { Day } from './calendar-days.rules.ts';
import {
  calendarDays,
  indexOfDate,
  lengthOf,
  WEEK_DAYS,
  weekdayOf,
} from './calendar-days.rules.ts';
import { offsetAt, zoneYear } from './zone-years.rules.ts';

/**
 * Sums of working time over whole days. Weeks are multiplied; the difference that special days make
 * (holidays, changes of the offset) is added up once for each year.
 */
export interface CalendarSums {
  /** The index of the day that an instant lies in. */
  indexAt(at: number): number;
  day(index: number): Day;
  /** Working time of the days [first, end), in milliseconds. */
  between(first: number, end: number): number;
  /**
   * The day from `first` on with which the sum reaches `ms`, and what it lacks before; null past the
   * year.
   */
  reach(first: number, ms: number): { index: number; missing: number } | null;
  /** The index of the first day of the year after that of the given day. */
  nextYear(index: number): number;
}

interface Year {
  /** Indices of the days whose working time is not that of their weekday, ascending. */
  special: readonly number[];
  /** Sum of the differences of the special days before each of them; at the end, of all of them. */
  before: readonly number[];
  /** The special days on or beside which the offset changes. */
  odd: ReadonlySet<number>;
}

/** Years and days that a calendar keeps. A year has a few dozen numbers. */
const MAX_KEPT_YEARS = 300;
const MAX_KEPT_DAYS = 2_000;

/** @param spend takes a step for each year, and for each day that is looked at. */
export function calendarSums(terms: CalendarTerms, spend: Spend): CalendarSums {
  const { timeZone } = terms;
  const days = calendarDays(terms);
  const ofWeekday = days.week.map(lengthOf);
  const beforeWeekday = ofWeekday.map((_, place) => sumOf(ofWeekday.slice(0, place)));
  const ofWeek = sumOf(ofWeekday);
  const holidays = byYear(terms.holidays.map(({ date }) => indexOfDate(date)));
  const years = createBoundedMap<number, Year>({ maxSize: MAX_KEPT_YEARS });
  const oddDays = createBoundedMap<number, Day>({ maxSize: MAX_KEPT_DAYS });

  function year(number: number): Year {
    spend(1);
    const known = years.get(number);
    if (known !== undefined) return known;
    const made = makeYear(number);
    years.set(number, made);
    return made;
  }

  function makeYear(number: number): Year {
    const odd = new Set([number - 1, number, number + 1].flatMap(daysAroundChanges));
    const all = new Set([...odd, ...(holidays.get(number) ?? [])]);
    const special = [...all].filter((index) => yearOf(index) === number).sort((a, b) => a - b);
    const before = [0];
    for (const [place, index] of special.entries()) {
      const openMs = odd.has(index) ? oddDay(index).openMs : 0;
      before.push((before[place] ?? 0) + openMs - (ofWeekday[weekdayOf(index)] ?? 0));
    }
    return { special, before, odd };
  }

  /** Includes a day more on either side, so that other days are far from the change whatever their offset. */
  function daysAroundChanges(number: number): number[] {
    const { offsetMs, changes } = zoneYear(timeZone, number);
    return changes.flatMap(({ at, offsetMs: after }, place) => {
      const before = changes[place - 1]?.offsetMs ?? offsetMs;
      const first = Math.floor((at + Math.min(before, after)) / DAY_MS) - 1;
      const last = Math.floor((at + Math.max(before, after)) / DAY_MS) + 1;
      return Array.from({ length: last - first + 1 }, (_, more) => first + more);
    });
  }

  function oddDay(index: number): Day {
    const known = oddDays.get(index);
    if (known !== undefined) return known;
    const made = days.oddDay(index);
    oddDays.set(index, made);
    return made;
  }

  function day(index: number): Day {
    return year(yearOf(index)).odd.has(index) ? oddDay(index) : days.plainDay(index);
  }

  /** Working time since a Monday long ago, as though there were no holidays and no changes of the offset. */
  function weeksBefore(index: number): number {
    const weekday = weekdayOf(index);
    return Math.round((index - weekday) / WEEK_DAYS) * ofWeek + (beforeWeekday[weekday] ?? 0);
  }

  function between(first: number, end: number): number {
    if (first >= end) return 0;
    let sum = weeksBefore(end) - weeksBefore(first);
    for (let number = yearOf(first); number <= yearOf(end - 1); number += 1) {
      const { special, before } = year(number);
      sum += (before[placeOf(special, end)] ?? 0) - (before[placeOf(special, first)] ?? 0);
    }
    return sum;
  }

  return {
    day,
    between,
    nextYear: (index) => firstOf(yearOf(index) + 1),

    indexAt(at) {
      let index = Math.floor((at + offsetAt(timeZone, at)) / DAY_MS);
      while (at < day(index).from) index -= 1;
      while (at >= day(index).to) index += 1;
      return index;
    },

    reach(first, ms) {
      let [low, high] = [first, firstOf(yearOf(first) + 1)];
      if (between(first, high) < ms) return null;
      // The day lies in [low, high): over the days before `low` the sum does not reach `ms`.
      while (high - low > 1) {
        const middle = Math.floor((low + high) / 2);
        if (between(first, middle) < ms) low = middle;
        else high = middle;
      }
      return { index: low, missing: ms - between(first, low) };
    },
  };
}

function byYear(indexes: readonly number[]): Map<number, number[]> {
  const found = new Map<number, number[]>();
  for (const index of indexes) {
    const year = found.get(yearOf(index));
    if (year === undefined) found.set(yearOf(index), [index]);
    else year.push(index);
  }
  return found;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}

function yearOf(index: number): number {
  return new Date(index * DAY_MS).getUTCFullYear();
}

function firstOf(year: number): number {
  return Date.UTC(year, 0) / DAY_MS;
}

/** The number of values smaller than `value`. */
function placeOf(ascending: readonly number[], value: number): number {
  let [low, high] = [0, ascending.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] ?? value) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
