import { describe, expect, test } from 'vitest';
import { limitSteps, TooManySteps } from '../../../../src/shared/bounds/steps.ts';
import { DAY_MS, HOUR_MS } from '../../../../src/shared/duration.ts';
import type { ClockFact } from '../../../../src/sla/clock/clock.rules.ts';
import { firings } from '../../../../src/sla/clock/firing.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import { intervalsOf } from '../../../../src/sla/explain/intervals.rules.ts';
import { calendarTime } from '../../../../src/sla/time/calendar-time.rules.ts';
import type { WorkingTime } from '../../../../src/sla/time/working-time.rules.ts';
import { berlin } from '../time/calendars.ts';
import { policy } from './facts.ts';

const OPENED = Date.UTC(2000, 0, 3);
const NOW = new Date(Date.UTC(2026, 0, 3));
const day = (number: number) => new Date(OPENED + number * DAY_MS);

/** A message and a wait by turns, four hours apart, over as many days. */
function talked(days: number): ClockFact[] {
  const opened: ClockFact = { type: 'OPENED', at: day(0), policy: policy({ update: 1 }) };
  return [
    opened,
    ...Array.from({ length: days }, (_, place): ClockFact[] => [
      { type: 'COMMUNICATED', at: day(place), id: String(place) },
      { type: 'WAITING', at: new Date(day(place).getTime() + 4 * HOUR_MS) },
      { type: 'RESUMED', at: new Date(day(place).getTime() + 8 * HOUR_MS) },
    ]).flat(),
  ];
}

/** How often it measures time. */
function measured(facts: readonly ClockFact[]) {
  let calls = 0;
  const office = calendarTime(berlin());
  const counting: WorkingTime = {
    between: (from, to) => {
      calls += 1;
      return office.between(from, to);
    },
    after: (from, ms) => {
      calls += 1;
      return office.after(from, ms);
    },
    spans: office.spans,
  };
  const cycles = replay(facts, NOW, () => counting);
  return { cycles, calls };
}

describe('replaying what happened to a case', () => {
  test('measures time in proportion to what happened, not to the square of it', () => {
    const [some, twice] = [measured(talked(250)).calls, measured(talked(500)).calls];
    expect(twice / some).toBeLessThan(2.1);
  });

  test('takes the same few measurements for a silence of a day and one of 26 years, however short the interval is', () => {
    const opened = (years: number): ClockFact => ({
      type: 'OPENED',
      at: new Date(Date.UTC(2026 - years, 0, 1)),
      policy: { ...policy({ update: 0.001 }), repeatEveryMs: HOUR_MS },
    });
    const said = (fact: ClockFact): ClockFact => ({ type: 'COMMUNICATED', at: fact.at, id: 'a' });
    const [one, many] = [1, 26].map((years) => measured([opened(years), said(opened(years))])) as [
      ReturnType<typeof measured>,
      ReturnType<typeof measured>,
    ];
    expect(many.calls).toBe(one.calls);
    const cycles = many.cycles.filter(({ kind }) => kind === 'UPDATE');
    expect(cycles).toHaveLength(2);
    expect(firings(many.cycles, [], NOW, 'imported').length).toBeLessThan(20);
  });

  test('ends with a sentence when it takes more steps than it may', () => {
    const budget = limitSteps(100, 'More has happened than can be worked out.');
    expect(() => replay(talked(100), NOW, undefined, budget)).toThrow(TooManySteps);
    expect(() => replay(talked(100), NOW, undefined, limitSteps(2_000, ''))).not.toThrow();
  });

  test('shows the latest pieces of a clock without working out those before', () => {
    const office = calendarTime(berlin());
    let looked = 0;
    const time: WorkingTime = {
      ...office,
      spans: (...args) => {
        looked += 1;
        return office.spans(...args);
      },
    };
    const facts: ClockFact[] = [...talked(500).filter(({ type }) => type !== 'COMMUNICATED')];
    const response = replay(facts, NOW, () => time).find(({ kind }) => kind === 'RESPONSE');
    if (response === undefined) throw new Error('There is no RESPONSE clock.');
    const all = intervalsOf(response, () => time);
    looked = 0;
    expect(intervalsOf(response, () => time, 20)).toEqual(all.slice(-20));
    expect(looked).toBeGreaterThan(0);
    expect(looked).toBeLessThan(12);
  });
});
