import ICAL from 'ical.js';
import { describe, expect, test } from 'vitest';
import { limitSteps, TooManySteps } from '../../../../src/shared/bounds/steps.ts';
import { DAY_MS } from '../../../../src/shared/duration.ts';
import { recurrences } from '../../../../src/sla/holidays/recurrence.rules.ts';
import { RecurrenceError, readRule } from '../../../../src/sla/holidays/recurrence-rule.rules.ts';

/** Looks of the library at a day before it is stopped. */
const LOOKS = 2_000;
const MAX_STEPS = process.env['DESK_TEST_FULL'] === '1' ? 100_000 : 5_000;
const TO = Date.UTC(2036, 0, 1) / DAY_MS;

/** What ical.js gives when it is left alone, `…` when it finds no end. */
function byLibrary(rule: string, start: string, count: number): string[] {
  let looks = 0;
  class Counted extends ICAL.RecurIterator {
    override check_contracting_rules(): boolean {
      looks += 1;
      if (looks > LOOKS) throw new TooManySteps('It looks on.');
      return super.check_contracting_rules();
    }
  }
  const found: string[] = [];
  try {
    const dtstart = ICAL.Time.fromDateString(start);
    const iterator = new Counted({ rule: ICAL.Recur.fromString(rule), dtstart });
    for (let n = 0; n < count; n += 1) found.push(`${iterator.next()}`);
  } catch (error) {
    if (!(error instanceof TooManySteps)) throw error;
    found.push('…');
  }
  return found;
}

describe('what the library gives wrongly is refused by name', () => {
  test.each([
    ['FREQ=DAILY;BYMONTHDAY=-1', '2026-01-30', ['2026-01-30', '…']],
    ['FREQ=YEARLY;BYMONTHDAY=1', '2026-01-01', ['2026-01-01', '2027-01-01']],
    ['FREQ=YEARLY;BYDAY=20MO', '2026-05-18', ['2026-05-18', '2026-05-25']],
    ['FREQ=MONTHLY;INTERVAL=5;BYMONTH=1', '2026-01-01', ['2026-01-01', '2027-01-01']],
    [
      'FREQ=MONTHLY;BYMONTH=7,4;BYDAY=1MO',
      '2026-04-01',
      ['2026-04-06', '2027-07-05', '2027-04-05'],
    ],
    [
      'FREQ=WEEKLY;BYMONTH=1;BYDAY=MO,TU;BYSETPOS=1',
      '2026-01-05',
      ['2026-01-05', '2026-01-06', '2026-01-12'],
    ],
    ['FREQ=YEARLY;BYMONTH=1,2;BYDAY=MO;BYSETPOS=1', '2026-01-05', ['2026-01-05', '2026-02-02']],
    [
      'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1SU,-5TH',
      '2021-01-26',
      ['2021-04-01', '2021-04-25', '2021-07-01'],
    ],
    [
      'FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31,-2',
      '2021-02-17',
      ['2021-06-29', '2021-07-01', '2022-06-30'],
    ],
    [
      'FREQ=WEEKLY;BYDAY=FR,-5MO;BYSETPOS=-2',
      '2026-01-05',
      ['2026-01-05', '2026-01-09', '2026-01-12'],
    ],
    ['FREQ=YEARLY;INTERVAL=4;BYMONTH=1;BYMONTHDAY=-13', '2025-07-03', ['2028-01-19', '2032-01-19']],
  ])('%s from %s', (rule, start, given) => {
    expect(byLibrary(rule, start, given.length)).toEqual(given);
    expect(() => readRule(rule)).toThrow(RecurrenceError);
    expect(() => readRule(rule)).toThrow(
      /^combines [A-Z]+ with .*, which is not worked out: list its days$/,
    );
  });

  test('what it finds wrong in a month where both are missing, it says in its own words', () => {
    const rule = 'FREQ=MONTHLY;BYDAY=5MO,5TU';
    expect(() => byLibrary(rule, '2025-01-01', 1)).toThrow('Malformed values in BYDAY part');
    expect(() => readRule(rule)).toThrow(RecurrenceError);
  });

  test('where it fails with a rule that is worked out, that is said as of others', () => {
    const rule = 'FREQ=YEARLY;INTERVAL=4;BYMONTH=7,8,12;BYDAY=4FR,FR,-1FR';
    expect(() => byLibrary(rule, '2021-04-19', 30)).toThrow(/Same occurrence found twice/);
    const first = Date.UTC(2021, 3, 19) / DAY_MS;
    const days = recurrences(readRule(rule), first, TO, limitSteps(100_000, ''));
    expect(() => [...days]).toThrow(new RecurrenceError('is not worked out: list its days'));
  });

  test('of a 30 February it makes March, which is left out and does not count', () => {
    const rule = 'FREQ=YEARLY;COUNT=2';
    expect(byLibrary(rule, '2024-02-29', 2)).toEqual(['2024-02-29', '2025-03-01']);
    const first = Date.UTC(2024, 1, 29) / DAY_MS;
    const days = [...recurrences(readRule(rule), first, TO, limitSteps(MAX_STEPS, ''))];
    expect(days.map((day) => new Date(day * DAY_MS).getUTCFullYear())).toEqual([2024, 2028]);
  });
});

