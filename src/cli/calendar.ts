import { readFile, stat } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Work } from '../events/work.ts';
import { Refusal } from '../shared/errors.ts';
import type { HolidayImport } from '../sla/holidays.service.ts';
import { CommandFailure, print, printJson, reasonOf } from './output.ts';
import type { Session } from './session.ts';

/** What is taken on has fewer characters; a larger file is not even read. */
const MAX_BYTES = 4_000_000;

export function addCalendar(program: Command): void {
  const calendar = program
    .command('calendar')
    .description('the business calendars by which clocks count working time');
  calendar
    .command('import')
    .description("add the all-day events of an iCalendar file to a calendar's holidays")
    .argument('<calendar>', 'the name of the calendar')
    .argument('<file>', 'an iCalendar file, as in holidays.ics')
    .option('--json', 'print JSON')
    .action(importFile);
  calendar
    .command('list')
    .description('print the calendars that are in use, one a line')
    .option('--json', 'print JSON')
    .action(listCalendars);
}

async function importFile(name: string, file: string, { json }: { json?: true }): Promise<void> {
  const iCalendar = await readText(file);
  const { withSession } = await import('./session.ts');
  const { version, holidaysAdded, eventsLeftOut } = await withSession(async (session) => {
    const done = await addHolidays(session, name, iCalendar).catch((error: unknown) => {
      const isOfFile = error instanceof Refusal && error.errors[0]?.field[0] === 'iCalendar';
      throw isOfFile ? new CommandFailure(`${file}: ${reasonOf(error)}`, { cause: error }) : error;
    });
    await session.sequencer.sequence();
    const where = { id: done.calendarId };
    return { ...done, ...(await session.db.businessCalendar.findUniqueOrThrow({ where })) };
  });
  if (json) {
    printJson({ calendar: name, version, added: holidaysAdded, leftOut: eventsLeftOut });
    return;
  }
  const leftOut = eventsLeftOut === 0 ? '' : `; ${count(eventsLeftOut, 'event')} left out`;
  print(`${count(holidaysAdded, 'holiday')} added to ${name}${leftOut}`);
}

async function addHolidays(
  { db, clock }: Session,
  name: string,
  iCalendar: string,
): Promise<HolidayImport> {
  const { inTransaction } = await import('../db/transaction.ts');
  const { importHolidays } = await import('../sla/holidays.service.ts');
  const now = clock.now();
  const base: Omit<Work, 'tx'> = {
    actor: { userId: null, label: 'command line' },
    role: 'ADMIN',
    customerIds: null,
    now,
    recordedAt: now,
    imported: false,
  };
  return inTransaction(db, (tx) =>
    importHolidays({ ...base, tx }, { calendar: { name }, iCalendar }, ['calendar']),
  );
}

async function listCalendars({ json }: { json?: true }): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { encodeId } = await import('../graphql/global-id.ts');
  const { toCalendar } = await import('../sla/calendar-row.service.ts');
  const rows = await withSession(({ db }) =>
    db.businessCalendar.findMany({ where: { retiredAt: null }, orderBy: { name: 'asc' } }),
  );
  const calendars = rows.map(toCalendar);
  if (json) {
    printJson(
      calendars.map(({ id, retiredAt: _retiredAt, ...rest }) => ({
        id: encodeId('BusinessCalendar', id),
        ...rest,
      })),
    );
    return;
  }
  for (const { name, timeZone, version, holidays } of calendars) {
    print(`${name}: ${timeZone}, version ${version}, ${count(holidays.length, 'holiday')}`);
  }
}

async function readText(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > MAX_BYTES) {
      throw new Error(`it has more than ${MAX_BYTES.toLocaleString('en')} bytes`);
    }
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new CommandFailure(`${file} cannot be read: ${reasonOf(cause)}.`, { cause });
  }
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
