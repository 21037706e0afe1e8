import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '../../shared/duration.ts';
import { isTimeZone } from '../time/calendar.rules.ts';
import { WINDOWS_ZONES } from './windows-zones.rules.ts';

/** Abbreviations that mean one zone. BST is none: the platform takes it for the time of Bangladesh. */
const SHORT = new Set(['UTC', 'GMT', 'CET', 'EET', 'MET', 'WET', 'EST', 'MST', 'HST']);
/** How many formats are kept. Making a format takes a quarter of a millisecond. */
const MAX_KEPT = 1_000;
const MAX_NAME = 100;
const kept = createBoundedMap<string, Intl.DateTimeFormat | null>({ maxSize: MAX_KEPT });

/** The IANA name of a zone, from that name, Windows' or one behind a registry's; null if unknown. */
export function zoneNamed(given: string): string | null {
  const name = given.trim();
  if (name.length > MAX_NAME) return null;
  const inRegistry = name.startsWith('/') ? name.split('/').slice(1) : [];
  const names = [name, WINDOWS_ZONES.get(name.toLowerCase()) ?? '', inRegistry.slice(-2).join('/')];
  for (const one of [...names, inRegistry.slice(-3).join('/')]) {
    const found = offsetsOf(one)?.resolvedOptions().timeZone;
    if (found !== undefined) return found;
  }
  return null;
}

function offsetsOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = kept.get(timeZone);
  if (known !== undefined) return known;
  const isMeant = !/^[a-z]{3}$/i.test(timeZone) || SHORT.has(timeZone.toUpperCase());
  const found =
    isMeant && isTimeZone(timeZone)
      ? new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
      : null;
  kept.set(timeZone, found);
  return found;
}

/**
 * How far the wall clock is ahead of UTC, in milliseconds. Unlike `offsetAt` it does not look for
 * changes of summer time, which would take long for years that are asked for once.
 */
export function offsetIn(timeZone: string, at: number): number {
  const shown = offsetsOf(timeZone)?.format(at) ?? '';
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT([+-])(\d+):(\d+)(?::(\d+))?$/.exec(shown) ?? [];
  const ms = Number(hours) * HOUR_MS + Number(minutes) * MINUTE_MS + Number(seconds) * SECOND_MS;
  return sign === '-' ? -ms : ms;
}

/** The instant at which the wall clock shows `wall`, both in milliseconds. */
export function instantOf(timeZone: string, wall: number): number {
  const guess = wall - offsetIn(timeZone, wall);
  return wall - offsetIn(timeZone, guess);
}

/** The day and time on the wall clock. `startsDay` holds for the first instant of a day, midnight or not. */
export function wallAt(
  timeZone: string,
  at: number,
): { day: number; ms: number; startsDay: boolean } {
  const wall = at + offsetIn(timeZone, at);
  const day = Math.floor(wall / DAY_MS);
  const before = Math.floor((at - 1 + offsetIn(timeZone, at - 1)) / DAY_MS);
  return { day, ms: wall - day * DAY_MS, startsDay: wall === day * DAY_MS || before < day };
}
