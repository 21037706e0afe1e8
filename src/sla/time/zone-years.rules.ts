import { Temporal } from 'temporal-polyfill';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';

/** An instant from which on the wall clock is ahead of UTC by `offsetMs`. */
export interface OffsetChange {
  at: number;
  offsetMs: number;
}

/** The offsets of a time zone in a year of UTC. */
export interface ZoneYear {
  /** The offset before the first change. */
  offsetMs: number;
  /** In order. A change at the first moment of the year is included. */
  changes: readonly OffsetChange[];
}

/** Looking for a change takes a third of a millisecond. All calendars of a zone share the years found. */
const MAX_KEPT_YEARS = 5_000;
const kept = createBoundedMap<string, ZoneYear>({ maxSize: MAX_KEPT_YEARS });
/** Zones whose offset no longer changes, with the year since when. */
const quietSince = new Map<string, number>();

export function zoneYear(timeZone: string, year: number): ZoneYear {
  const key = `${timeZone} ${year}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const found = look(timeZone, year);
  kept.set(key, found);
  return found;
}

/** How far the wall clock is ahead of UTC at an instant, in milliseconds. */
export function offsetAt(timeZone: string, at: number): number {
  const { offsetMs, changes } = zoneYear(timeZone, new Date(at).getUTCFullYear());
  return changes.findLast((change) => change.at <= at)?.offsetMs ?? offsetMs;
}

function look(timeZone: string, year: number): ZoneYear {
  const end = Date.UTC(year + 1, 0);
  const before = Temporal.Instant.fromEpochMilliseconds(Date.UTC(year, 0) - 1);
  let at: Temporal.ZonedDateTime | null = before.toZonedDateTimeISO(timeZone);
  const offsetMs = offsetOf(at);
  const changes: OffsetChange[] = [];
  while (year <= (quietSince.get(timeZone) ?? year)) {
    at = at.getTimeZoneTransition('next');
    if (at === null) quietSince.set(timeZone, year);
    if (at === null || at.epochMilliseconds >= end) break;
    changes.push({ at: at.epochMilliseconds, offsetMs: offsetOf(at) });
  }
  return { offsetMs, changes };
}

function offsetOf(at: Temporal.ZonedDateTime): number {
  return at.offsetNanoseconds / NS_PER_MS;
}

const NS_PER_MS = 1_000_000;
