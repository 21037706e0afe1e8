import { Temporal } from 'temporal-polyfill';
import { DAY_MS } from '../../shared/duration.ts';
import { startOfDay } from '../../shared/rfc3339.ts';
import type { Weekday } from '../../shared/vocabulary.ts';
import { WEEKDAYS } from '../../shared/vocabulary.ts';
import type { CalendarTerms } from './calendar.rules.ts';
import { timeOfDay } from './calendar.rules.ts';
import { offsetAt } from './zone-years.rules.ts';

/** Milliseconds since the epoch. `to` is excluded. */
export interface Span {
  from: number;
  to: number;
}

/** A day of a calendar, as long as on the wall clock: 23 or 25 hours where summer time changes. */
export interface Day extends Span {
  /** Spans of working time, in order. */
  open: readonly Span[];
  openMs: number;
  holiday: string | null;
}

/** The days of a calendar by index, which is the number of days since 1970-01-01 on the wall clock. */
export interface CalendarDays {
  /** Hours of each weekday, Monday first, in milliseconds since midnight on the wall clock. */
  week: readonly (readonly Span[])[];
  holidayOn(index: number): string | undefined;
  /** A day on which, and around which, the zone's offset does not change. */
  plainDay(index: number): Day;
  /** Any other day. */
  oddDay(index: number): Day;
}

const NO_SPANS: readonly Span[] = [];
const HALF_A_DAY_MS = DAY_MS / 2;
/** 1970-01-01 was a Thursday. */
const EPOCH_WEEKDAY = 3;
export const WEEK_DAYS = 7;

/** 0 is Monday. */
export function weekdayOf(index: number): number {
  return (((index + EPOCH_WEEKDAY) % WEEK_DAYS) + WEEK_DAYS) % WEEK_DAYS;
}

export function calendarDays({ timeZone, hours, holidays }: CalendarTerms): CalendarDays {
  const hoursOf = new Map<Weekday, Span[]>();
  for (const { day, opens, closes } of hours) {
    const span = { from: timeOfDay(opens) ?? 0, to: timeOfDay(closes) ?? 0 };
    hoursOf.set(day, [...(hoursOf.get(day) ?? []), span]);
  }
  const week = WEEKDAYS.map((day) => (hoursOf.get(day) ?? []).toSorted((a, b) => a.from - b.from));
  const names = new Map(holidays.map(({ date, name }) => [indexOfDate(date), name]));
  const spansOn = (index: number) =>
    names.has(index) ? NO_SPANS : (week[weekdayOf(index)] ?? NO_SPANS);

  return {
    week,
    holidayOn: (index) => names.get(index),

    plainDay(index) {
      // At noon, as though the day were one of UTC, the offset is that of the whole day: no change is near.
      const from = index * DAY_MS - offsetAt(timeZone, index * DAY_MS + HALF_A_DAY_MS);
      const open = spansOn(index).map((one) => ({ from: from + one.from, to: from + one.to }));
      return day({ from, to: from + DAY_MS }, open, names.get(index));
    },

    oddDay(index) {
      const date = EPOCH.add({ days: index });
      const begins = date.toZonedDateTime({ timeZone });
      const ends = date.add({ days: 1 }).toZonedDateTime({ timeZone });
      const whole = { from: begins.epochMilliseconds, to: ends.epochMilliseconds };
      return day(whole, openSpans(spansOn(index), begins, ends, index), names.get(index));
    },
  };
}

const EPOCH = Temporal.PlainDate.from('1970-01-01');

export function indexOfDate(date: string): number {
  return startOfDay(date).getTime() / DAY_MS;
}

function day(whole: Span, open: readonly Span[], holiday: string | undefined): Day {
  return { ...whole, open, openMs: lengthOf(open), holiday: holiday ?? null };
}

export function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, { from, to }) => sum + to - from, 0);
}

/** Hours on the wall clock as instants. In each part of the day with one offset the clock runs evenly. */
function openSpans(
  hours: readonly Span[],
  begins: Temporal.ZonedDateTime,
  ends: Temporal.ZonedDateTime,
  index: number,
): Span[] {
  return evenParts(begins, ends)
    .flatMap((part) => {
      const midnight = index * DAY_MS - part.offsetMs;
      return hours.map(({ from, to }) => ({
        from: Math.max(part.from, midnight + from),
        to: Math.min(part.to, midnight + to),
      }));
    })
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
}

interface EvenPart extends Span {
  offsetMs: number;
}

function evenParts(begins: Temporal.ZonedDateTime, ends: Temporal.ZonedDateTime): EvenPart[] {
  const parts: EvenPart[] = [];
  const end = ends.epochMilliseconds;
  for (let at = begins; at.epochMilliseconds < end; ) {
    // Looking for a change of the offset is slow, and most days have none.
    const next =
      at.offsetNanoseconds === ends.offsetNanoseconds ? null : at.getTimeZoneTransition('next');
    const to = next === null ? end : Math.min(end, next.epochMilliseconds);
    parts.push({ from: at.epochMilliseconds, to, offsetMs: at.offsetNanoseconds / NS_PER_MS });
    if (next === null) break;
    at = next;
  }
  return parts;
}

const NS_PER_MS = 1_000_000;
