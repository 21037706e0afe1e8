import { describe, expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/duration.ts';
import {
  calendarProblems,
  isTimeZone,
  timeOfDay,
  weeklyMs,
} from '../../../../src/sla/time/calendar.rules.ts';
import { berlin, holidays, on, workdays } from './calendars.ts';

const fields = (changes: Parameters<typeof berlin>[0]) =>
  calendarProblems(berlin(changes)).map(({ field }) => field.join('.'));

describe('a time of day', () => {
  test.each([
    ['00:00', 0],
    ['00:01', MINUTE_MS],
    ['09:30', 9.5 * HOUR_MS],
    ['23:59', 24 * HOUR_MS - MINUTE_MS],
    ['24:00', 24 * HOUR_MS],
  ])('%s is so many milliseconds since midnight: %d', (text, ms) => {
    expect(timeOfDay(text)).toBe(ms);
  });

  test.each([
    '',
    '9:00',
    '09:60',
    '24:01',
    '25:00',
    '09:00:00',
    ' 09:00',
    '09:00\n',
    '0900',
    '-1:00',
  ])('%j is none', (text) => {
    expect(timeOfDay(text)).toBeUndefined();
  });
});

describe('a time zone', () => {
  test.each(['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'])(
    '%s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true);
    },
  );

  test.each([
    '',
    'Berlin',
    'Europe/Bern',
    'Mars/Olympus',
    '+01:00',
    '-0500',
    ' Europe/Berlin',
    '3',
  ])('%j is none', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});

describe('working time of a week', () => {
  test('is the sum of all spans, up to midnight', () => {
    expect(weeklyMs(workdays('09:00-17:00'))).toBe(40 * HOUR_MS);
    expect(weeklyMs(workdays('09:00-12:00 13:00-17:30'))).toBe(37.5 * HOUR_MS);
    expect(weeklyMs(on(['SATURDAY'], '00:00-24:00'))).toBe(24 * HOUR_MS);
    expect(weeklyMs([])).toBe(0);
  });
});

describe('a calendar', () => {
  test('by which clocks can run has no problems', () => {
    expect(calendarProblems(berlin({ holidays: holidays('2026-12-25', '2027-01-01') }))).toEqual(
      [],
    );
    expect(fields({ hours: on(['SUNDAY'], '00:00-24:00') })).toEqual([]);
  });

  test('can have spans that touch, on one day and over midnight', () => {
    const touching = [
      ...on(['MONDAY'], '09:00-12:00 12:00-17:00 18:00-24:00'),
      ...on(['TUESDAY'], '00:00-06:00'),
    ];
    expect(fields({ hours: touching })).toEqual([]);
  });

  test('can have the same hours on several days', () => {
    expect(fields({ hours: on(['MONDAY', 'TUESDAY'], '09:00-17:00') })).toEqual([]);
  });

  test('needs a time zone by name', () => {
    expect(calendarProblems(berlin({ timeZone: '+01:00' }))).toEqual([
      {
        message: '"+01:00" is no time zone: give an IANA name such as "Europe/Berlin".',
        field: ['timeZone'],
      },
    ]);
  });

  test('needs at least one span of working time', () => {
    expect(fields({ hours: [] })).toEqual(['hours']);
  });

  test.each([
    ['09:00', '09:00'],
    ['17:00', '09:00'],
    ['22:00', '06:00'],
    ['00:00', '00:00'],
  ])('cannot have hours from %s to %s: a shift over midnight is two spans', (opens, closes) => {
    const [problem, ...more] = calendarProblems(
      berlin({ hours: on(['MONDAY'], `${opens}-${closes}`) }),
    );
    expect(more).toEqual([]);
    expect(problem).toEqual({
      message: `Must be later than ${opens}; a shift over midnight is two spans, up to 24:00 and from 00:00 of the next day.`,
      field: ['hours', '0', 'closes'],
    });
  });

  test('cannot open at 24:00', () => {
    expect(fields({ hours: on(['MONDAY'], '24:00-24:00') })).toContain('hours.0.opens');
  });

  test('names each edge that is no time of day, by its place', () => {
    const hours = [...on(['MONDAY'], '09:00-17:00'), ...on(['TUESDAY'], '9:00-25:00')];
    expect(fields({ hours })).toEqual(['hours.1.opens', 'hours.1.closes']);
  });

  test('names all problems of zone and hours at once', () => {
    const hours = on(['MONDAY'], '17:00-09:00');
    expect(fields({ timeZone: 'Berlin', hours })).toEqual(['timeZone', 'hours.0.closes']);
  });

  test.each([
    ['one in the other', '09:00-17:00 10:00-11:00', ['hours.1']],
    ['one over the edge of the other', '09:00-12:00 11:59-17:00', ['hours.1']],
    ['twice the same', '09:00-17:00 09:00-17:00', 1],
    ['given in the other order', '11:00-17:00 09:00-12:00', ['hours.0']],
    ['up to midnight', '09:00-24:00 23:59-24:00', ['hours.1']],
  ])('cannot have spans of one day that overlap: %s', (_, spans, expected) => {
    const found = fields({ hours: on(['MONDAY'], spans) });
    if (typeof expected === 'number') expect(found).toHaveLength(expected);
    else expect(found).toEqual(expected);
  });

  test('finds overlaps by day, whatever stands between', () => {
    const hours = [
      ...on(['MONDAY'], '09:00-12:00'),
      ...on(['TUESDAY'], '10:00-11:00'),
      ...on(['MONDAY'], '11:00-13:00'),
    ];
    expect(calendarProblems(berlin({ hours }))).toEqual([
      {
        message: '11:00–13:00 overlaps 09:00–12:00 on the same day.',
        field: ['hours', '2'],
      },
    ]);
  });

  test('cannot have short spans within a long one', () => {
    const hours = on(['MONDAY'], '09:00-17:00 10:00-11:00 12:00-13:00');
    expect(fields({ hours })).toContain('hours.1');
  });

  test('cannot have a holiday twice', () => {
    const twice = holidays('2026-12-25', '2027-01-01', '2026-12-25');
    expect(calendarProblems(berlin({ holidays: twice }))).toEqual([
      { message: '2026-12-25 stands twice in the list.', field: ['holidays', '2', 'date'] },
    ]);
  });
});
