import type { Work } from '../../events/work.ts';
import { Refusal, refuse } from '../../shared/errors.ts';
import { newId } from '../../shared/ids.ts';
import { checkVersion } from '../../shared/version.ts';
import { WEEKDAYS } from '../../shared/vocabulary.ts';
import { inOrder } from '../holidays/holiday-list.rules.ts';
import type { BusinessHours, Holiday } from '../time/calendar.rules.ts';
import { calendarProblems } from '../time/calendar.rules.ts';
import type { CalendarChange } from './calendar-change.service.ts';
import { changeCalendar, recordNewCalendar } from './calendar-change.service.ts';
import { lockCalendar } from './calendar-row.load.ts';
import { policiesUsing, policyName } from './policy-row.load.ts';

export interface UpsertBusinessCalendar {
  name: string;
  timeZone: string;
  hours: BusinessHours[];
  /** Replaces all earlier holidays; left out, they stay as they were. */
  holidays?: Holiday[] | undefined;
  expectedVersion?: number | undefined;
}

/**
 * Makes a calendar, or changes the one with that name. A retired calendar comes back into use.
 *
 * @throws Refusal INVALID for hours by which no clock could run, STALE_VERSION.
 */
export async function upsertBusinessCalendar(
  work: Work,
  input: UpsertBusinessCalendar,
): Promise<CalendarChange> {
  const { name, timeZone, holidays } = input;
  const problems = calendarProblems({ ...input, holidays: holidays ?? [] });
  if (problems.length > 0) {
    throw new Refusal(problems.map((problem) => ({ code: 'INVALID', ...problem })));
  }
  const terms = {
    timeZone,
    hours: byDay(input.hours),
    ...(holidays === undefined ? {} : { holidays: inOrder(holidays) }),
  };
  const isNew = await insertIfNew(work, name, { holidays: [], ...terms });
  const before = await lockCalendar(work.tx, { name }, 'NO KEY UPDATE', ['name']);
  checkVersion(`Calendar ${name}`, isNew ? undefined : before.version, input.expectedVersion);
  if (isNew) return recordNewCalendar(work, before);
  return changeCalendar(work, before, { ...terms, retiredAt: null });
}

/**
 * Takes a calendar out of use. Retiring it again is no error and changes nothing.
 *
 * @throws Refusal NOT_FOUND, STALE_VERSION, WRONG_STATE while policies in force use the calendar.
 */
export async function retireBusinessCalendar(
  work: Work,
  { calendarId, expectedVersion }: { calendarId: string; expectedVersion?: number | undefined },
): Promise<CalendarChange> {
  const before = await lockCalendar(work.tx, { id: calendarId }, 'NO KEY UPDATE', ['calendarId']);
  checkVersion(`Calendar ${before.name}`, before.version, expectedVersion);
  if (before.retiredAt !== null) return { calendarId, eventIds: [] };
  const users = (await policiesUsing(work.tx, calendarId)).map(policyName);
  if (users.length > 0) {
    throw refuse(
      'WRONG_STATE',
      `Policies in force use ${before.name}: ${users.join(', ')}. Give them another calendar first.`,
      ['calendarId'],
    );
  }
  return changeCalendar(work, before, { retiredAt: work.now });
}

/** Inserts the calendar unless its name is taken. When two callers make it at once, the second changes it. */
async function insertIfNew(
  { tx }: Work,
  name: string,
  { timeZone, hours, holidays }: Omit<UpsertBusinessCalendar, 'name'>,
): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO business_calendar (id, name, time_zone, hours, holidays)
    SELECT ${newId()}::uuid, ${name}, ${timeZone}, ${JSON.stringify(hours)}::jsonb,
      ${JSON.stringify(holidays)}::jsonb
    WHERE NOT EXISTS (SELECT FROM business_calendar WHERE name_nfc = ${name})
    ON CONFLICT (name) DO NOTHING`;
  return inserted === 1;
}

function byDay(hours: readonly BusinessHours[]): BusinessHours[] {
  return [...hours].sort(
    (a, b) => WEEKDAYS.indexOf(a.day) - WEEKDAYS.indexOf(b.day) || (a.opens < b.opens ? -1 : 1),
  );
}
