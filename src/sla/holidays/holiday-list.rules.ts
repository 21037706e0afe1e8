import type { Holiday } from '../time/calendar.rules.ts';

/** The most holidays of a calendar. */
export const MAX_HOLIDAYS = 1_000;
/** The most characters of iCalendar text that is taken, at every door. */
export const MAX_ICALENDAR = 1_000_000;

/** Adds holidays to those present. A day that is present already keeps its name. */
export function addHolidays(
  present: readonly Holiday[],
  more: readonly Holiday[],
): { holidays: Holiday[]; added: number } {
  const dates = new Set(present.map(({ date }) => date));
  const added = more.filter(({ date }) => !dates.has(date));
  return { holidays: inOrder([...present, ...added]), added: added.length };
}

/** Sorted by date. */
export function inOrder(holidays: readonly Holiday[]): Holiday[] {
  return [...holidays].sort((a, b) => (a.date < b.date ? -1 : 1));
}
