import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../../src/shared/duration.ts';
import type { CalendarTerms } from '../../../../src/sla/time/calendar.rules.ts';
import { calendarTime } from '../../../../src/sla/time/calendar-time.rules.ts';
import { zoneYear } from '../../../../src/sla/time/zone-years.rules.ts';
import { runs } from '../clock/runs.ts';
import { calendars } from './calendar.arbitraries.ts';
import { calendarTimeByDays } from './calendar-days.reference.ts';
import { berlin, holidays, on } from './calendars.ts';

const FIRST_YEAR = 2000;
const LAST_YEAR = 2031;

/** Beside those of {@link calendars}: that moved over the date line, changed for good, or did so at midnight. */
const MORE_ZONES = [
  'Pacific/Apia',
  'Pacific/Tongatapu',
  'Asia/Pyongyang',
  'America/Caracas',
  'Europe/Istanbul',
  'Asia/Gaza',
  'America/Sao_Paulo',
  'Antarctica/Casey',
];

const day = fc
  .integer({ min: Date.UTC(FIRST_YEAR) / DAY_MS, max: Date.UTC(LAST_YEAR) / DAY_MS })
  .map((index) => new Date(index * DAY_MS).toISOString().slice(0, 10));

/** With holidays anywhere in the years. */
const calendarsOfYears: fc.Arbitrary<CalendarTerms> = fc
  .record({
    terms: calendars,
    zone: fc.option(fc.constantFrom(...MORE_ZONES), { freq: 2 }),
    dates: fc.uniqueArray(day, { maxLength: 60 }),
  })
  .map(({ terms, zone, dates }) => ({
    ...terms,
    timeZone: zone ?? terms.timeZone,
    holidays: dates.map((date, place) => ({ date, name: `Holiday ${place % 2}` })),
  }));

/** An instant of a year, often within two days of a change of the zone's offset. */
const instant = (timeZone: string) =>
  fc
    .tuple(
      fc.integer({ min: FIRST_YEAR, max: LAST_YEAR }),
      fc.nat({ max: 365 * 24 * 60 }),
      fc.integer({ min: -2 * 24 * 60, max: 2 * 24 * 60 }),
      fc.boolean(),
    )
    .map(([year, minute, around, nearChange]) => {
      const { changes } = zoneYear(timeZone, year);
      const change = nearChange ? changes[minute % Math.max(1, changes.length)] : undefined;
      return new Date(
        change === undefined
          ? Date.UTC(year) + minute * MINUTE_MS + 7
          : change.at + around * MINUTE_MS,
      );
    });

const cases = calendarsOfYears.chain((terms) =>
  fc.tuple(fc.constant(terms), instant(terms.timeZone), instant(terms.timeZone)),
);
const RUNS = runs(45);

