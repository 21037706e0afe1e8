import ICAL from 'ical.js';
import { DAY_MS } from '../../shared/duration.ts';

/** A day, or a time of a day, as the text shows it. */
export interface WallTime {
  /** Days since 1970-01-01. */
  day: number;
  /** Milliseconds since midnight; null for a whole day. */
  ms: number | null;
  isUtc: boolean;
}

/** Reads `20261225`, `20261225T000000` or `20261225T000000Z`; undefined for text that is no such day. */
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
  // Date.UTC would take the years 0 to 99 for 1900 to 1999.
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS;
}

/** Weeks, or days and a time (RFC 5545, 3.3.6). Years and months, known elsewhere, have no fixed length. */
const LENGTH = /^\+?P(?:\d+W|\d+D|(?:\d+D)?T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)$/;

/** Milliseconds of a length such as `P1D` or `P1W`; undefined for text that is none, or a negative one. */
export function lengthIn(text: string): number | undefined {
  const given = text.trim().toUpperCase();
  if (!LENGTH.test(given)) return undefined;
  const seconds = orNone(() => ICAL.Duration.fromString(given))?.toSeconds();
  return seconds === undefined ? undefined : seconds * 1_000;
}

/** Undefined when the library throws: its words are replaced by ours. */
function orNone<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
