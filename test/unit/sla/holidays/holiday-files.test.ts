import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeUtf8 } from '../../../../src/shared/text/utf8.ts';
import { mendFolds } from '../../../../src/sla/holidays/icalendar.rules.ts';
import expected from './holiday-files/expected.json' with { type: 'json' };
import { readHolidays } from './read-holidays.ts';

const FOLDER = new URL('./holiday-files/', import.meta.url);
const NOW = new Date('2026-03-02T09:00:00Z');

/** As the command line reads it. */
function readFile(file: string) {
  const bytes = readFileSync(new URL(file, FOLDER));
  return readHolidays(decodeUtf8(mendFolds(bytes)), NOW);
}

describe('a file in the manner of a maker gives the days that it means', () => {
  test.each(expected.filter(({ refused }) => refused === null))('$file', (row) => {
    const { holidays, problems } = readFile(row.file);
    expect(holidays.map(({ date, name }) => `${date} ${name}`)).toEqual(row.days);
    expect(problems).toEqual(
      row.problems.map((problem) => expect.stringMatching(new RegExp(problem))),
    );
  });

  test.each(expected.filter(({ refused }) => refused !== null))(
    '$file, or is refused as a whole',
    ({ file, refused }) => {
      expect(() => readFile(file)).toThrow(new RegExp(refused ?? ''));
    },
  );

  test('and every file of the folder is in the list', () => {
    const files = readdirSync(FOLDER).filter((file) => file.endsWith('.ics'));
    expect(expected.map(({ file }) => file).sort()).toEqual(files.sort());
    expect(files.length).toBeGreaterThanOrEqual(95);
  });
});
