import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { HOUR_MS } from '../../../../src/shared/duration.ts';
import { WEEKDAYS } from '../../../../src/shared/vocabulary.ts';
import type { ClockFact, PolicySnapshot } from '../../../../src/sla/clock/clock.rules.ts';
import { currentClocks } from '../../../../src/sla/clock/clock.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import type { Interval } from '../../../../src/sla/explain/intervals.rules.ts';
import {
  intervalsOf,
  isCounted,
  lengthMs,
  remainingMsOf,
} from '../../../../src/sla/explain/intervals.rules.ts';
import { calendarTime } from '../../../../src/sla/time/calendar-time.rules.ts';
import { aroundTheClock } from '../../../../src/sla/time/working-time.rules.ts';
import { at, changed, clock, communicated, happened, opened, policy } from '../clock/facts.ts';

/** Monday to Friday 9 to 17; Friday in New York is Founders' Day, on which the week of the case ends. */
const office = calendarTime({
  timeZone: 'America/New_York',
  hours: WEEKDAYS.slice(0, 5).map((day) => ({ day, opens: '09:00', closes: '17:00' })),
  holidays: [{ date: '2026-03-06', name: "Founders' Day" }],
});
const timeOf = ({ calendarId }: PolicySnapshot) => (calendarId == null ? aroundTheClock : office);
const inOffice = (its = policy()): PolicySnapshot => ({ ...its, calendarId: 'office' });

/** `10:00 12:00 COUNTED`, as `at` reads it, with the holiday behind. */
function lines(intervals: readonly Interval[]): string[] {
  const day = at('00:00').getTime();
  const time = (when: Date) => {
    const days = Math.floor((when.getTime() - day) / (24 * HOUR_MS));
    return `${when.toISOString().slice(11, 16)}${days > 0 ? `+${days}` : ''}`;
  };
  return intervals.map(({ from, to, reason, holiday }) =>
    [time(from), time(to), reason, ...(holiday === null ? [] : [holiday])].join(' '),
  );
}

function explained(kind: 'RESPONSE' | 'UPDATE' | 'RESOLUTION', facts: ClockFact[], now: string) {
  const cycles = currentClocks(replay(facts, at(now), timeOf));
  const cycle = cycles.find((one) => one.kind === kind);
  if (cycle === undefined) throw new Error(`There is no ${kind} clock.`);
  return lines(intervalsOf(cycle, timeOf));
}

describe('where the time of a clock went', () => {
  it('is one piece while it runs around the clock', () => {
    expect(explained('RESPONSE', [opened()], '10:30+2')).toEqual(['10:00 10:30+2 COUNTED']);
  });

  it('is nothing at the very opening', () => {
    expect(explained('RESPONSE', [opened()], '10:00')).toEqual([]);
  });

  it('has the nights and weekends of the calendar, and its holidays with their names', () => {
    const facts = [opened('16:00+3', inOffice())];
    expect(explained('RESPONSE', facts, '15:00+7')).toEqual([
      '16:00+3 22:00+3 COUNTED',
      '22:00+3 05:00+4 OUTSIDE_HOURS',
      "05:00+4 05:00+5 HOLIDAY Founders' Day",
      // Summer time begins on Sunday there: on Monday they open an hour earlier in UTC.
      '05:00+5 13:00+7 OUTSIDE_HOURS',
      '13:00+7 15:00+7 COUNTED',
    ]);
  });

  it('has a wait as one piece, whatever the hour', () => {
    const facts = [
      opened('16:00', inOffice()),
      happened('WAITING', '18:00'),
      happened('RESUMED', '12:00+1'),
    ];
    expect(explained('RESPONSE', facts, '15:00+1')).toEqual([
      '16:00 18:00 COUNTED',
      '18:00 12:00+1 WAITING_FOR_CUSTOMER',
      '12:00+1 14:00+1 OUTSIDE_HOURS',
      '14:00+1 15:00+1 COUNTED',
    ]);
  });

  it('has the time between a resolution and a reopening in the clock that goes on', () => {
    const facts = [
      opened('10:00', policy({ resolution: 8 })),
      happened('RESOLVED', '12:00'),
      happened('REOPENED', '15:00'),
    ];
    expect(explained('RESOLUTION', facts, '16:00')).toEqual([
      '10:00 12:00 COUNTED',
      '12:00 15:00 RESOLVED',
      '15:00 16:00 COUNTED',
    ]);
    expect(explained('UPDATE', facts, '16:00')).toEqual(['15:00 16:00 COUNTED']);
    expect(explained('RESPONSE', facts, '16:00')).toEqual(['10:00 12:00 COUNTED']);
  });

  it('ends where the clock ended', () => {
    const facts = [opened(), communicated('10:20')];
    expect(explained('RESPONSE', facts, '18:00')).toEqual(['10:00 10:20 COUNTED']);
    expect(explained('UPDATE', facts, '18:00')).toEqual(['10:20 18:00 COUNTED']);
  });

  it('does not break at a change of policy that changes nothing about it', () => {
    const facts = [opened(), changed('11:00', policy({ response: 4 }))];
    expect(explained('RESPONSE', facts, '12:00')).toEqual(['10:00 12:00 COUNTED']);
  });

  it('goes on with the calendar of the new policy', () => {
    const facts = [opened('10:00'), changed('12:00', inOffice())];
    expect(explained('RESPONSE', facts, '15:00')).toEqual([
      '10:00 12:00 COUNTED',
      '12:00 14:00 OUTSIDE_HOURS',
      '14:00 15:00 COUNTED',
    ]);
  });
});

