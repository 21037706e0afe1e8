import { DAY_MS } from '../shared/duration.ts';
import type { Spend } from '../shared/steps.ts';
import { limitSteps, TooManySteps } from '../shared/steps.ts';
import type { Holiday } from './calendar.rules.ts';
import { ICalendarError, readParts } from './icalendar.rules.ts';
import type { CalendarEvent } from './icalendar-event.rules.ts';
import { EventLeftOut, nameOf, readEvent } from './icalendar-event.rules.ts';
import type { EventLines, Parts } from './icalendar-parts.rules.ts';
import { recurrences } from './recurrence.rules.ts';

/** The holidays that a calendar has at most. */
export const MAX_HOLIDAYS = 1_000;

export interface HolidayFile {
  /** Ascending, one a day. */
  holidays: Holiday[];
  /** Events, and what was meant as such, that bring no day. */
  leftOut: number;
  /** Why, one by one with line and name, and what else could not be read; of many the first, and how many more. */
  problems: string[];
}

const YEARS_BACK = 1;
const YEARS_AHEAD = 10;
/** Looks at a day: a yearly event takes a few hundred, a daily one some ten thousand. A second or so in all. */
const MAX_STEPS = 150_000;
const MAX_STEPS_OF_EVENT = 50_000;
const MAX_PROBLEMS = 20;

/**
 * The whole days of iCalendar text, from a year before now to ten years after. Recurring events are
 * worked out; cancelled ones do not count; of two on the same day the first has the name. An event
 * that is not understood is left out and told of, and the others come in. Yields between lines and
 * between events, so that others have a turn.
 *
 * @throws ICalendarError for text that is no iCalendar, takes too much work, or holds nothing but
 *   what is not understood.
 */
export function* readHolidays(text: string, now: Date): Generator<void, HolidayFile> {
  const parts = yield* readParts(text);
  const window = windowAround(now);
  const found = yield* gather(parts, window);
  const names = new Map<number, string>();
  for (const { name, days } of found.events) {
    for (const day of days) if (!names.has(day)) names.set(day, name);
  }
  const problems = told(found.problems);
  if (names.size === 0 && found.problems.some(({ isWrong }) => isWrong)) {
    throw new ICalendarError(`No holiday could be read. ${problems.join(' ')}`);
  }
  const holidays = [...names].map(([day, name]) => ({ date: dateOf(day), name }));
  return { holidays: inOrder(holidays), leftOut: found.leftOut, problems };
}

/** Days since 1970-01-01, the end left out. */
interface DayWindow {
  from: number;
  to: number;
}

interface Problem {
  line: number;
  text: string;
  /** It was not understood; what has a time of day, or lies in other years, was. */
  isWrong: boolean;
}

interface Gathered {
  events: { name: string; days: readonly number[] }[];
  leftOut: number;
  problems: Problem[];
}

function* gather(parts: Parts, window: DayWindow): Generator<void, Gathered> {
  const problems: Problem[] = [...parts.others, ...parts.strays].map(({ line, what }) => ({
    line,
    text: `Line ${line}: ${what}.`,
    isWrong: true,
  }));
  let leftOut = parts.others.length;
  const leave = (line: number, name: string, why: string, isWrong: boolean): void => {
    leftOut += 1;
    problems.push({ line, text: `Line ${line}, ${JSON.stringify(name)}: ${why}.`, isWrong });
  };
  const read: CalendarEvent[] = [];
  const spoiltBy = new Map<string, number>();
  for (const event of parts.events) {
    yield;
    const one = readOr(event, (error) => {
      leave(event.line, nameOf(event.lines), error.message, error.kind === 'WRONG');
      if (error.spoils !== null) spoiltBy.set(error.spoils, event.line);
    });
    if (one !== null) read.push(one);
  }
  const replaced = replacedDays(read);
  const spend = limitSteps(
    MAX_STEPS,
    'Its events take too many steps to work out: give fewer of them, or list their days.',
  );
  const events: Gathered['events'] = [];
  for (const event of read) {
    yield;
    const { line, name, isCancelled } = event;
    if (isCancelled) continue;
    const spoiling = spoiltBy.get(event.uid ?? '');
    if (spoiling !== undefined) {
      leave(line, name, `is changed by the event of line ${spoiling}, which was left out`, true);
      continue;
    }
    const notOn = event.replaces === null ? (replaced.get(event.uid ?? '') ?? []) : [];
    const days = yield* daysOr(event, notOn, window, spend);
    if (days === null) leave(line, name, 'has too many days to work out: list them', true);
    else if (days.length === 0) leave(line, name, 'has no day in the years that are read', false);
    else events.push({ name, days });
  }
  return { events, leftOut, problems };
}

