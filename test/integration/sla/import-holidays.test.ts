import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { UserError } from '../../support/client.ts';
import { businessCalendar, openCase, slaPolicy } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

interface Payload {
  cursor: string | null;
  added: number;
  leftOut: number;
  problems: string[];
  businessCalendar: { version: number; holidays: { date: string; name: string }[] } | null;
  userErrors: UserError[];
}

const importInto = (calendarId: string, iCalendar: string) =>
  app.mutate<Payload>(
    'importHolidays',
    { calendarId, iCalendar },
    'cursor added leftOut problems businessCalendar { version holidays { date name } }',
  );

const event = (...lines: string[]) => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'];
const file = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n');

const HOURS = [{ day: 'MONDAY', opens: '09:00', closes: '17:00' }];
const HOLIDAYS = file(
  event('SUMMARY:Labour Day', 'DTSTART;VALUE=DATE:20260501'),
  event('SUMMARY:Easter', 'DTSTART;VALUE=DATE:20260403', 'DTEND;VALUE=DATE:20260405'),
  event('SUMMARY:Party', 'DTSTART:20260504T180000Z', 'DTEND:20260504T200000Z'),
);

describe('importHolidays', () => {
  it('adds the whole days of a file, and tells what it left out', async () => {
    const { id } = await businessCalendar(app, {
      holidays: [{ date: '2026-05-01', name: 'Tag der Arbeit' }],
    });
    const { cursor, ...answer } = await importInto(id, HOLIDAYS);
    expect(cursor).not.toBeNull();
    expect(answer).toEqual({
      added: 2,
      leftOut: 1,
      problems: ['Line 12, "Party": has a time of day.'],
      businessCalendar: {
        version: 2,
        holidays: [
          { date: '2026-04-03', name: 'Easter' },
          { date: '2026-04-04', name: 'Easter' },
          { date: '2026-05-01', name: 'Tag der Arbeit' },
        ],
      },
      userErrors: [],
    });
    const { deskEvents } = await app.query<{ deskEvents: { nodes: object[] } }>(
      `{ deskEvents(first: 1, types: [CALENDAR_CHANGED]) { nodes { changes { field from to } } } }`,
    );
    expect(deskEvents.nodes).toEqual([
      {
        changes: [
          { field: 'holidays.2026-04-03', from: null, to: 'Easter' },
          { field: 'holidays.2026-04-04', from: null, to: 'Easter' },
        ],
      },
    ]);
  });

  it('changes nothing when it comes again', async () => {
    const { id } = await businessCalendar(app);
    const first = await importInto(id, HOLIDAYS);
    expect(await importInto(id, HOLIDAYS)).toEqual({ ...first, cursor: null, added: 0 });
  });

  it('answers a call again with what the first one did', async () => {
    const { id: calendarId } = await businessCalendar(app);
    const input = { calendarId, iCalendar: HOLIDAYS, idempotencyKey: 'import-once' };
    const first = await app.mutate('importHolidays', input, 'cursor added leftOut');
    expect(first).toMatchObject({ added: 3, leftOut: 1 });
    expect(await app.mutate('importHolidays', input, 'cursor added leftOut')).toEqual(first);
  });

  it('adds those of two files that come at once', async () => {
    const { id } = await businessCalendar(app);
    const days = ['0601', '0602', '0603', '0604'];
    const answers = await Promise.all(
      days.map((day) => importInto(id, file(event(`DTSTART;VALUE=DATE:2026${day}`)))),
    );
    expect(answers.map(({ added }) => added)).toEqual([1, 1, 1, 1]);
    const last = await importInto(id, file());
    expect(last.businessCalendar).toMatchObject({ version: 5 });
    expect(last.businessCalendar?.holidays).toHaveLength(4);
  });

  it('leaves out what it does not understand, by name and line, and takes the rest', async () => {
    const { id } = await businessCalendar(app);
    const broken = HOLIDAYS.replace('DTSTART;VALUE=DATE:20260501', 'DTSTART;VALUE=DATE:May');
    const { added, leftOut, problems, userErrors } = await importInto(id, broken);
    expect({ added, leftOut, userErrors }).toEqual({ added: 2, leftOut: 2, userErrors: [] });
    expect(problems).toEqual([
      'Line 3, "Labour Day": has DTSTART "May" on line 5, which is no day: give one such as DTSTART;VALUE=DATE:20261225.',
      'Line 12, "Party": has a time of day.',
    ]);
  });

  it('leaves out a rule that the library fails with, and takes the rest', async () => {
    const { id } = await businessCalendar(app);
    const rules = [
      'DTSTART:20250101;RRULE:FREQ=MONTHLY;BYDAY=5MO,5TU',
      'DTSTART:20210419;RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=7,8,12;BYDAY=4FR,FR,-1FR',
    ];
    const ruled = rules.map((text) => event('SUMMARY:Ruled', ...text.split(/;(?=RRULE)/)));
    const { added, problems } = await importInto(id, file(...ruled, event('DTSTART:20260501')));
    expect(added).toBe(1);
    expect(problems).toEqual([
      expect.stringMatching(
        /^Line 3, "Ruled": has the rule .* is not worked out: list its days\.$/,
      ),
      expect.stringMatching(
        /^Line 8, "Ruled": has the rule .* is not worked out: list its days\.$/,
      ),
    ]);
  });

  it('gives names that may be handed back', async () => {
    const { id, name } = await businessCalendar(app);
    const names = ['\u200fעצמאות\u202e', 'Di\u0301a', `${'a'.repeat(199)} b`, '\u202e'];
    const events = names.map((one, day) => event(`SUMMARY:${one}`, `DTSTART:2026060${day + 1}`));
    const { businessCalendar: imported } = await importInto(id, file(...events));
    const holidays = imported?.holidays ?? [];
    const kept = ['עצמאות', 'Día', 'a'.repeat(199), 'Holiday'];
    expect(holidays.map((one) => one.name)).toEqual(kept);
    const input = { name, timeZone: 'Europe/Berlin', hours: HOURS, holidays };
    const fields = 'businessCalendar { version holidays { date name } }';
    expect(await app.mutate('upsertBusinessCalendar', input, fields)).toMatchObject({
      businessCalendar: { holidays },
      userErrors: [],
    });
  });

  it('refuses a text of which it understands nothing, says why, and writes nothing', async () => {
    const { id } = await businessCalendar(app);
    const broken = file(event('SUMMARY:Labour Day', 'DTSTART;VALUE=DATE:May'));
    const { userErrors, added, businessCalendar: none } = await importInto(id, broken);
    expect({ added, none }).toEqual({ added: 0, none: null });
    expect(userErrors).toEqual([
      {
        code: 'INVALID',
        field: ['iCalendar'],
        message:
          'No holiday could be read. Line 3, "Labour Day": has DTSTART "May" on line 5, which is no day: give one such as DTSTART;VALUE=DATE:20261225.',
      },
    ]);
    expect((await importInto(id, file())).businessCalendar).toEqual({ version: 1, holidays: [] });
  });

  it('takes more than 200,000 characters', async () => {
    const { id } = await businessCalendar(app);
    const days = Array.from({ length: 3_000 }, (_, day) =>
      event(`SUMMARY:${'x'.repeat(60)}`, `DTSTART:2026${day % 2 === 0 ? '0601' : '0602'}`),
    );
    const long = file(...days);
    expect(long.length).toBeGreaterThan(300_000);
    expect(await importInto(id, long)).toMatchObject({ added: 2, userErrors: [] });
  });

  it('gives clocks that start later the days off', async () => {
    const { id, name } = await businessCalendar(app);
    await slaPolicy(app, { tier: 'BUSINESS', calendar: { name }, responseTarget: 'PT8H' });
    // Ten in Berlin on a Monday; the Tuesday is off.
    await importInto(id, file(event('DTSTART;VALUE=DATE:20260303')));
    const { id: caseId } = await openCase(app);
    const { escalation } = await app.query<{ escalation: { sla: { dueAt: string }[] } }>(
      'query ($id: ID!) { escalation(by: { id: $id }) { sla { dueAt } } }',
      { id: caseId },
    );
    expect(escalation.sla[0]?.dueAt).toBe('2026-03-04T09:00:00.000Z');
  });
});