it('has nothing remaining, and never less, once the target is used up', () => {
  expect(remainingMsOf(clock('RESPONSE', [opened()], '10:15'))).toBe(0.75 * HOUR_MS);
  expect(remainingMsOf(clock('RESPONSE', [opened()], '13:00'))).toBe(0);
});

const DAYS = 21;
const START_MS = at('00:00').getTime();
const instants = fc
  .integer({ min: 0, max: DAYS * 24 * 60 })
  .map((minutes) => new Date(START_MS + minutes * 60_000));
const policies = fc
  .record({
    hours: fc.integer({ min: 1, max: 40 }),
    calendarId: fc.constantFrom(null, 'office'),
  })
  .map(({ hours, calendarId }) => ({
    ...policy({ response: hours, update: hours, resolution: 2 * hours }),
    calendarId,
  }));
const facts = fc
  .array(
    fc.record({
      type: fc.constantFrom('COMMUNICATED', 'WAITING', 'RESUMED', 'RESOLVED', 'REOPENED', 'POLICY'),
      when: instants,
      policy: policies,
    }),
    { maxLength: 15 },
  )
  .map((given) =>
    given.map(({ type, when, policy: its }): ClockFact => {
      if (type === 'COMMUNICATED') return { type, at: when, id: when.toISOString() };
      if (type === 'POLICY') return { type: 'POLICY_CHANGED', at: when, policy: its };
      return { type: type as 'WAITING', at: when };
    }),
  );
const cycles = fc
  .tuple(instants, policies, facts, instants)
  .map(([openedAt, its, later, now]) =>
    replay([{ type: 'OPENED', at: openedAt, policy: its }, ...later], now, timeOf),
  );

describe('for every cycle of every case', () => {
  test('the counted pieces add up to the elapsed time', () => {
    fc.assert(
      fc.property(cycles, (all) => {
        for (const cycle of all) {
          const counted = intervalsOf(cycle, timeOf).filter(isCounted).map(lengthMs);
          expect(counted.reduce((sum, ms) => sum + ms, 0)).toBe(cycle.elapsedMs);
        }
      }),
    );
  });

  test('the pieces go from the start to the end or now, without gaps, and neighbours differ', () => {
    fc.assert(
      fc.property(cycles, (all) => {
        for (const cycle of all) {
          const pieces = intervalsOf(cycle, timeOf);
          const lengths = pieces.map(lengthMs);
          expect(lengths.every((ms) => ms > 0)).toBe(true);
          expect(lengths.reduce((sum, ms) => sum + ms, 0)).toBe(
            cycle.countedUntil.getTime() - cycle.startedAt.getTime(),
          );
          pieces.forEach((piece, place) => {
            const before = pieces[place - 1];
            expect(piece.from).toEqual(before?.to ?? cycle.startedAt);
            expect([piece.reason, piece.holiday]).not.toEqual([before?.reason, before?.holiday]);
            expect(piece.holiday !== null).toBe(piece.reason === 'HOLIDAY');
          });
        }
      }),
    );
  });
});
