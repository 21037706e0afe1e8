import ICAL from 'ical.js';
import { DAY_MS } from '../../shared/duration.ts';

/** A day, or a time of one, as the text shows it. */
export interface WallTime {
  /** Counted from 1970-01-01. */
  day: number;
  /** Since midnight; null for a whole day. */
  ms: number | null;
  isUtc: boolean;
}

/** `20261225`, `20261225T000000` or `20261225T000000Z`; undefined for what is no such day. */
export function dayIn(text: string): WallTime | undefined {
  const given = text.trim().toUpperCase();
  const type = given.includes('T') ? 'DATE-TIME' : 'DATE';
  const line = `DTSTART;VALUE=${type}:${given}`;
  const time = orNone(() => ICAL.Property.fromString(line).getFirstValue());
  // The library takes 30 February for 2 March, and 2026-12-25 for a day long ago.
  if (!(time instanceof ICAL.Time) || time.toICALString() !== given) return undefined;
  const { isDate, hour, minute, second } = time;
  return {
    day: dayOf(time),
    ms: isDate ? null : ((hour * 60 + minute) * 60 + second) * 1_000,
    isUtc: given.endsWith('Z'),
  };
}

export function dayOf({ year, month, day }: ICAL.Time): number {
  // Date.UTC takes the years 0 to 99 for those of the twentieth century.
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS;
}

/** Weeks, or days and a time (RFC 5545, 3.3.6); years and months, which others know, have no length. */
const LENGTH = /^\+?P(?:\d+W|\d+D|(?:\d+D)?T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)$/;

/** Milliseconds of a length such as `P1D` or `P1W`; undefined for what is none, or less than nothing. */
export function lengthIn(text: string): number | undefined {
  const given = text.trim().toUpperCase();
  if (!LENGTH.test(given)) return undefined;
  const seconds = orNone(() => ICAL.Duration.fromString(given))?.toSeconds();
  return seconds === undefined ? undefined : seconds * 1_000;
}

/** What the library throws says in its own words what we say in ours. */
function orNone<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
