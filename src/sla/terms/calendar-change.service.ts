import type { Prisma } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { diffFields } from '../../events/changes.ts';
import { recordDesk } from '../../events/desk-entry.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import type { CalendarTerms } from '../time/calendar.rules.ts';
import type { CalendarRow } from './calendar-row.load.ts';
import { calendarFields } from './calendar-row.load.ts';
import { policiesUsing, policyName } from './policy-row.load.ts';
import { endlessProblems } from './policy-terms.rules.ts';

export interface CalendarChange {
  calendarId: string;
  eventIds: bigint[];
}

/** The changes of a calendar. What is left out stays as it is. */
type Moves = Partial<CalendarTerms & { retiredAt: Date | null }>;

/**
 * Makes the next version of a calendar whose row is locked, unless nothing differs. Running clocks keep
 * the version that they started with.
 *
 * @throws Refusal INVALID when a length of a policy that uses the calendar would then take years.
 */
export async function changeCalendar(
  work: Work,
  before: CalendarRow,
  moves: Moves,
): Promise<CalendarChange> {
  const { tx } = work;
  const calendarId = before.id;
  const after = { ...before, ...moves, version: before.version + 1 };
  if (diffFields(calendarFields(before), calendarFields(after)).length === 0) {
    return { calendarId, eventIds: [] };
  }
  await checkPolicies(tx, after);
  const { version, retiredAt, ...terms } = after;
  await tx.businessCalendar.update({
    where: { id: calendarId },
    data: { version, retiredAt, ...columns(terms) },
  });
  return keepVersion(work, before, after, verbOf(before, after));
}

/** Records the first version of a calendar whose row was just inserted. */
export function recordNewCalendar(work: Work, calendar: CalendarRow): Promise<CalendarChange> {
  return keepVersion(work, null, calendar, 'added');
}

async function keepVersion(
  work: Work,
  before: CalendarRow | null,
  after: CalendarRow,
  verb: string,
): Promise<CalendarChange> {
  const { id: calendarId, version } = after;
  await work.tx.businessCalendarVersion.create({
    data: { calendarId, version, ...columns(after) },
  });
  const from = before === null ? new Map() : calendarFields(before);
  const eventIds = await recordDesk(work, {
    deskType: 'CALENDAR_CHANGED',
    subjectType: 'BusinessCalendar',
    subjectId: calendarId,
    customerId: null,
    summary: `Calendar ${after.name} ${verb}`,
    changes: diffFields(from, calendarFields(after)),
    data: {},
  });
  return { calendarId, eventIds };
}

function verbOf(before: CalendarRow, after: CalendarRow): string {
  if (after.retiredAt !== null) return 'retired';
  return before.retiredAt === null ? 'changed' : 'brought back';
}

async function checkPolicies(tx: Tx, calendar: CalendarRow): Promise<void> {
  for (const policy of await policiesUsing(tx, calendar.id)) {
    const [problem] = endlessProblems(policy.lengths, calendar);
    if (problem === undefined) continue;
    throw refuse('INVALID', `The policy ${policyName(policy)} uses it: ${problem.message}`, [
      'hours',
    ]);
  }
}

function columns({ timeZone, hours, holidays }: CalendarTerms) {
  return {
    timeZone,
    hours: hours as unknown as Prisma.InputJsonArray,
    holidays: holidays as unknown as Prisma.InputJsonArray,
  };
}
