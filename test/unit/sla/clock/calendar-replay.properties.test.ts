import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../src/shared/duration.ts';
import type { ClockFact, PolicySnapshot } from '../../../../src/sla/clock/clock.rules.ts';
import { currentClocks } from '../../../../src/sla/clock/clock.rules.ts';
import type { TimeOf } from '../../../../src/sla/clock/replay.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import { elapsedMs, toStored } from '../../../../src/sla/clock/stored-clock.rules.ts';
import { calendarTime } from '../../../../src/sla/time/calendar-time.rules.ts';
import { aroundTheClock } from '../../../../src/sla/time/working-time.rules.ts';
import { calendars, instants } from '../time/calendar.arbitraries.ts';
import { runs } from './runs.ts';

const END_MINUTE = 10 * 24 * 60;

const policies = fc
  .record({
    response: fc.integer({ min: 1, max: 240 }),
    update: fc.integer({ min: 1, max: 240 }),
    resolution: fc.option(fc.integer({ min: 1, max: 300 })),
    calendarId: fc.constantFrom(null, 'first', 'second'),
  })
  .map(
    ({ response, update, resolution, calendarId }): PolicySnapshot => ({
      policyId: null,
      version: 1,
      responseTargetMs: response * 10 * MINUTE_MS,
      updateIntervalMs: update * 10 * MINUTE_MS,
      resolutionTargetMs: resolution === null ? null : resolution * 10 * MINUTE_MS,
      warnAt: [50, 75, 90],
      ownerLevel: 'MANAGER',
      calendarId,
    }),
  );

/** Minutes from the opening, the end left out. */
type Pause = readonly [from: number, to: number];

interface Story {
  openedAt: Date;
  policy: PolicySnapshot;
  later: readonly { minute: number; policy: PolicySnapshot | null }[];
  pauses: readonly Pause[];
  timeOf: TimeOf;
}

const pauses = fc
  .tuple(fc.nat({ max: END_MINUTE }), fc.integer({ min: 1, max: 3 * 24 * 60 }))
  .map(([from, length]): Pause => [from, Math.min(END_MINUTE + 1, from + length)]);

const stories: fc.Arbitrary<Story> = fc
  .record({
    openedAt: instants,
    policy: policies,
    // A word to the customer, or another policy.
    later: fc.uniqueArray(
      fc.record({
        minute: fc.integer({ min: 1, max: END_MINUTE }),
        policy: fc.option(policies, { freq: 1 }),
      }),
      { maxLength: 5, selector: ({ minute }) => minute },
    ),
    pauses: fc.array(pauses, { maxLength: 3 }),
    first: calendars.map(calendarTime),
    second: calendars.map(calendarTime),
  })
  .map(({ first, second, ...story }) => ({
    ...story,
    timeOf: ({ calendarId }) => {
      if (calendarId === null) return aroundTheClock;
      return calendarId === 'first' ? first : second;
    },
  }));

/** Pauses that overlap are one. */
function union(all: readonly Pause[]): Pause[] {
  const found: Pause[] = [];
  for (const [from, to] of [...all].sort(([a], [b]) => a - b)) {
    const last = found.at(-1);
    if (last !== undefined && from <= last[1]) {
      found[found.length - 1] = [last[0], Math.max(last[1], to)];
    } else found.push([from, to]);
  }
  return found;
}

function minuteOf({ openedAt }: Story, minute: number): Date {
  return new Date(openedAt.getTime() + minute * MINUTE_MS);
}

function factsOf(story: Story, more: readonly Pause[] = []): ClockFact[] {
  const { openedAt, policy, later } = story;
  const at = (minute: number) => minuteOf(story, minute);
  return [
    { type: 'OPENED', at: openedAt, policy },
    ...later.map(
      (one): ClockFact =>
        one.policy === null
          ? { type: 'COMMUNICATED', at: at(one.minute), id: String(one.minute) }
          : { type: 'POLICY_CHANGED', at: at(one.minute), policy: one.policy },
    ),
    ...union([...story.pauses, ...more]).flatMap(([from, to]): ClockFact[] => [
      { type: 'WAITING', at: at(from) },
      { type: 'RESUMED', at: at(to) },
    ]),
  ];
}

describe('for every case on every calendar', () => {
  test('at its due time exactly the target has elapsed, and a millisecond before it has not', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { timeOf } = story;
        const facts = factsOf(story);
        const now = minuteOf(story, END_MINUTE + 1);
        for (const { kind, dueAt, endedAt, targetMs } of currentClocks(
          replay(facts, now, timeOf),
        )) {
          if (dueAt === null || endedAt !== null || dueAt <= now) continue;
          const then = (when: Date) =>
            currentClocks(replay(facts, when, timeOf)).find((clock) => clock.kind === kind);
          expect(then(dueAt)?.elapsedMs).toBe(targetMs);
          expect(then(new Date(dueAt.getTime() - 1))?.elapsedMs).toBe(targetMs - 1);
        }
      }),
      runs(100),
    );
  });

  test('a breach of a target that was never changed came when exactly that had elapsed', () => {
    fc.assert(
      fc.property(stories, (story) => {
        const { timeOf } = story;
        const facts = factsOf({ ...story, later: [] });
        const now = minuteOf(story, END_MINUTE + 1);
        for (const { kind, breachedAt, targetMs } of replay(facts, now, timeOf)) {
          if (breachedAt === null) continue;
          const then = (when: Date) =>
            replay(facts, when, timeOf).find((clock) => clock.kind === kind);
          expect(then(breachedAt)).toMatchObject({ state: 'BREACHED', elapsedMs: targetMs });
          const before = then(new Date(breachedAt.getTime() - 1));
          expect(before).toMatchObject({ breachedAt: null, elapsedMs: targetMs - 1 });
        }
      }),
      runs(100),
    );
  });

  test('more pause never makes anything due earlier', () => {
    fc.assert(
      fc.property(stories, fc.array(pauses, { minLength: 1, maxLength: 2 }), (story, more) => {
        const { timeOf } = story;
        const now = minuteOf(story, END_MINUTE + 1);
        const plain = replay(factsOf(story), now, timeOf);
        for (const cycle of replay(factsOf(story, more), now, timeOf)) {
          const same = plain.find((one) => one.kind === cycle.kind && one.cycle === cycle.cycle);
          expect(cycle.dueAt?.getTime()).toBeGreaterThanOrEqual(same?.dueAt?.getTime() ?? Infinity);
          expect(cycle.elapsedMs).toBeLessThanOrEqual(same?.elapsedMs ?? -1);
        }
      }),
      runs(100),
    );
  });

  test('a stored clock says later what a replay at that time says', () => {
    fc.assert(
      fc.property(stories, fc.nat({ max: END_MINUTE }), (story, ahead) => {
        const { timeOf } = story;
        const facts = factsOf(story);
        const [now, then] = [END_MINUTE + 1, END_MINUTE + 1 + ahead].map((minute) =>
          minuteOf(story, minute),
        ) as [Date, Date];
        const after = currentClocks(replay(facts, then, timeOf));
        currentClocks(replay(facts, now, timeOf)).forEach((cycle, place) => {
          const row = toStored(cycle, { firings: [], notices: [], waitUntil: null });
          expect(elapsedMs(row, then, timeOf(cycle.policy))).toBe(after[place]?.elapsedMs);
          expect(row.dueAt).toEqual(after[place]?.dueAt);
        });
      }),
      runs(100),
    );
  });
});
