import { DAY_MS } from '../../shared/duration.ts';
import type { DayWindow } from './event-days.rules.ts';
import { budgetOfFile, daysOf } from './event-days.rules.ts';
import type { CalendarEvent } from './icalendar-event.rules.ts';
import { readEvent } from './icalendar-event.rules.ts';
import type { Identity } from './icalendar-identity.rules.ts';
import { clocksIn, identityOf, isOverride, uidOf } from './icalendar-identity.rules.ts';
import { nameOf } from './icalendar-names.rules.ts';
import type { EventLines, Parts } from './icalendar-parts.rules.ts';
import type { Clocks } from './icalendar-values.rules.ts';
import { EventLeftOut } from './icalendar-values.rules.ts';

export interface Problem {
  line: number;
  text: string;
  /** Whether the text was not understood. An event with a time of day, or in other years, was understood. */
  isWrong: boolean;
}

export interface GatheredDays {
  events: { name: string; days: readonly number[] }[];
  /** The number of events that bring no day, parts that were meant as events included. */
  leftOut: number;
  problems: Problem[];
}

interface Entry {
  event: EventLines;
  who: Identity;
  /** The event, or why it brings no day; null for a cancelled event, of which nothing is to be said. */
  read: CalendarEvent | EventLeftOut | null;
}

/**
 * Gathers the days that the events of a text bring, and why the other events bring none. An event takes
 * the place of another even when it brings no day itself: with a time of day, cancelled or not
 * understood.
 */
export function* gatherDays(parts: Parts, window: DayWindow): Generator<void, GatheredDays> {
  const problems: Problem[] = [...parts.others, ...parts.strays].map(({ line, what }) => ({
    line,
    text: `Line ${line}: ${what}.`,
    isWrong: true,
  }));
  let leftOut = parts.others.length;
  const leave = ({ line, lines }: EventLines, why: string, isWrong: boolean): void => {
    leftOut += 1;
    problems.push({
      line,
      text: `Line ${line}, ${JSON.stringify(nameOf(lines))}: ${why}.`,
      isWrong,
    });
  };
  const known = yield* identify(parts.events);
  const latest = latestOf(known);
  const entries: Entry[] = [];
  for (const { event, who } of known) {
    yield;
    const later = latest.get(keyOf(who));
    if (later === undefined || later.who.sequence <= who.sequence) {
      entries.push({ event, who, read: readOr(event, who) });
    } else if (!who.isCancelled) {
      const why = `is replaced by the event of line ${later.event.line}, which has the same UID and a higher SEQUENCE`;
      leave(event, why, false);
    }
  }
  const changes = changesOf(entries);
  const spend = budgetOfFile();
  const events: GatheredDays['events'] = [];
  for (const { event, who, read } of entries) {
    yield;
    const changed = changes.get(who.uid ?? '');
    if (read instanceof EventLeftOut) {
      const day = changed?.isThere === true ? who.replaces : null;
      const also =
        typeof day === 'number' ? `; ${dateOf(day)}, whose place it takes, is left out too` : '';
      leave(event, read.message + also, read.kind === 'WRONG');
    } else if (read !== null && who.replaces === null && changed?.unknown !== undefined) {
      leave(event, `is changed by the event of line ${changed.unknown}, which was left out`, true);
    } else if (read !== null) {
      const notOn = who.replaces === null ? (changed?.days ?? []) : [];
      const days = yield* daysOr(daysOf(read, notOn, window, spend));
      if (days instanceof EventLeftOut) leave(event, days.message, true);
      else if (days.length === 0) leave(event, 'has no day in the years that are read', false);
      else events.push({ name: read.name, days });
    } else if (changed?.isThere === true && isUnknown(who)) {
      leave(event, who.replaces.unknown, true);
    }
  }
  return { events, leftOut, problems };
}

type Known = Omit<Entry, 'read'>;

function* identify(events: readonly EventLines[]): Generator<void, Known[]> {
  const masters = new Map<string, Clocks>();
  for (const { lines, calendar } of events) {
    yield;
    const uid = isOverride(lines) ? null : uidOf(lines);
    if (uid !== null) masters.set(uid, clocksIn(lines, calendar));
  }
  const known: Known[] = [];
  for (const event of events) {
    yield;
    known.push({ event, who: identityOf(event, masters) });
  }
  return known;
}

/** For each event that occurs more than once, the one with the highest SEQUENCE. */
function latestOf(known: readonly Known[]): Map<string | null, Known> {
  const latest = new Map<string | null, Known>();
  for (const one of known) {
    const key = keyOf(one.who);
    const before = latest.get(key);
    if (key === null || (before && before.who.sequence >= one.who.sequence)) continue;
    latest.set(key, one);
  }
  return latest;
}

/** The same key for the same event, or the same day of a recurring event; null where that is not known. */
function keyOf(who: Identity): string | null {
  return who.uid === null || isUnknown(who) ? null : JSON.stringify([who.uid, who.replaces]);
}

function isUnknown(who: Identity): who is Identity & { replaces: { unknown: string } } {
  return typeof who.replaces === 'object' && who.replaces !== null;
}

function readOr(event: EventLines, who: Identity): Entry['read'] {
  if (who.isCancelled && event.flaw === null) return null;
  try {
    const read = readEvent(event);
    return isUnknown(who) ? new EventLeftOut(who.replaces.unknown) : read;
  } catch (error) {
    if (error instanceof EventLeftOut) return error;
    throw error;
  }
}

/** What other events change in the recurring event of a `uid`. */
interface Changes {
  /** Whether the recurring event itself is there and can be read. */
  isThere: boolean;
  /** Days on which another event takes its place. */
  days: number[];
  /** The line of an event that changes a day of it, when that day is not known. */
  unknown?: number;
}

function changesOf(entries: readonly Entry[]): Map<string, Changes> {
  const changes = new Map<string, Changes>();
  for (const { event, who, read } of entries) {
    if (who.uid === null) continue;
    const changed = changes.get(who.uid) ?? { isThere: false, days: [] };
    changes.set(who.uid, changed);
    if (typeof who.replaces === 'number') changed.days.push(who.replaces);
    else if (isUnknown(who)) changed.unknown ??= event.line;
    else if (read !== null && !(read instanceof EventLeftOut)) changed.isThere = true;
  }
  return changes;
}

function* daysOr(work: Generator<void, number[]>): Generator<void, number[] | EventLeftOut> {
  try {
    return yield* work;
  } catch (error) {
    if (error instanceof EventLeftOut) return error;
    throw error;
  }
}

export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}
