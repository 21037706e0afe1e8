import type { Command } from 'commander';
import { Refusal } from '../shared/errors.ts';
import type { HolidayImport } from '../sla/terms/holidays.service.ts';
import { change } from './change.ts';
import { readText } from './input.ts';
import { CommandFailure, note, print, printJson, reasonOf } from './output.ts';
import type { Session } from './session.ts';

/** A longer file is not even read. The limit of characters for an import is below it. */
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
  const { mendFolds } = await import('../sla/holidays/icalendar.rules.ts');
  const iCalendar = await readText(file, { maxBytes: MAX_BYTES, prepare: mendFolds });
  const { withSession } = await import('./session.ts');
  const { version, holidaysAdded, eventsLeftOut, fileProblems } = await withSession(
    async (session) => {
      const done = await addHolidays(session, name, iCalendar).catch((error: unknown) => {
        const isOfFile = error instanceof Refusal && error.errors[0]?.field[0] === 'iCalendar';
        throw isOfFile
          ? new CommandFailure(`${file}: ${reasonOf(error)}`, { cause: error })
          : error;
      });
      await session.sequencer.sequence();
      const where = { id: done.calendarId };
      return { ...done, ...(await session.db.businessCalendar.findUniqueOrThrow({ where })) };
    },
  );
  if (json) {
    printJson({
      calendar: name,
      version,
      added: holidaysAdded,
      leftOut: eventsLeftOut,
      problems: fileProblems,
    });
    return;
  }
  for (const problem of fileProblems) note(`${file}: ${problem}`);
  const leftOut = eventsLeftOut === 0 ? '' : `; ${count(eventsLeftOut, 'event')} left out`;
  print(`${count(holidaysAdded, 'holiday')} added to ${name}${leftOut}`);
}

async function addHolidays(
  session: Session,
  name: string,
  iCalendar: string,
): Promise<HolidayImport> {
  const { importHolidays } = await import('../sla/terms/holidays.service.ts');
  return change(session, (work) =>
    importHolidays(work, { calendar: { name }, iCalendar }, ['calendar']),
  );
}

async function listCalendars({ json }: { json?: true }): Promise<void> {
  const { withSession } = await import('./session.ts');
  const { encodeId } = await import('../graphql/global-id.ts');
  const { toCalendar } = await import('../sla/terms/calendar-row.load.ts');
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

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
