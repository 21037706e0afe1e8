import { DAY_MS } from '../shared/duration.ts';
import type { Holiday } from './calendar.rules.ts';
import { readEvents } from './icalendar.rules.ts';
import type { DayWindow } from './recurrence.rules.ts';
import { daysOf, limitSteps } from './recurrence.rules.ts';

/** The holidays that a calendar has at most. */
export const MAX_HOLIDAYS = 1_000;

export interface HolidayFile {
  /** Ascending, one a day. */
  holidays: Holiday[];
  /** Events that bring no day: with a time of day, or outside the years that are looked at. */
  leftOut: number;
}

const YEARS_BACK = 1;
const YEARS_AHEAD = 10;
/** A second of work or so; a yearly event from 1990 on takes 400. */
const MAX_STEPS = 300_000;

/**
 * The whole days of iCalendar text, from a year before now to ten years after. Recurring events are
 * worked out; cancelled ones do not count; of two on the same day the first has the name.
 *
 * @throws ICalendarError for text that is no iCalendar, or takes too much work.
 */
export function readHolidays(text: string, now: Date): HolidayFile {
  const events = readEvents(text);
  const window = windowAround(now);
  const spend = limitSteps(MAX_STEPS);
  const replaced = new Map<string, number[]>();
  for (const { uid, replaces } of events) {
    if (uid === null || replaces === null) continue;
    const days = replaced.get(uid);
    if (days === undefined) replaced.set(uid, [replaces]);
    else days.push(replaces);
  }
  const names = new Map<number, string>();
  let leftOut = 0;
  for (const event of events) {
    if (event.isCancelled) continue;
    const notOn = event.replaces === null ? (replaced.get(event.uid ?? '') ?? []) : [];
    const days = daysOf(event, notOn, window, spend);
    if (days.length === 0) leftOut += 1;
    for (const day of days) if (!names.has(day)) names.set(day, event.name);
  }
  const holidays = [...names].map(([day, name]) => ({ date: dateOf(day), name }));
  return { holidays: inOrder(holidays), leftOut };
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
