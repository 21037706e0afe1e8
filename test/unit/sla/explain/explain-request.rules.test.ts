import { describe, expect, it, test } from 'vitest';
import { explain, toJson } from '../../../../src/sla/explain/explain-answer.rules.ts';
import { readRequests } from '../../../../src/sla/explain/explain-request.rules.ts';
import { toText } from '../../../../src/sla/explain/explain-text.rules.ts';

const MONDAY = { day: 'MONDAY', opens: '09:00', closes: '17:00' };
const OPENED = { type: 'OPENED', at: '2026-11-23T09:30:00Z' };
const CALENDAR = { timeZone: 'Europe/Berlin', hours: [MONDAY], holidays: ['2026-12-25'] };
const EXAMPLE = {
  calendar: CALENDAR,
  targets: { response: 'PT1H', update: 'PT3H', resolution: 'PT4H' },
  events: [OPENED],
  now: '2026-11-23T09:31:00Z',
};

function read(request: object) {
  const found = readRequests(JSON.stringify(request));
  if (Array.isArray(found)) throw new Error('A list was read.');
  return found;
}

function clocks(request: object) {
  return toJson(explain(read(request)), true).clocks;
}

/** An event so many minutes after the opening. */
function event(type: string, minutes: number) {
  return { type, at: new Date(Date.parse(OPENED.at) + minutes * 60_000).toISOString() };
}

describe('a request', () => {
  it('gives one clock for each target', () => {
    expect(clocks(EXAMPLE).map(({ kind }) => kind)).toEqual(['RESPONSE', 'UPDATE', 'RESOLUTION']);
    const { events, now } = EXAMPLE;
    expect(clocks({ targets: { update: 'PT3H' }, events, now })).toMatchObject([
      { kind: 'UPDATE', elapsed: 'PT1M', remaining: 'PT2H59M' },
    ]);
  });

  it('is a list when a list was given', () => {
    expect(readRequests('[]')).toEqual([]);
    expect(readRequests(JSON.stringify([EXAMPLE, EXAMPLE]))).toHaveLength(2);
  });

  it('counts around the clock without a calendar; null is as good as nothing', () => {
    const at = { ...EXAMPLE, now: '2026-11-24T09:30:00Z', targets: { response: 'P2D' } };
    const { calendar: _, ...without } = at;
    const expected = [{ elapsed: 'PT24H', dueAt: new Date('2026-11-25T09:30:00Z') }];
    expect(clocks(without)).toMatchObject(expected);
    expect(
      clocks({ ...at, calendar: null, targets: { ...at.targets, update: null } }),
    ).toMatchObject(expected);
  });

  it.each(['RESPONDED', 'UPDATED'])('takes %s for a communication that counts', (type) => {
    const request = { ...EXAMPLE, events: [OPENED, event(type, 20)], now: event('', 30).at };
    expect(clocks(request)).toMatchObject([
      { kind: 'RESPONSE', state: 'MET', metAt: new Date(event('', 20).at), elapsed: 'PT20M' },
      { kind: 'UPDATE', state: 'RUNNING', startedAt: new Date(event('', 20).at) },
      { kind: 'RESOLUTION', state: 'RUNNING' },
    ]);
  });

  it('takes events in any order and leaves out those after now', () => {
    const events = [event('RESOLVED', 90), event('RESUMED', 40), event('WAITING', 10), OPENED];
    expect(clocks({ ...EXAMPLE, events, now: event('', 50).at })[0]).toMatchObject({
      state: 'RUNNING',
      elapsed: 'PT20M',
    });
    expect(clocks({ ...EXAMPLE, events, now: event('', 20).at })[0]).toMatchObject({
      state: 'PAUSED',
      dueAt: null,
      elapsed: 'PT10M',
    });
  });

  it('goes on after REOPENED, without the time while resolved', () => {
    const events = [OPENED, event('RESOLVED', 90), event('REOPENED', 120)];
    expect(clocks({ ...EXAMPLE, events, now: event('', 150).at })).toMatchObject([
      { kind: 'RESPONSE', state: 'BREACHED', metAt: new Date(event('', 90).at) },
      { kind: 'UPDATE', state: 'RUNNING', elapsed: 'PT30M' },
      { kind: 'RESOLUTION', state: 'RUNNING', elapsed: 'PT2H' },
    ]);
  });

  it('has several spans a day, up to 24:00, and holidays with and without a name', () => {
    const calendar = {
      timeZone: 'UTC',
      hours: [
        { day: 'MONDAY', opens: '08:00', closes: '12:00' },
        { day: 'MONDAY', opens: '20:00', closes: '24:00' },
        { day: 'WEDNESDAY', opens: '00:00', closes: '24:00' },
      ],
      holidays: ['2026-11-24', { date: '2026-11-25', name: 'Shutdown' }],
    };
    const [clock] = clocks({
      ...EXAMPLE,
      calendar,
      events: [{ type: 'OPENED', at: '2026-11-23T11:00:00Z' }],
      now: '2026-11-26T00:00:00Z',
    });
    expect(
      clock?.intervals?.map(({ length, reason, holiday }) => [length, reason, holiday]),
    ).toEqual([
      ['PT1H', 'COUNTED', null],
      ['PT8H', 'OUTSIDE_HOURS', null],
      ['PT4H', 'COUNTED', null],
      ['PT24H', 'HOLIDAY', '2026-11-24'],
      ['PT24H', 'HOLIDAY', 'Shutdown'],
    ]);
  });
});

