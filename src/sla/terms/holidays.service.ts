import type { Work } from '../../events/work.ts';
import { inTurns } from '../../shared/bounds/in-turns.ts';
import { refuse } from '../../shared/errors.ts';
import { checkVersion } from '../../shared/version.ts';
import { addHolidays, MAX_HOLIDAYS } from '../holidays/holiday-list.rules.ts';
import type { HolidayFile } from '../holidays/holidays.rules.ts';
import type { CalendarChange } from './calendar-change.service.ts';
import { changeCalendar } from './calendar-change.service.ts';
import type { CalendarRef } from './calendar-row.load.ts';
import { lockCalendar } from './calendar-row.load.ts';

export interface ImportHolidays {
  calendar: CalendarRef;
  /** iCalendar text (RFC 5545). */
  iCalendar: string;
  expectedVersion?: number | undefined;
}

export interface HolidayImport extends CalendarChange {
  holidaysAdded: number;
  eventsLeftOut: number;
  /** Why events were left out, and what else was not understood. */
  fileProblems: string[];
}

/**
 * Adds the whole days of iCalendar text to the holidays of a calendar. Days that are present already
 * stay, so that importing again changes nothing.
 *
 * @param field path of the input that names the calendar.
 * @throws Refusal NOT_FOUND, WRONG_STATE for a retired calendar, INVALID for text that is no iCalendar,
 *   takes too much work, holds nothing that is understood, or brings too many days.
 */
export async function importHolidays(
  work: Work,
  { calendar: ref, iCalendar, expectedVersion }: ImportHolidays,
  field: readonly string[],
): Promise<HolidayImport> {
  const file = await read(iCalendar, work.now);
  const calendar = await lockCalendar(work.tx, ref, 'NO KEY UPDATE', field);
  if (calendar.retiredAt !== null) {
    throw refuse(
      'WRONG_STATE',
      `${calendar.name} is retired: bring it back with upsertBusinessCalendar first.`,
      field,
    );
  }
  checkVersion(calendar.name, calendar.version, expectedVersion);
  const { holidays, added } = addHolidays(calendar.holidays, file.holidays);
  if (holidays.length > MAX_HOLIDAYS) {
    throw refuse(
      'INVALID',
      `${calendar.name} would have ${holidays.length} holidays; it takes at most ${MAX_HOLIDAYS}.`,
      ['iCalendar'],
    );
  }
  const change = await changeCalendar(work, calendar, { holidays });
  return {
    ...change,
    holidaysAdded: added,
    eventsLeftOut: file.leftOut,
    fileProblems: file.problems,
  };
}

/** Loads the package for iCalendar at the first call in the process: files come a few times a year. */
async function read(iCalendar: string, now: Date): Promise<HolidayFile> {
  const { ICalendarError, readHolidays } = await import('../holidays/holidays.rules.ts');
  try {
    return await inTurns(readHolidays(iCalendar, now));
  } catch (error) {
    if (error instanceof ICalendarError) throw refuse('INVALID', error.message, ['iCalendar']);
    throw error;
  }
}
