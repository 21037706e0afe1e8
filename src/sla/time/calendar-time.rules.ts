import type { Spend } from '../../shared/bounds/steps.ts';
import { limitSteps, unlimited } from '../../shared/bounds/steps.ts';
import type { CalendarTerms } from './calendar.rules.ts';
import type { Day } from './calendar-days.rules.ts';
import { calendarSums } from './calendar-sums.rules.ts';
import type { Span, WorkingTime } from './working-time.rules.ts';

/**
 * A length that has not passed after so many years never does. Calendars are checked for that: fifty
 * years by the hours, and twenty of one working day a week that is a holiday each time.
 */
const HORIZON_YEARS = 120;
/** The most days of a time that is split into spans: two hundred years. */
const MAX_SPAN_DAYS = 73_000;

/**
 * The working time of a calendar. An instant counts when the wall clock in the calendar's time zone
 * shows a time within the hours of that day, and the day is no holiday. So an hour that summer time
 * skips does not count, and an hour that it repeats counts twice.
 *
 * `between` costs a step for each year, not for each day.
 *
 * @param onSteps is called with the steps as they are taken; each call counts by itself.
 */
export function calendarTime(terms: CalendarTerms, onSteps: Spend = unlimited): WorkingTime {
  const sums = calendarSums(terms, onSteps);

  return {
    between(from, to) {
      const [start, end] = [from.getTime(), to.getTime()];
      if (start >= end) return 0;
      const [first, last] = [sums.indexAt(start), sums.indexAt(end)];
      const begins = sums.day(first);
      if (first === last) return overlapMs(begins, start, end);
      const ends = sums.day(last);
      return (
        overlapMs(begins, start, begins.to) +
        sums.between(first + 1, last) +
        overlapMs(ends, ends.from, end)
      );
    },

    after(from, ms) {
      if (ms <= 0) return from;
      const start = from.getTime();
      const first = sums.indexAt(start);
      const begins = sums.day(first);
      const available = overlapMs(begins, start, begins.to);
      if (available >= ms) return within(begins, start, ms);
      let missing = ms - available;
      for (let [index, years] = [first + 1, 0]; years < HORIZON_YEARS; years += 1) {
        const reached = sums.reach(index, missing);
        if (reached !== null) {
          const day = sums.day(reached.index);
          return within(day, day.from, reached.missing);
        }
        missing -= sums.between(index, sums.nextYear(index));
        index = sums.nextYear(index);
      }
      throw new Error(
        `A calendar in ${terms.timeZone} has no working time after ${from.toISOString()}`,
      );
    },

    spans(from, to, last = Number.POSITIVE_INFINITY) {
      const [start, end] = [from.getTime(), to.getTime()];
      if (start >= end) return [];
      const spend = limitSteps(
        MAX_SPAN_DAYS,
        `The time from ${from.toISOString()} to ${to.toISOString()} has too many days to show where it went.`,
      );
      // Goes backwards, so that the latest of many years are found without the others.
      const found: Span[] = [];
      const first = sums.indexAt(start);
      for (let index = sums.indexAt(end - 1); index >= first && found.length <= last; index -= 1) {
        spend(1);
        onSteps(1);
        for (const piece of piecesOf(sums.day(index)).reverse())
          addBefore(found, piece, start, end);
      }
      return found.slice(0, last).reverse();
    },
  };
}

function overlapMs({ open }: Day, start: number, end: number): number {
  return open.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)),
    0,
  );
}

/** The instant when `ms` of the day's working time have passed since `start`. The day must have that much. */
function within({ open, to }: Day, start: number, ms: number): Date {
  let missing = ms;
  for (const span of open) {
    const begin = Math.max(span.from, start);
    const length = span.to - begin;
    if (length <= 0) continue;
    if (length >= missing) return new Date(begin + missing);
    missing -= length;
  }
  return new Date(to);
}

interface Piece {
  from: number;
  to: number;
  reason: Span['reason'];
  holiday: string | null;
}

function piecesOf({ from, to, open, holiday }: Day): Piece[] {
  if (holiday !== null) return [{ from, to, reason: 'HOLIDAY', holiday }];
  const pieces: Piece[] = [];
  let at = from;
  for (const span of open) {
    pieces.push({ from: at, to: span.from, reason: 'OUTSIDE_HOURS', holiday: null });
    pieces.push({ ...span, reason: 'COUNTED', holiday: null });
    at = span.to;
  }
  return [...pieces, { from: at, to, reason: 'OUTSIDE_HOURS', holiday: null }];
}

/** Puts the part of a piece within [start, end) before the spans found. `found` has its latest span first. */
function addBefore(found: Span[], piece: Piece, start: number, end: number): void {
  const [from, to] = [Math.max(piece.from, start), Math.min(piece.to, end)];
  if (from >= to) return;
  const next = found.at(-1);
  if (next?.reason === piece.reason && next.holiday === piece.holiday) next.from = new Date(from);
  else {
    found.push({
      from: new Date(from),
      to: new Date(to),
      reason: piece.reason,
      holiday: piece.holiday,
    });
  }
}