describe('what is wrong is said in one line, with its path and what would be right', () => {
  const hours = (...all: object[]) => ({ ...EXAMPLE, calendar: { ...CALENDAR, hours: all } });
  const holidays = (...all: unknown[]) => ({
    ...EXAMPLE,
    calendar: { ...CALENDAR, holidays: all },
  });
  const events = (...all: object[]) => ({ ...EXAMPLE, events: all });
  const targets = (given: unknown) => ({ ...EXAMPLE, targets: given });
  const without = (key: keyof typeof EXAMPLE) => ({ ...EXAMPLE, [key]: undefined });

  test.each<[string, unknown, RegExp]>([
    ['a number', 3, /^standard input: 3 is not a case to explain: give an object with calendar, /],
    ['null', null, /^standard input: null is not a case to explain: /],
    [
      'no targets',
      without('targets'),
      /^targets: is missing: give an object with response, update/,
    ],
    ['an empty set of targets', targets({}), /^targets: has no target: give at least one of/],
    [
      'a target of zero',
      targets({ response: 'PT0S' }),
      /^targets\.response: "PT0S" is not a length of time: give one longer than zero, such as "PT1H"/,
    ],
    ['a target in words', targets({ update: '3 hours' }), /^targets\.update: "3 hours" is not a/],
    ['a target as a number', targets({ update: 180 }), /^targets\.update: 180 is not a length/],
    [
      'a target of ages',
      targets({ update: 'P99999D' }),
      /^targets\.update: takes more than 50 years/,
    ],
    [
      'a misspelt target',
      targets({ respond: 'PT1H' }),
      /^targets\.respond: is not known here: give only response, update, resolution\.$/,
    ],
    ['no events', without('events'), /^events: is missing: give a list of events\.$/],
    [
      'events as an object',
      { ...EXAMPLE, events: {} },
      /^events: an object is not a list of events/,
    ],
    ['no OPENED', events(event('WAITING', 1)), /^events: has no OPENED: give one, with the time/],
    ['a second OPENED', events(OPENED, OPENED), /^events\[1\]: is a second OPENED: give one/],
    [
      'an unknown event',
      events(OPENED, event('PAUSED', 1)),
      /^events\[1\]\.type: "PAUSED" is not an event: give one of OPENED, RESPONDED, UPDATED, /,
    ],
    ['an event in lower case', events({ ...OPENED, type: 'opened' }), /"opened" is not an event: /],
    [
      'an event before OPENED',
      events(OPENED, event('UPDATED', -1)),
      /^events\[1\]\.at: 2026-11-23T09:29:00\.000Z is before OPENED: give 2026-11-23T09:30/,
    ],
    [
      'an event without a time',
      events({ type: 'OPENED' }),
      /^events\[0\]\.at: is missing: give RFC/,
    ],
    [
      'a time without a zone',
      events({ type: 'OPENED', at: '2026-11-23T09:30:00' }),
      /^events\[0\]\.at: "2026-11-23T09:30:00" is not a time \(it has no time zone: .*\): give RFC 3339 with a zone/,
    ],
    [
      'a day that is none',
      { ...EXAMPLE, now: '2026-02-30T09:30:00Z' },
      /^now: .* is not a time \(there is no day 2026-02-30\): /,
    ],
    ['no now', without('now'), /^now: is missing: give RFC 3339 with a zone, such as "2026-/],
    [
      'a now before OPENED',
      { ...EXAMPLE, now: '2026-11-23T09:29:59Z' },
      /^now: 2026-11-23T09:29:59\.000Z is before OPENED: give 2026-11-23T09:30:00\.000Z or later\.$/,
    ],
    [
      'a now in another age',
      { ...EXAMPLE, now: '9999-01-01T00:00:00Z' },
      /^now: .* more than 50 y/,
    ],
    [
      'a misspelt key, though another one is missing',
      { ...without('targets'), target: {} },
      /^target: is not known here: give only calendar, targets, events, now\.$/,
    ],
    [
      'a wrong zone',
      { ...EXAMPLE, calendar: { ...CALENDAR, timeZone: 'Berlin' } },
      /^calendar\.timeZone: "Berlin" is no time zone: give an IANA name such as "Europe\/Berlin"/,
    ],
    ['a calendar without hours', hours(), /^calendar\.hours: Must have at least one span/],
    [
      'a weekday that is none',
      hours({ ...MONDAY, day: 'Monday' }),
      /^calendar\.hours\[0\]\.day: "Monday" is not a day of the week: give one of MONDAY, /,
    ],
    [
      'a time of day',
      hours({ ...MONDAY, opens: '9:00' }),
      /^calendar\.hours\[0\]\.opens: "9:00" is/,
    ],
    [
      'hours that end first',
      hours({ ...MONDAY, closes: '08:00' }),
      /^calendar\.hours\[0\]\.closes: /,
    ],
    ['hours that overlap', hours(MONDAY, MONDAY), /^calendar\.hours\[1\]: .* overlaps /],
    [
      'hours too short for a target',
      { ...hours({ ...MONDAY, closes: '09:01' }), targets: { update: 'PT72H' } },
      /^targets\.update: takes more than 50 years of these hours: give a shorter one\.$/,
    ],
    [
      'a holiday that is no day',
      holidays('25.12.2026'),
      /^calendar\.holidays\[0\]: "25\.12\.2026" is not a day: give a day such as "2026-12-25"/,
    ],
    [
      'a number as a holiday',
      holidays(25),
      /^calendar\.holidays\[0\]: 25 is not a holiday: give a/,
    ],
    [
      'a holiday without a name',
      holidays({ date: '2026-12-25' }),
      /^calendar\.holidays\[0\]\.name: /,
    ],
    [
      'a misspelt holiday',
      holidays({ day: '2026-12-25', name: 'Christmas' }),
      /^calendar\.holidays\[0\]\.day: is not known here: give only date, name\.$/,
    ],
    [
      'a holiday twice',
      holidays('2026-12-25', '2026-12-25'),
      /^calendar\.holidays\[1\]\.date: 2026/,
    ],
  ])('%s', (_name, given, message) => {
    const read = () => readRequests(JSON.stringify(given));
    expect(read).toThrow(message);
    expect(read).toThrow(/^[^\n]+$/);
  });

  test.each([
    ['nothing', ' \n', /^standard input: is empty: give one JSON object, or a list of them\.$/],
    ['no JSON', '{"targets":', /^standard input: is not JSON \(.*\): give one JSON object/],
  ])('%s', (_name, text, message) => {
    expect(() => readRequests(text)).toThrow(message);
  });

  test('in a list, with the place in it', () => {
    const text = JSON.stringify([EXAMPLE, without('now')]);
    expect(() => readRequests(text)).toThrow(/^\[1\]\.now: is missing: /);
    expect(() => readRequests('[[]]')).toThrow(/^\[0\]: a list is not a case to explain: /);
  });
});

describe('the text', () => {
  it('shows line by line where the time went, on the wall clock of the calendar', () => {
    const request = read({
      ...EXAMPLE,
      targets: { response: 'PT8H' },
      events: [OPENED, event('WAITING', 30), event('RESUMED', 90)],
      now: '2026-11-30T08:30:00.500Z',
    });
    expect(toText(explain(request), 'Europe/Berlin').split('\n')).toEqual([
      'Working time of a calendar. Times are those of Europe/Berlin.',
      '',
      'RESPONSE: RUNNING',
      '  target     PT8H',
      '  started    Mon 2026-11-23 10:30:00 +01:00',
      '  due        Mon 2026-11-30 11:30:00 +01:00',
      '  met        -',
      '  breached   -',
      '  elapsed    PT6H',
      '  remaining  PT1H59M59S',
      '',
      '  from                            to                                  length  elapsed  why',
      '  Mon 2026-11-23 10:30:00 +01:00  Mon 2026-11-23 11:00:00 +01:00      PT30M   PT30M    counts',
      '  Mon 2026-11-23 11:00:00 +01:00  Mon 2026-11-23 12:00:00 +01:00      PT1H    PT30M    waits for the customer',
      '  Mon 2026-11-23 12:00:00 +01:00  Mon 2026-11-23 17:00:00 +01:00      PT5H    PT5H30M  counts',
      '  Mon 2026-11-23 17:00:00 +01:00  Mon 2026-11-30 09:00:00 +01:00      PT160H  PT5H30M  outside working hours',
      '  Mon 2026-11-30 09:00:00 +01:00  Mon 2026-11-30 09:30:00.500 +01:00  PT30M   PT6H     counts',
    ]);
  });

  it('says that an update is silent, and that a due time is not known in a wait', () => {
    const request = read({ ...EXAMPLE, events: [OPENED, event('WAITING', 0)] });
    const text = toText(explain(request), null);
    expect(text).toContain('Around the clock. Times are in UTC.');
    expect(text).toContain('It neither warns nor breaches before the first response.');
    expect(text).toContain('due        not known before the wait ends');
  });
});
