import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ICalendarError } from '../../../../src/sla/holidays/icalendar.rules.ts';
import { runs } from '../clock/runs.ts';
import { readHolidays } from './read-holidays.ts';

const FOLDER = new URL('./holiday-files/', import.meta.url);
const NOW = new Date('2026-03-02T09:00:00Z');

/** Lines of the files of makers, in any order. */
const lines = readdirSync(FOLDER)
  .filter((file) => file.endsWith('.ics'))
  .flatMap((file) => readFileSync(new URL(file, FOLDER), 'utf8').split(/[\r\n]+/))
  .filter((line) => /^(?!BEGIN|END|DTSTART|SUMMARY)[A-Z-]+[;:]/.test(line));
const events = fc.array(fc.array(fc.constantFrom(...lines), { maxLength: 5 }), {
  minLength: 1,
  maxLength: 4,
});

test('an event of whatever lines brings its day, is told of by name, or is cancelled', () => {
  fc.assert(
    fc.property(events, (given) => {
      const text = given.flatMap((rest, n) => [
        ...['BEGIN:VEVENT', `SUMMARY:${n}`, `DTSTART;VALUE=DATE:2026060${n + 1}`],
        ...[...rest, 'END:VEVENT'],
      ]);
      const read = readOrNone(['BEGIN:VCALENDAR', ...text, 'END:VCALENDAR'].join('\r\n'));
      for (const [n, rest] of given.entries()) {
        const isCancelled = rest.some((line) => /CANCELL?ED/.test(line));
        const isToldOf = read.problems.some((problem) => problem.includes(`"${n}"`));
        const hasName = read.holidays.some(({ name }) => name === `${n}`);
        const isTaken = read.holidays.some(({ date }) => date === `2026-06-0${n + 1}`);
        expect(isCancelled || isToldOf || hasName || isTaken).toBe(true);
      }
    }),
    runs(600),
  );
});

function readOrNone(text: string) {
  try {
    return readHolidays(text, NOW);
  } catch (error) {
    if (!(error instanceof ICalendarError)) throw error;
    return { holidays: [], problems: [error.message] };
  }
}
