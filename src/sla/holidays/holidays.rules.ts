import { DAY_MS } from '../../shared/duration.ts';
import type { Holiday } from '../time/calendar.rules.ts';
import type { DayWindow } from './event-days.rules.ts';
import type { Problem } from './holiday-events.rules.ts';
import { dateOf, gatherDays } from './holiday-events.rules.ts';
import { ICalendarError, readParts } from './icalendar.rules.ts';

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
  const found = yield* gatherDays(parts, window);
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
