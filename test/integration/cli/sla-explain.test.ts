import { describe, expect, test } from 'vitest';
import { runDesk } from '../../support/command.ts';

/** Every other command would fail with these, or end with 2 for bad configuration. */
const NO_DATABASE = {
  DATA_DIR: '/proc/no-folder-can-be-made-here',
  DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none',
  PORT: 'not a port',
};

const EXAMPLE = {
  calendar: {
    timeZone: 'Europe/Berlin',
    hours: [{ day: 'MONDAY', opens: '09:00', closes: '17:00' }],
    holidays: ['2026-12-25'],
  },
  targets: { response: 'PT1H', update: 'PT3H', resolution: 'PT4H' },
  events: [{ type: 'OPENED', at: '2026-11-23T09:30:00Z' }],
  now: '2026-11-23T09:31:00Z',
};

const RESPONSE = {
  kind: 'RESPONSE',
  state: 'RUNNING',
  startedAt: '2026-11-23T09:30:00.000Z',
  dueAt: '2026-11-23T10:30:00.000Z',
  metAt: null,
  breachedAt: null,
  elapsed: 'PT1M',
  remaining: 'PT59M',
};

const ANSWER = {
  clocks: [
    RESPONSE,
    { ...RESPONSE, kind: 'UPDATE', dueAt: '2026-11-23T12:30:00.000Z', remaining: 'PT2H59M' },
    { ...RESPONSE, kind: 'RESOLUTION', dueAt: '2026-11-23T13:30:00.000Z', remaining: 'PT3H59M' },
  ],
};

const explain = (input: unknown, ...flags: string[]) =>
  runDesk(
    ['sla', 'explain', ...flags],
    NO_DATABASE,
    typeof input === 'string' ? input : JSON.stringify(input),
  );

async function answerTo(input: unknown, ...flags: string[]): Promise<unknown> {
  const { code, stdout, stderr } = await explain(input, ...flags);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as unknown;
}

describe('sla explain, without a database and whatever the configuration', () => {
  test('prints the clocks of a case', async () => {
    expect(await answerTo(EXAMPLE)).toEqual(ANSWER);
    expect(await answerTo(EXAMPLE, '--json')).toEqual(ANSWER);
  });

  test('a list gives a list', async () => {
    expect(await answerTo([])).toEqual([]);
    expect(await answerTo([EXAMPLE])).toEqual([ANSWER]);
    const { calendar: _, ...aroundTheClock } = EXAMPLE;
    const later = { ...aroundTheClock, now: '2026-11-24T09:30:00Z' };
    expect(await answerTo([EXAMPLE, later])).toMatchObject([
      ANSWER,
      { clocks: [{ elapsed: 'PT24H', state: 'BREACHED' }, {}, {}] },
    ]);
  });

  test('--intervals tells where the time went', async () => {
    const first = {
      from: '2026-11-23T09:30:00.000Z',
      to: '2026-11-23T09:31:00.000Z',
      counted: true,
      reason: 'COUNTED',
      holiday: null,
      length: 'PT1M',
    };
    expect(await answerTo(EXAMPLE, '--intervals')).toEqual({
      clocks: ANSWER.clocks.map((clock) => ({ ...clock, intervals: [first] })),
    });
  });

  test('--text is for people', async () => {
    const one = await explain(EXAMPLE, '--text');
    expect(one).toMatchObject({ code: 0, stderr: '' });
    expect(one.stdout).toMatch(
      /^Working time of a calendar\. Times are those of Europe\/Berlin\.\n/,
    );
    expect(one.stdout).toContain('  due        Mon 2026-11-23 11:30:00 +01:00\n');
    const two = await explain([EXAMPLE, EXAMPLE], '--text');
    expect(two.stdout).toMatch(/^Case 1 of 2\n.*\n\nCase 2 of 2\nWorking time/s);
  });
});

describe('what is wrong ends with 1, one line on standard error and nothing else', () => {
  test.each<[string, unknown, string]>([
    ['nothing', '', 'standard input: is empty: give one JSON object, or a list of them.'],
    ['no JSON', 'OPENED', 'standard input: is not JSON ('],
    ['a missing now', { ...EXAMPLE, now: undefined }, 'now: is missing: give RFC 3339 with a zone'],
    [
      'an early now',
      { ...EXAMPLE, now: '2026-01-01T00:00:00Z' },
      'now: 2026-01-01T00:00:00.000Z is',
    ],
    ['no OPENED', { ...EXAMPLE, events: [] }, 'events: has no OPENED: give one'],
    [
      'an unknown event in the second of a list',
      [EXAMPLE, { ...EXAMPLE, events: [...EXAMPLE.events, { type: 'PAUSED', at: EXAMPLE.now }] }],
      '[1].events[1].type: "PAUSED" is not an event: give one of OPENED, RESPONDED, UPDATED,',
    ],
    [
      'a target of zero',
      { ...EXAMPLE, targets: { update: 'PT0S' } },
      'targets.update: "PT0S" is not',
    ],
    [
      'a wrong zone',
      { ...EXAMPLE, calendar: { ...EXAMPLE.calendar, timeZone: 'Europe/Berlln' } },
      'calendar.timeZone: "Europe/Berlln" is no time zone: give an IANA name such as',
    ],
    ['an unknown key', { ...EXAMPLE, timezone: 'UTC' }, 'timezone: is not known here: give only'],
  ])('%s', async (_name, input, message) => {
    const { code, stdout, stderr } = await explain(input);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr.startsWith(message)).toBe(true);
    expect(stderr).toMatch(/^[^\n]+\n$/);
  });

  test('wrong usage ends with 2', async () => {
    expect(await explain(EXAMPLE, '--text', '--json')).toMatchObject({ code: 2, stdout: '' });
    expect(await explain(EXAMPLE, 'file.json')).toMatchObject({ code: 2, stdout: '' });
    expect(await runDesk(['sla'], NO_DATABASE)).toMatchObject({ code: 2, stdout: '' });
  });
});
