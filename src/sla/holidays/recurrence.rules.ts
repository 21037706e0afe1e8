import ICAL from 'ical.js';
import type { Spend } from '../../shared/bounds/steps.ts';
import { DAY_MS } from '../../shared/duration.ts';
import { dayOf } from './icalendar-dates.rules.ts';
import type { RecurrenceRule } from './recurrence-rule.rules.ts';
import { RecurrenceError } from './recurrence-rule.rules.ts';

/** The library went on looking beyond the last day that is asked for. */
class PastWindow extends Error {}

/**
 * The days that a rule gives, ascending, in days since 1970-01-01. They are yielded one by one, so that
 * the caller can do other work in between.
 *
 * @param firstDay of the event.
 * @param to the end of the window, excluded.
 * @param spend is called with steps for each day, month or year that the library looks at.
 * @throws what `spend` throws; RecurrenceError where the library fails.
 */
export function* recurrences(
  { recur, count, until }: RecurrenceRule,
  firstDay: number,
  to: number,
  spend: Spend,
): Iterable<number> {
  const end = Math.min(to, until === null ? to : until + 1);
  const dtstart = ICAL.Time.fromJSDate(new Date(firstDay * DAY_MS), true);
  dtstart.isDate = true;
  let left = count ?? Number.POSITIVE_INFINITY;
  let last = Number.NEGATIVE_INFINITY;
  const stop: { by?: unknown } = {};
  const spendOrStop: Spend = (steps) => {
    try {
      spend(steps);
    } catch (error) {
      stop.by = error;
      throw error;
    }
  };
  try {
    const iterator = boundedIterator(recur, startFor(recur, dtstart), end, spendOrStop);
    while (left > 0) {
      const time = iterator.next();
      const day = time === null ? end : dayOf(time);
      if (time === null || day >= end) return;
      if (day <= last || day < firstDay || !isMeant(recur, time, dtstart)) continue;
      // The library gives the first day even if the day does not meet the conditions.
      if (day === firstDay && !iterator.check_contracting_rules()) continue;
      last = day;
      left -= 1;
      yield day;
    }
  } catch (error) {
    if (error instanceof PastWindow) return;
    if (error === stop.by) throw error;
    throw new RecurrenceError('is not worked out: list its days');
  }
}

/** An earlier start for positions in a month, since the first that the library gives may be wrong. */
function startFor({ freq, interval, parts }: ICAL.Recur, dtstart: ICAL.Time): ICAL.Time {
  if (freq !== 'MONTHLY' || !('BYSETPOS' in parts)) return dtstart;
  const { year, month } = dtstart;
  return ICAL.Time.fromData({ year, month: month - interval, day: 1, isDate: true });
}

/** Whether the rule means a day. The library makes 2 March of 30 February, which RFC 5545 leaves out. */
function isMeant({ freq, parts }: ICAL.Recur, time: ICAL.Time, dtstart: ICAL.Time): boolean {
  const { BYMONTH: months, BYMONTHDAY: days, ...others } = parts as Record<string, number[]>;
  if (months !== undefined && !months.includes(time.month)) return false;
  if (days !== undefined) {
    const fromEnd = time.day - ICAL.Time.daysInMonth(time.month, time.year) - 1;
    if (!days.includes(time.day) && !days.includes(fromEnd)) return false;
  } else if (/^(?:MONTH|YEAR)LY$/.test(freq) && Object.keys(others).length === 0) {
    return time.day === dtstart.day;
  }
  return true;
}

/**
 * The iterator of ical.js with a bound. The original searches until it finds a day: without end for a
 * rule that has none, even while it is made. A subclass is the only way into its loops.
 */
function boundedIterator(
  rule: ICAL.Recur,
  dtstart: ICAL.Time,
  end: number,
  spend: Spend,
): ICAL.RecurIterator {
  const lastYear = new Date(end * DAY_MS).getUTCFullYear();
  const values = Object.values(rule.parts as Record<string, unknown[]>).flat().length;
  const look = (at: ICAL.Time, steps = 1): void => {
    spend(steps);
    if (at.year > lastYear) throw new PastWindow();
  };
  class BoundedIterator extends ICAL.RecurIterator {
    override check_contracting_rules(): boolean {
      look(this.last);
      return super.check_contracting_rules();
    }
    override is_day_in_byday(time: ICAL.Time): 0 | 1 {
      look(this.last, values);
      return super.is_day_in_byday(time);
    }
    override increment_monthday(days: number): void {
      look(this.last, Math.ceil(days / 8));
      super.increment_monthday(days);
    }
    override increment_month(): void {
      look(this.last, 1 + values);
      super.increment_month();
    }
    override expand_year_days(year: number): number {
      look(this.last, 5 * (1 + values));
      return super.expand_year_days(year);
    }
  }
  return new BoundedIterator({ rule, dtstart });
}
