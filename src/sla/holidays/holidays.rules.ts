import { DAY_MS } from '../../shared/duration.ts';
import type { Holiday } from '../time/calendar.rules.ts';
import type { DayWindow } from './event-days.rules.ts';
import type { Problem } from './holiday-events.rules.ts';
import { dateOf, gatherDays } from './holiday-events.rules.ts';
import { inOrder } from './holiday-list.rules.ts';
import { ICalendarError, readParts } from './icalendar.rules.ts';

export { ICalendarError };

export interface HolidayFile {
  /** Ascending; one holiday for each day. */
  holidays: Holiday[];
  /** The number of events that bring no day, parts that were meant as events included. */
  leftOut: number;
  /**
   * Why events bring no day, each with line and name, and lines that could not be read. Of many
   * problems the first ones, and the number of the others.
   */
  problems: string[];
}

const YEARS_BACK = 1;
const YEARS_AHEAD = 10;
const MAX_PROBLEMS = 20;

/**
 * Reads the whole days of iCalendar text, from a year before `now` to ten years after. Recurring events
 * are worked out; cancelled events do not count; of two events on one day the first gives the name. An
 * event that is not understood is left out and reported, and the other events are read. Yields between
 * lines and between events, so that other work has a turn.
 *
 * @throws ICalendarError for text that is no iCalendar, takes too much work, or in which nothing is
 *   understood.
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

/** Texts of the problems: first what was not understood, then the rest, each in the order of the text. */
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