describe('over thirty years and in every zone, sums by weeks and years are those day by day', () => {
  test('between two instants, at most a year apart because the reference is slow', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 366 * 24 * 60 }), ([terms, from], minutes) => {
        const to = new Date(from.getTime() + minutes * MINUTE_MS);
        expect(calendarTime(terms).between(from, to)).toBe(
          calendarTimeByDays(terms).between(from, to),
        );
      }),
      RUNS,
    );
  });

  test('between instants further apart, as the sum of the parts', () => {
    fc.assert(
      fc.property(cases, instant('Africa/Casablanca'), ([terms, one, other], third) => {
        const [from, middle, to] = [one, other, third].sort(
          (a, b) => a.getTime() - b.getTime(),
        ) as [Date, Date, Date];
        const time = calendarTime(terms);
        expect(time.between(from, middle) + time.between(middle, to)).toBe(time.between(from, to));
        expect(time.after(from, time.between(from, to) + 1).getTime()).toBeGreaterThan(
          to.getTime(),
        );
      }),
    );
  });

  test('over ten years in a zone that changed its mind often in them', () => {
    const terms = berlin({
      timeZone: 'Africa/Cairo',
      holidays: holidays('2011-01-25', '2014-05-15'),
    });
    const [from, to] = [new Date('2007-01-01T10:00:00Z'), new Date('2017-03-04T11:30:00Z')];
    expect(calendarTime(terms).between(from, to)).toBe(calendarTimeByDays(terms).between(from, to));
  });

  test('after a length of time, from a millisecond to years', () => {
    const lengths = fc.oneof(
      fc.integer({ min: 1, max: 40 * HOUR_MS }),
      fc.integer({ min: 1, max: 2_000 * HOUR_MS }),
    );
    fc.assert(
      fc.property(cases, lengths, ([terms, from], ms) => {
        expect(calendarTime(terms).after(from, ms)).toEqual(
          calendarTimeByDays(terms).after(from, ms),
        );
      }),
      RUNS,
    );
  });

  test('the spans, all of them or the latest', () => {
    const weeks = fc.integer({ min: 1, max: 30 * 24 * 60 });
    fc.assert(
      fc.property(cases, weeks, fc.integer({ min: 1, max: 30 }), ([terms, from], minutes, last) => {
        const to = new Date(from.getTime() + minutes * MINUTE_MS);
        const all = calendarTimeByDays(terms).spans(from, to);
        expect(calendarTime(terms).spans(from, to)).toEqual(all);
        expect(calendarTime(terms).spans(from, to, last)).toEqual(all.slice(-last));
      }),
      RUNS,
    );
  });
});

describe('what a calendar takes does not grow with the days', () => {
  const year = (number: number) => new Date(Date.UTC(number, 4, 5, 6));
  const counted = (terms: CalendarTerms) => {
    let steps = 0;
    const time = calendarTime(terms, (more) => {
      steps += more;
    });
    const stepsOf = (call: () => unknown): number => {
      call();
      const before = steps;
      call();
      return steps - before;
    };
    return { time, stepsOf };
  };
  /** More than none: who counts none has no limit either. */
  const expectSteps = (steps: number, most: number) => {
    expect(steps).toBeGreaterThan(0);
    expect(steps).toBeLessThan(most);
  };
  const plain = counted(berlin({ holidays: holidays('2001-01-01', '2010-12-24', '2025-05-01') }));

  test.each([
    [10, 40],
    [26, 60],
    [199, 240],
  ])('%d years take at most %d steps', (years, most) => {
    const { time, stepsOf } = plain;
    expectSteps(
      stepsOf(() => time.between(year(2000), year(2000 + years))),
      most,
    );
  });

  test('a length of ten years of working time takes a few hundred', () => {
    const { time, stepsOf } = plain;
    expectSteps(
      stepsOf(() => time.after(year(2000), 10 * 2_080 * HOUR_MS)),
      400,
    );
  });

  test('the latest spans of 26 years take as many as they have days', () => {
    const { time, stepsOf } = plain;
    expectSteps(
      stepsOf(() => time.spans(year(2000), year(2026), 20)),
      80,
    );
  });

  test('one hour a week that is a holiday for nineteen years is still found', () => {
    const mondays = Array.from({ length: 1_000 }, (_, week) =>
      new Date(Date.UTC(2026, 0, 5) + week * 7 * DAY_MS).toISOString().slice(0, 10),
    );
    const { time, stepsOf } = counted(
      berlin({ hours: on(['MONDAY'], '09:00-10:00'), holidays: holidays(...mondays) }),
    );
    expect(time.after(new Date('2026-01-01T00:00:00Z'), HOUR_MS)).toEqual(
      new Date('2045-03-06T09:00:00Z'),
    );
    expectSteps(
      stepsOf(() => time.after(new Date('2026-01-01T00:00:00Z'), HOUR_MS)),
      100,
    );
  });

  test('two hundred years of days are too many to show where they went, which is said', () => {
    const { time } = counted(berlin({ hours: on(['MONDAY'], '00:00-24:00') }));
    expect(() => time.spans(year(1970), year(2190))).toThrow(/too many days/);
  });
});
