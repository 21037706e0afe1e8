import fc from 'fast-check';
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import { DAY_MS } from '../../../src/shared/duration.ts';
import { limitSteps } from '../../../src/shared/steps.ts';
import { recurrences } from '../../../src/sla/recurrence.rules.ts';
import { readRule } from '../../../src/sla/recurrence-rule.rules.ts';

const FROM = Date.UTC(2024, 0, 1) / DAY_MS;
const TO = Date.UTC(2032, 0, 1) / DAY_MS;
const DAYS = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

const daysOfMonth = fc
  .uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 1, maxLength: 3 })
  .map((days) => `;BYMONTHDAY=${days.join(',')}`);
const weekdays = fc
  .uniqueArray(fc.constantFrom(...DAYS), { minLength: 1, maxLength: 4 })
  .map((days) => `;BYDAY=${days.join(',')}`);
const nthWeekday = fc
  .tuple(fc.constantFrom('1', '2', '3', '4', '-1', '-2'), fc.constantFrom(...DAYS))
  .map(([nth, day]) => `;BYDAY=${nth}${day}`);
const month = fc.integer({ min: 1, max: 12 }).map((number) => `;BYMONTH=${number}`);

/** Rules that the other library works out rightly; it is not asked for what it does not. */
const rules = fc
  .tuple(
    fc.oneof(
      fc.constant('FREQ=DAILY'),
      weekdays.map((days) => `FREQ=WEEKLY${days}`),
      daysOfMonth.map((days) => `FREQ=MONTHLY${days}`),
      nthWeekday.map((day) => `FREQ=MONTHLY${day}`),
      fc.tuple(month, nthWeekday).map(([one, day]) => `FREQ=YEARLY${one}${day}`),
      fc.tuple(month, daysOfMonth).map(([one, days]) => `FREQ=YEARLY${one}${days}`),
    ),
    fc.integer({ min: 1, max: 4 }),
    fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 30 }).map((count) => `;COUNT=${count}`),
      fc.integer({ min: 0, max: 3_000 }).map((days) => {
        const until = new Date((FROM + days) * DAY_MS).toISOString().slice(0, 10);
        return `;UNTIL=${until.replaceAll('-', '')}`;
      }),
    ),
  )
  .map(([rule, interval, end]) => `${rule};INTERVAL=${interval}${end}`);

function byLibrary(rule: string, first: number): number[] {
  const start = ICAL.Time.fromJSDate(new Date(first * DAY_MS), true);
  start.isDate = true;
  const iterator = ICAL.Recur.fromString(rule).iterator(start);
  const found: number[] = [];
  for (let time = iterator.next(); time; time = iterator.next()) {
    const day = Date.UTC(time.year, time.month - 1, time.day) / DAY_MS;
    if (day >= TO) break;
    if (day >= FROM) found.push(day);
  }
  return found;
}

test('a rule gives the days that another library finds', () => {
  const firstDays = fc.integer({ min: FROM - 1_500, max: FROM + 700 });
  fc.assert(
    fc.property(rules, firstDays, (rule, first) => {
      const spend = limitSteps(100_000, 'It takes too long.');
      const ours = [...recurrences(readRule(rule), first, { from: FROM, to: TO }, spend)];
      expect(ours).toEqual(byLibrary(rule, first));
    }),
    { numRuns: 200 },
  );
});
