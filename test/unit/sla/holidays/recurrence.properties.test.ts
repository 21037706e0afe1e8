import fc from 'fast-check';
import { expect, test } from 'vitest';
import { limitSteps } from '../../../../src/shared/bounds/steps.ts';
import { DAY_MS } from '../../../../src/shared/duration.ts';
import { recurrences } from '../../../../src/sla/holidays/recurrence.rules.ts';
import { RecurrenceError, readRule } from '../../../../src/sla/holidays/recurrence-rule.rules.ts';
import { runs } from '../clock/runs.ts';
import { recurrencesByDay } from './recurrence.reference.ts';

const FROM = Date.UTC(2024, 0, 1) / DAY_MS;
const TO = Date.UTC(2030, 0, 1) / DAY_MS;

const list = (name: string, values: fc.Arbitrary<number | string>, most = 3) =>
  fc
    .uniqueArray(values, { minLength: 1, maxLength: most })
    .map((given) => `;${name}=${given.join(',')}`);
const or = (some: fc.Arbitrary<string>, weight = 2) =>
  fc.oneof({ weight, arbitrary: fc.constant('') }, { weight: 1, arbitrary: some });
const weekday = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU');
const nthWeekday = fc
  .tuple(fc.constantFrom(1, 2, 3, 4, 5, -1, -2, -5, 12), weekday)
  .map(([nth, day]) => `${nth}${day}`);

/** Sensible and not, as anybody may write them: those that are not worked out are refused. */
const rules = fc
  .tuple(
    fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'),
    fc.constantFrom('', '', ';INTERVAL=2', ';INTERVAL=3', ';INTERVAL=12'),
    or(list('BYMONTH', fc.integer({ min: 1, max: 12 }))),
    or(list('BYMONTHDAY', fc.oneof(fc.integer({ min: 1, max: 31 }), fc.constantFrom(-1, -5)))),
    or(list('BYYEARDAY', fc.constantFrom(1, 59, 60, 100, 366, -1, -366)), 9),
    or(fc.oneof(list('BYDAY', weekday, 5), list('BYDAY', nthWeekday)), 1),
    or(list('BYSETPOS', fc.constantFrom(1, 2, 5, -1, -2, -4), 2)),
    fc.constantFrom('', '', ';WKST=SU'),
    fc.oneof(
      fc.constant(''),
      fc.integer({ min: 1, max: 30 }).map((count) => `;COUNT=${count}`),
      fc.integer({ min: 0, max: 2_000 }).map((days) => {
        const until = new Date((FROM + days) * DAY_MS).toISOString().slice(0, 10);
        return `;UNTIL=${until.replaceAll('-', '')}`;
      }),
    ),
  )
  .map(([freq, ...parts]) => `FREQ=${freq}${parts.join('')}`);

test('a rule gives the days that a look at each day finds, or is refused', () => {
  const days = fc.integer({ min: FROM, max: FROM + 700 });
  let workedOut = 0;
  fc.assert(
    fc.property(rules, days, (rule, first) => {
      const read = readOrNone(rule);
      if (read === undefined) return;
      workedOut += 1;
      const spend = limitSteps(100_000, 'It takes too long.');
      expect([...recurrences(read, first, TO, spend)]).toEqual(recurrencesByDay(rule, first, TO));
    }),
    runs(300),
  );
  expect(workedOut).toBeGreaterThan(10);
});

function readOrNone(rule: string) {
  try {
    return readRule(rule);
  } catch (error) {
    if (error instanceof RecurrenceError) return undefined;
    throw error;
  }
}
