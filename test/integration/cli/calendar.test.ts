import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { runDesk, temporaryFolder } from '../../support/command.ts';
import { businessCalendar } from '../../support/factories.ts';

let app: TestApp;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
let file: string;

/** Next year, so that it lies in the years that are looked at whenever the test runs. */
const YEAR = new Date().getUTCFullYear() + 1;
const DAY = `${YEAR}-05-01`;

beforeAll(async () => {
  app = await startTestApp();
  folder = await temporaryFolder();
  env = { DATABASE_URL: app.databaseUrl, DATA_DIR: folder.path };
  file = await write('holidays.ics', [
    ...['BEGIN:VEVENT', 'SUMMARY:Labour Day', `DTSTART;VALUE=DATE:${YEAR}0501`, 'END:VEVENT'],
    ...['BEGIN:VEVENT', 'SUMMARY:Party', `DTSTART:${YEAR}0504T180000Z`, 'END:VEVENT'],
  ]);
  await businessCalendar(app, { name: 'Berlin office' });
  const { id } = await businessCalendar(app, { name: 'Closed office' });
  await app.mutate('retireBusinessCalendar', { calendarId: id });
});
afterAll(async () => {
  await app.stop();
  await folder.remove();
});

async function write(name: string, events: string[]): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, ['BEGIN:VCALENDAR', ...events, 'END:VCALENDAR', ''].join('\r\n'));
  return path;
}

describe('calendar import', () => {
  test('adds the holidays of a file once, and the log says who did', async () => {
    expect(await runDesk(['calendar', 'import', 'Berlin office', file], env)).toEqual({
      code: 0,
      stdout: '1 holiday added to Berlin office; 1 event left out\n',
      stderr: `${file}: Line 6, "Party": has a time of day.\n`,
    });
    const again = await runDesk(['calendar', 'import', '--json', 'Berlin office', file], env);
    expect({ ...again, stdout: JSON.parse(again.stdout) }).toEqual({
      code: 0,
      stdout: {
        calendar: 'Berlin office',
        version: 2,
        added: 0,
        leftOut: 1,
        problems: ['Line 6, "Party": has a time of day.'],
      },
      stderr: '',
    });
    const { deskEvents } = await app.query<{ deskEvents: { nodes: object[] } }>(
      `{ deskEvents(first: 1, types: [CALENDAR_CHANGED]) {
        nodes { actorLabel changes { field to } }
      } }`,
    );
    expect(deskEvents.nodes).toEqual([
      { actorLabel: 'command line', changes: [{ field: `holidays.${DAY}`, to: 'Labour Day' }] },
    ]);
    expect(await runDesk(['verify'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/ 4 policies, 2 calendars, /),
    });
  });

  test.each([
    [
      'a calendar that is not there',
      'Atlantis',
      'holidays.ics',
      'There is no business calendar "Atlantis".\n',
    ],
    ['a retired one', 'Closed office', 'holidays.ics', /^Closed office is retired: .*\.\n$/],
    [
      'a file that is not there',
      'Berlin office',
      'missing.ics',
      /missing\.ics cannot be read: .*\n$/,
    ],
    ['a folder', 'Berlin office', '.', /cannot be read: .*\n$/],
    [
      'a file that is none',
      'Berlin office',
      'words.ics',
      /words\.ics: Must be iCalendar text.*\n$/,
    ],
    [
      'one of which nothing is understood',
      'Berlin office',
      'broken.ics',
      /broken\.ics: No holiday could be read\. Line 2, "Holiday": has no END:VEVENT\.\n$/,
    ],
    [
      'a huge one',
      'Berlin office',
      'huge.ics',
      /huge\.ics cannot be read: .* 4,000,000 bytes\.\n$/,
    ],
  ])('%s is refused with its reason in one line', async (_name, calendar, name, message) => {
    await writeFile(join(folder.path, 'words.ics'), 'Some holidays');
    await writeFile(join(folder.path, 'huge.ics'), 'x'.repeat(4_000_001));
    await write('broken.ics', ['BEGIN:VEVENT']);
    const path = join(folder.path, name);
    const { code, stdout, stderr } = await runDesk(['calendar', 'import', calendar, path], env);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    if (typeof message === 'string') expect(stderr).toBe(message);
    else expect(stderr).toMatch(message);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });

  test.each([
    ['without a file', ['calendar', 'import', 'Berlin office'], /missing required argument 'file'/],
    ['without anything', ['calendar', 'import'], /missing required argument 'calendar'/],
    ['that is none', ['calendar', 'explode'], /unknown command 'explode'/],
  ])('%s ends with 2', async (_name, args, message) => {
    const { code, stdout, stderr } = await runDesk(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

describe('calendar list', () => {
  test('prints the calendars in use, one a line', async () => {
    expect(await runDesk(['calendar', 'list'], env)).toEqual({
      code: 0,
      stdout: 'Berlin office: Europe/Berlin, version 2, 1 holiday\n',
      stderr: '',
    });
  });

  test('prints all of them as JSON', async () => {
    const { code, stdout } = await runDesk(['calendar', 'list', '--json'], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual([
      {
        id: expect.any(String),
        version: 2,
        name: 'Berlin office',
        timeZone: 'Europe/Berlin',
        hours: expect.arrayContaining([{ day: 'MONDAY', opens: '09:00', closes: '17:00' }]),
        holidays: [{ date: DAY, name: 'Labour Day' }],
      },
    ]);
  });
});