describe('no rule goes on beyond its steps', () => {
  const many = (most: number) => Array.from({ length: most }, (_, n) => n + 1).join(',');
  const nasty = [
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=1000',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30;INTERVAL=1000',
    'FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=31;BYDAY=MO',
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-31',
    'FREQ=YEARLY;BYYEARDAY=366;INTERVAL=2',
    'FREQ=YEARLY;BYYEARDAY=-366;INTERVAL=1000',
    `FREQ=YEARLY;BYYEARDAY=${many(100)}`,
    'FREQ=YEARLY;BYMONTH=2;BYDAY=5MO,5TU,-5WE',
    'FREQ=YEARLY;BYDAY=MO,TU,WE,TH,FR,SA,SU',
    'FREQ=YEARLY;BYMONTH=2;BYDAY=MO;BYSETPOS=366',
    'FREQ=MONTHLY;BYMONTHDAY=31;INTERVAL=12',
    'FREQ=MONTHLY;BYMONTHDAY=-31',
    'FREQ=MONTHLY;BYDAY=5MO;INTERVAL=1000',
    'FREQ=MONTHLY;BYDAY=TH;BYSETPOS=99',
    'FREQ=WEEKLY;INTERVAL=1000',
    'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=2',
    `FREQ=DAILY;BYDAY=MO,TU;BYMONTH=${many(12)};BYMONTHDAY=${many(31)}`,
    'FREQ=DAILY;COUNT=999999999',
    'FREQ=DAILY;INTERVAL=1000;UNTIL=99991231',
  ];
  test.each(nasty.flatMap((rule) => ['0001-01-01', '2024-02-29'].map((start) => [rule, start])))(
    '%s from %s',
    (text, start) => {
      let steps = 0;
      const spend = (more: number) => {
        steps += more;
        if (steps > MAX_STEPS) throw new TooManySteps('');
      };
      const first = Date.parse(`${start}T00:00:00Z`) / DAY_MS;
      let given = 0;
      try {
        for (const day of recurrences(readRule(text ?? ''), first, TO, spend)) {
          expect(day).toBeLessThan(TO);
          given += 1;
        }
      } catch (error) {
        if (!(error instanceof TooManySteps)) throw error;
      }
      expect(steps).toBeGreaterThan(0);
      // One look of the library is some steps; it is stopped at the next.
      expect(steps).toBeLessThan(MAX_STEPS + 2_000);
      expect(given).toBeLessThanOrEqual(steps);
    },
  );

  test.each(['SECONDLY', 'MINUTELY', 'HOURLY'])('FREQ=%s is refused before', (freq) => {
    expect(() => readRule(`FREQ=${freq};BYMONTH=2;BYMONTHDAY=30`)).toThrow(/must recur DAILY/);
  });
});