function readOr(event: EventLines, leave: (error: EventLeftOut) => void): CalendarEvent | null {
  try {
    return readEvent(event);
  } catch (error) {
    if (!(error instanceof EventLeftOut)) throw error;
    leave(error);
    return null;
  }
}

/** The days of recurring events whose place others take, by their `uid`. */
function replacedDays(events: readonly CalendarEvent[]): Map<string, number[]> {
  const replaced = new Map<string, number[]>();
  for (const { uid, replaces } of events) {
    if (uid === null || replaces === null) continue;
    const days = replaced.get(uid);
    if (days === undefined) replaced.set(uid, [replaces]);
    else days.push(replaces);
  }
  return replaced;
}

/** @throws ICalendarError when all of them together take too long. @returns null when this one alone does. */
function* daysOr(
  event: CalendarEvent,
  notOn: readonly number[],
  window: DayWindow,
  spendOfAll: Spend,
): Generator<void, readonly number[] | null> {
  const ofEvent = limitSteps(MAX_STEPS_OF_EVENT, '');
  const spend: Spend = (steps) => {
    try {
      spendOfAll(steps);
    } catch (error) {
      throw error instanceof TooManySteps ? new ICalendarError(error.message) : error;
    }
    ofEvent(steps);
  };
  try {
    return yield* daysOf(event, notOn, window, spend);
  } catch (error) {
    if (error instanceof TooManySteps) return null;
    throw error;
  }
}

/** The days within the window that an event covers. */
function* daysOf(
  { firstDay, length, rules, alsoOn, notOn }: CalendarEvent,
  alsoNotOn: readonly number[],
  window: DayWindow,
  spend: Spend,
): Generator<void, number[]> {
  const begins = new Set([firstDay, ...alsoOn]);
  for (const rule of rules) {
    for (const day of recurrences(rule, firstDay, window.to, spend)) {
      yield;
      begins.add(day);
    }
  }
  spend(alsoNotOn.length);
  for (const day of [...notOn, ...alsoNotOn]) begins.delete(day);
  const days = new Set<number>();
  for (const begin of begins) {
    const from = Math.max(begin, window.from);
    const to = Math.min(begin + length, window.to);
    if (from < to) spend(to - from);
    for (let day = from; day < to; day += 1) days.add(day);
  }
  return [...days].sort((a, b) => a - b);
}

/** What was not understood first, in the order of the text. */
function told(problems: readonly Problem[]): string[] {
  const sorted = problems.toSorted(
    (a, b) => Number(b.isWrong) - Number(a.isWrong) || a.line - b.line,
  );
  const shown = sorted.slice(0, MAX_PROBLEMS).map(({ text }) => text);
  const more = problems.length - shown.length;
  return more > 0 ? [...shown, `And ${more} more.`] : shown;
}

function windowAround(now: Date): DayWindow {
  const [year, month, day] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  return {
    from: Date.UTC(year - YEARS_BACK, month, day) / DAY_MS,
    to: Date.UTC(year + YEARS_AHEAD, month, day) / DAY_MS,
  };
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Both together; a day that is there already keeps its name. */
export function addHolidays(
  present: readonly Holiday[],
  more: readonly Holiday[],
): { holidays: Holiday[]; added: number } {
  const dates = new Set(present.map(({ date }) => date));
  const added = more.filter(({ date }) => !dates.has(date));
  return { holidays: inOrder([...present, ...added]), added: added.length };
}

/** By date. */
export function inOrder(holidays: readonly Holiday[]): Holiday[] {
  return [...holidays].sort((a, b) => (a.date < b.date ? -1 : 1));
}
