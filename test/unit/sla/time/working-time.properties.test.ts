import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/shared/duration.ts';
import type { CalendarTerms } from '../../../../src/sla/time/calendar.rules.ts';
import { calendarProblems } from '../../../../src/sla/time/calendar.rules.ts';
import { calendarTime } from '../../../../src/sla/time/calendar-time.rules.ts';
import type { WorkingTime } from '../../../../src/sla/time/working-time.rules.ts';
import { aroundTheClock } from '../../../../src/sla/time/working-time.rules.ts';
import { runs } from '../clock/runs.ts';
import { calendars, instants } from './calendar.arbitraries.ts';

const times: fc.Arbitrary<WorkingTime> = fc.oneof(
  { weight: 9, arbitrary: calendars.map(calendarTime) },
  { weight: 1, arbitrary: fc.constant(aroundTheClock) },
);
const lengths = fc.integer({ min: 1, max: 40 * HOUR_MS });
/** So many instants, in order. */
const inOrder = (count: number) =>
  fc
    .array(instants, { minLength: count, maxLength: count })
    .map((all) => [...all].sort((a, b) => a.getTime() - b.getTime()) as [Date, Date, Date]);

const plus = (at: Date, ms: number) => new Date(at.getTime() + ms);

/** Whether an instant counts, asked of the platform's own clock on the wall. */
function counts({ timeZone, hours, holidays }: CalendarTerms, at: Date): boolean {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  const wall = `${part['hour']}:${part['minute']}`;
  const date = `${part['year']}-${part['month']}-${part['day']}`;
  return (
    holidays.every((holiday) => holiday.date !== date) &&
    hours.some(
      ({ day, opens, closes }) =>
        day === part['weekday']?.toUpperCase() && opens <= wall && wall < closes,
    )
  );
}

describe('for every calendar', () => {
  test('there is nothing wrong with it, or these tests would prove little', () => {
    fc.assert(
      fc.property(calendars, (terms) => {
        expect(calendarProblems(terms)).toEqual([]);
      }),
    );
  });

  test('an instant counts exactly when the wall clock there shows working hours', () => {
    fc.assert(
      fc.property(calendars, fc.array(instants, { minLength: 5 }), (terms, all) => {
        const time = calendarTime(terms);
        for (const at of all) expect(time.between(at, plus(at, 1)) === 1).toBe(counts(terms, at));
      }),
      runs(200),
    );
  });

  test('working time is the sum of its parts, wherever it is split', () => {
    fc.assert(
      fc.property(times, inOrder(3), (time, [from, middle, to]) => {
        expect(time.between(from, middle) + time.between(middle, to)).toBe(time.between(from, to));
      }),
    );
  });

  test('working time is never negative and never more than the time on the wall', () => {
    fc.assert(
      fc.property(times, instants, instants, (time, from, to) => {
        const ms = time.between(from, to);
        expect(ms).toBeGreaterThanOrEqual(0);
        expect(ms).toBeLessThanOrEqual(Math.max(0, to.getTime() - from.getTime()));
      }),
    );
  });

  test('a length has passed at the earliest instant at which it has: not a millisecond before', () => {
    fc.assert(
      fc.property(times, instants, lengths, (time, from, ms) => {
        const end = time.after(from, ms);
        expect(time.between(from, end)).toBe(ms);
        expect(time.between(from, plus(end, -1))).toBe(ms - 1);
      }),
    );
  });

  test('no length at all has passed at once', () => {
    fc.assert(
      fc.property(times, instants, (time, from) => {
        expect(time.after(from, 0)).toEqual(from);
      }),
    );
  });

  test('a later start, or a longer length, never ends earlier', () => {
    fc.assert(
      fc.property(times, inOrder(2), lengths, lengths, (time, [from, later], one, other) => {
        const end = time.after(from, one);
        expect(time.after(later, one).getTime()).toBeGreaterThanOrEqual(end.getTime());
        const longer = time.after(from, one + other);
        expect(longer.getTime()).toBeGreaterThan(end.getTime());
      }),
    );
  });

  test('one length after another is both at once', () => {
    fc.assert(
      fc.property(times, instants, lengths, lengths, (time, from, one, other) => {
        expect(time.after(time.after(from, one), other)).toEqual(time.after(from, one + other));
      }),
    );
  });

  test('the spans of a stretch cover it without gaps, and those that meet differ', () => {
    fc.assert(
      fc.property(times, inOrder(2), (time, [from, to]) => {
        const spans = time.spans(from, to);
        if (from < to) {
          expect(spans[0]?.from).toEqual(from);
          expect(spans.at(-1)?.to).toEqual(to);
        } else expect(spans).toEqual([]);
        spans.forEach((span, place) => {
          expect(span.from.getTime()).toBeLessThan(span.to.getTime());
          const next = spans[place + 1];
          if (next === undefined) return;
          expect(next.from).toEqual(span.to);
          expect([next.reason, next.holiday]).not.toEqual([span.reason, span.holiday]);
        });
      }),
      runs(100),
    );
  });

  test('what the spans count is the working time, and a span that does not count has none', () => {
    fc.assert(
      fc.property(times, inOrder(2), (time, [from, to]) => {
        let sum = 0;
        for (const { reason, from: begin, to: end } of time.spans(from, to)) {
          const wall = end.getTime() - begin.getTime();
          expect(time.between(begin, end)).toBe(reason === 'COUNTED' ? wall : 0);
          if (reason === 'COUNTED') sum += wall;
        }
        expect(sum).toBe(time.between(from, to));
      }),
      runs(50),
    );
  });
});
