import { afterEach, describe, expect, test } from 'vitest';
import { dateFlaw, dateTimeFlaw, parseDate, parseDateTime } from '../../../src/shared/rfc3339.ts';

const TZ = process.env['TZ'];
afterEach(() => {
  if (TZ === undefined) delete process.env['TZ'];
  else process.env['TZ'] = TZ;
});

describe('a time', () => {
  test.each([
    ['2026-03-01T09:30:00Z', '2026-03-01T09:30:00.000Z'],
    ['2026-03-01t09:30:00.25z', '2026-03-01T09:30:00.250Z'],
    ['2026-03-01T09:30:00+05:45', '2026-03-01T03:45:00.000Z'],
    ['2024-02-29T00:00:00-00:30', '2024-02-29T00:30:00.000Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseDateTime(text)?.toISOString()).toBe(expected);
  });

  test.each([
    ['2026-03-01T09:30:00', /no time zone: add Z for UTC/],
    ['2026-03-01T09:30', /no time zone/],
    ['2026-03-01 09:30:00', /no time zone/],
    ['2026-02-30T09:30:00Z', /there is no day 2026-02-30/],
    ['2026-02-29', /there is no day 2026-02-29/],
    ['2026-13-01T00:00:00Z', /there is no day 2026-13-01/],
    ['2026-03-01', /a day only/],
    ['2026-03-01T24:00:00Z', /^$/],
    ['2026-03-01T09:30:60Z', /^$/],
    ['1 March 2026', /^$/],
    ['', /^$/],
    ['2026-03-01T09:30:00Z\n', /^$/],
  ])('%j is none, and what it lacks is said', (text, flaw) => {
    expect(parseDateTime(text)).toBeUndefined();
    expect(dateTimeFlaw(text)).toMatch(flaw);
  });
});

test('a day that is none is said to be none', () => {
  expect(parseDate('2026-02-28')?.toISOString()).toBe('2026-02-28T00:00:00.000Z');
  expect(parseDate('2026-02-30')).toBeUndefined();
  expect(dateFlaw('2026-02-30')).toBe('there is no day 2026-02-30');
  expect(dateFlaw('2026-02-28T00:00:00Z')).toBe('it has more than a day');
});

test.each(['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Pacific/Kiritimati'])(
  'a machine in %s reads the same',
  (zone) => {
    process.env['TZ'] = zone;
    if (zone !== 'UTC') expect(new Date(0).getHours()).not.toBe(0);
    expect(parseDateTime('2026-03-29T02:30:00+02:00')?.getTime()).toBe(
      Date.UTC(2026, 2, 29, 0, 30),
    );
    expect(parseDate('2026-03-29')?.getTime()).toBe(Date.UTC(2026, 2, 29));
    expect(parseDateTime('2026-03-29T02:30:00')).toBeUndefined();
  },
);
