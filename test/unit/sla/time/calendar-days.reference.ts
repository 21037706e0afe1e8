import { Temporal } from 'temporal-polyfill';
import { DAY_MS } from '../../../../src/shared/duration.ts';
import type { Weekday } from '../../../../src/shared/vocabulary.ts';
import { WEEKDAYS } from '../../../../src/shared/vocabulary.ts';
import type { CalendarTerms } from '../../../../src/sla/time/calendar.rules.ts';
import { timeOfDay } from '../../../../src/sla/time/calendar.rules.ts';
import type { Span, WorkingTime } from '../../../../src/sla/time/working-time.rules.ts';

/** Milliseconds since the epoch, the end left out. */
interface Window {
  from: number;
  to: number;
}

/** A day of a calendar, as long as it was on the wall: 23 or 25 hours where summer time changes. */
interface Day extends Window {
  /** Working time, in order. */
  open: readonly Window[];
  openMs: number;
  holiday: string | null;
}

/** Days that are worked out once and kept; eleven years of them. */
const MAX_KEPT_DAYS = 4_000;
/** A clock that has not ended within so many days has no working time at all, which calendars are checked for. */
const HORIZON_DAYS = 400 * 366;

/**
 * The slow reference: working time as it was counted day by day.
 *
 * The working time of a calendar: an instant counts when the wall clock in its time zone then shows
 * a time within the hours of that day, and the day is no holiday. So an hour that summer time skips
 * does not count, and one that it repeats counts twice.
 */
export function calendarTimeByDays({ timeZone, hours, holidays }: CalendarTerms): WorkingTime {
  const hoursOf = new Map<Weekday, Window[]>();
  for (const { day, opens, closes } of hours) {
    const window = { from: timeOfDay(opens) ?? 0, to: timeOfDay(closes) ?? 0 };
    hoursOf.set(day, [...(hoursOf.get(day) ?? []), window]);
  }
  const holidayOn = new Map(holidays.map(({ date, name }) => [date, name]));
  const days = new Map<number, Day>();

  /** @param index days since 1970-01-01 on the wall. */
  function dayAt(index: number): Day {
    const known = days.get(index);
    if (known !== undefined) return known;
    if (days.size >= MAX_KEPT_DAYS) days.clear();
    const day = makeDay(index);
    days.set(index, day);
    return day;
  }

  function makeDay(index: number): Day {
    const date = EPOCH.add({ days: index });
    const begins = date.toZonedDateTime({ timeZone });
    const ends = date.add({ days: 1 }).toZonedDateTime({ timeZone });
    const whole = { from: begins.epochMilliseconds, to: ends.epochMilliseconds };
    const holiday = holidayOn.get(date.toString()) ?? null;
    const weekday = WEEKDAYS[date.dayOfWeek - 1] ?? 'MONDAY';
    const open =
      holiday === null ? openWindows(hoursOf.get(weekday) ?? [], begins, ends, index) : [];
    const openMs = open.reduce((sum, { from, to }) => sum + to - from, 0);
    return { ...whole, open, openMs, holiday };
  }

  function indexOf(at: number): number {
    let index = Math.floor(at / DAY_MS);
    while (at < dayAt(index).from) index -= 1;
    while (at >= dayAt(index).to) index += 1;
    return index;
  }

  return {
    between(from, to) {
      const [start, end] = [from.getTime(), to.getTime()];
      if (start >= end) return 0;
      let sum = 0;
      for (let index = indexOf(start); dayAt(index).from < end; index += 1) {
        const day = dayAt(index);
        sum += start <= day.from && day.to <= end ? day.openMs : overlapMs(day, start, end);
      }
      return sum;
    },

    after(from, ms) {
      if (ms <= 0) return from;
      const start = from.getTime();
      let missing = ms;
      const first = indexOf(start);
      for (let index = first; index < first + HORIZON_DAYS; index += 1) {
        const day = dayAt(index);
        const available = index === first ? overlapMs(day, start, day.to) : day.openMs;
        if (available < missing) {
          missing -= available;
          continue;
        }
        for (const window of day.open) {
          const begin = Math.max(window.from, start);
          const length = window.to - begin;
          if (length <= 0) continue;
          if (length >= missing) return new Date(begin + missing);
          missing -= length;
        }
      }
      throw new Error(`A calendar in ${timeZone} has no working time after ${from.toISOString()}`);
    },

    spans(from, to) {
      const [start, end] = [from.getTime(), to.getTime()];
      const spans: Span[] = [];
      const add = (
        begin: number,
        finish: number,
        reason: Span['reason'],
        holiday: Span['holiday'],
      ) => {
        const [a, b] = [Math.max(begin, start), Math.min(finish, end)];
        if (a >= b) return;
        const last = spans.at(-1);
        if (last?.reason === reason && last.holiday === holiday) last.to = new Date(b);
        else spans.push({ from: new Date(a), to: new Date(b), reason, holiday });
      };
      if (start >= end) return spans;
      for (let index = indexOf(start); dayAt(index).from < end; index += 1) {
        const day = dayAt(index);
        if (day.holiday !== null) {
          add(day.from, day.to, 'HOLIDAY', day.holiday);
          continue;
        }
        let at = day.from;
        for (const window of day.open) {
          add(at, window.from, 'OUTSIDE_HOURS', null);
          add(window.from, window.to, 'COUNTED', null);
          at = window.to;
        }
        add(at, day.to, 'OUTSIDE_HOURS', null);
      }
      return spans;
    },
  };
}

const EPOCH = Temporal.PlainDate.from('1970-01-01');

function overlapMs({ open }: Day, start: number, end: number): number {
  return open.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, end) - Math.max(from, start)),
    0,
  );
}

/** Hours on the wall as instants: within each part of the day that has one offset the wall goes evenly. */
function openWindows(
  hours: readonly Window[],
  begins: Temporal.ZonedDateTime,
  ends: Temporal.ZonedDateTime,
  index: number,
): Window[] {
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

interface EvenPart extends Window {
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
