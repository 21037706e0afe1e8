import { Prisma } from '../../db/client.ts';
import type { BusinessCalendar } from '../../db/generated/client/client.ts';
import { firstNamedSql, hasNameSql } from '../../db/old-names.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Fields } from '../../events/changes.ts';
import { fieldsOf } from '../../events/changes.ts';
import { refuse } from '../../shared/errors.ts';
import type { Weekday } from '../../shared/vocabulary.ts';
import type { BusinessHours, CalendarTerms, Holiday } from '../time/calendar.rules.ts';

/** Names a calendar by its key or by its name. Exactly one of the two is given. */
export interface CalendarRef {
  id?: string | undefined;
  name?: string | undefined;
}

export type CalendarRow = Omit<BusinessCalendar, 'hours' | 'holidays' | 'nameNfc'> & CalendarTerms;

/** SHARE keeps the row as it is; NO KEY UPDATE is for a change. Both hold until the transaction ends. */
type Lock = 'SHARE' | 'NO KEY UPDATE';

/** Locks and reads a calendar; retired ones are found too. @throws Refusal NOT_FOUND when there is none. */
export async function lockCalendar(
  tx: Tx,
  { id, name }: CalendarRef,
  lock: Lock,
  field: readonly string[],
): Promise<CalendarRow> {
  const named =
    id === undefined ? hasNameSql('calendar', name ?? '') : Prisma.sql`id = ${id}::uuid`;
  const [found] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM business_calendar WHERE ${named} ${firstNamedSql('calendar')} LIMIT 1
    FOR ${Prisma.raw(lock)}`;
  if (found === undefined) {
    const given = name === undefined ? 'with this id' : JSON.stringify(name);
    throw refuse('NOT_FOUND', `There is no business calendar ${given}.`, field);
  }
  return toCalendar(await tx.businessCalendar.findUniqueOrThrow({ where: { id: found.id } }));
}

export function toCalendar(stored: BusinessCalendar): CalendarRow {
  const { hours, holidays, nameNfc: _nameNfc, ...row } = stored;
  return {
    ...row,
    hours: hours as unknown as BusinessHours[],
    holidays: holidays as unknown as Holiday[],
  };
}

/** A calendar as flat fields, from which `changes` of desk entries are taken and to which they must fold. */
export function calendarFields({
  name,
  timeZone,
  hours,
  holidays,
  retiredAt,
}: Omit<CalendarRow, 'id' | 'version'>): Fields {
  const byDay = new Map<Weekday, string[]>();
  for (const { day, opens, closes } of hours) {
    byDay.set(day, [...(byDay.get(day) ?? []), `${opens}-${closes}`]);
  }
  return fieldsOf([
    ['', { name, timeZone, retiredAt }],
    ['hours', Object.fromEntries(byDay)],
    ['holidays', Object.fromEntries(holidays.map((holiday) => [holiday.date, holiday.name]))],
  ]);
}
