import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../src/shared/duration.ts';
import type { ClockFact, PolicySnapshot } from '../../../../src/sla/clock/clock.rules.ts';
import { currentClocks } from '../../../../src/sla/clock/clock.rules.ts';
import type { Firing } from '../../../../src/sla/clock/firing.rules.ts';
import { firings } from '../../../../src/sla/clock/firing.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import { elapsedMs, remainingMs, toStored } from '../../../../src/sla/clock/stored-clock.rules.ts';
import type { WorkingTime } from '../../../../src/sla/time/working-time.rules.ts';
import { aroundTheClock } from '../../../../src/sla/time/working-time.rules.ts';
import { record } from './facts.ts';
import { runs } from './runs.ts';

const START_MS = Date.UTC(2026, 2, 2, 10);
const END_MINUTE = 600;
const minute = (count: number) => new Date(START_MS + count * MINUTE_MS);

/** Works 20 minutes, rests 10: a calendar in small, counted from the start. */
const shifts: WorkingTime = {
  between: (from, to) => Math.max(0, worked(to.getTime()) - worked(from.getTime())),
  after(from, ms) {
    if (ms === 0) return from;
    const total = worked(from.getTime()) + ms;
    const rounds = Math.ceil(total / SHIFT_MS) - 1;
    return new Date(START_MS + rounds * ROUND_MS + (total - rounds * SHIFT_MS));
  },
  spans() {
    throw new Error('No clock asks why.');
  },
};
const SHIFT_MS = 20 * MINUTE_MS;
const ROUND_MS = 30 * MINUTE_MS;
function worked(ms: number): number {
  const since = ms - START_MS;
  const rounds = Math.floor(since / ROUND_MS);
  return rounds * SHIFT_MS + Math.min(SHIFT_MS, since - rounds * ROUND_MS);
}
const timeOf = (policy: PolicySnapshot) => (policy.calendarId === null ? aroundTheClock : shifts);

const policies = fc
  .record({
    response: fc.integer({ min: 1, max: 20 }),
    update: fc.integer({ min: 1, max: 20 }),
    resolution: fc.option(fc.integer({ min: 1, max: 40 })),
    calendarId: fc.constantFrom(null, 'shifts'),
  })
  .map(
    ({ response, update, resolution, calendarId }): PolicySnapshot => ({
      policyId: null,
      version: 1,
      // Tens of minutes, so that every threshold falls on a whole second.
      responseTargetMs: response * 10 * MINUTE_MS,
      updateIntervalMs: update * 10 * MINUTE_MS,
      resolutionTargetMs: resolution === null ? null : resolution * 10 * MINUTE_MS,
      warnAt: [50, 75, 90],
      ownerLevel: 'MANAGER',
      calendarId,
    }),
  );

const turns = fc.constantFrom('WAITING', 'RESUMED', 'RESOLVED', 'REOPENED', 'CANCELLED');
const kinds = fc.oneof(
  { weight: 4, arbitrary: fc.constant('COMMUNICATED' as const) },
  { weight: 2, arbitrary: fc.constantFrom('WAITING' as const, 'RESUMED' as const) },
  { weight: 2, arbitrary: fc.constantFrom('POLICY_CHANGED' as const, 'PROMISED' as const) },
  { weight: 1, arbitrary: turns },
);

const laterFacts = fc
  .uniqueArray(fc.integer({ min: 1, max: END_MINUTE }), { maxLength: 12 })
  .chain((minutes) =>
    fc.tuple(
      ...minutes.map((when) =>
        fc
          .record({ type: kinds, policy: policies, ahead: fc.integer({ min: 1, max: 120 }) })
          .map(({ type, policy, ahead }): ClockFact => {
            const at = minute(when);
            const until = minute(when + ahead);
            if (type === 'COMMUNICATED') return { type, at, id: String(when) };
            if (type === 'POLICY_CHANGED') return { type, at, policy };
            if (type !== 'PROMISED') return { type, at };
            return ahead % 2 ? { type, at, nextUpdateAt: until } : { type, at, resolveBy: until };
          }),
      ),
    ),
  );

const cases = fc
  .tuple(policies, laterFacts)
  .map(([policy, later]): ClockFact[] => [{ type: 'OPENED', at: minute(0), policy }, ...later]);
const instants = fc.integer({ min: 0, max: END_MINUTE + 200 }).map(minute);

describe('for every case', () => {
  test('the order in which the facts are given makes no difference', () => {
    const shuffled = cases.chain((facts) =>
      fc.tuple(
        fc.constant(facts),
        fc.shuffledSubarray(facts, { minLength: facts.length, maxLength: facts.length }),
      ),
    );
    fc.assert(
      fc.property(shuffled, instants, ([facts, others], now) => {
        expect(replay(others, now, timeOf)).toEqual(replay(facts, now, timeOf));
      }),
    );
  });

  test('elapsed time is never negative and never more than the time on the wall', () => {
    fc.assert(
      fc.property(cases, instants, (facts, now) => {
        for (const { elapsedMs: elapsed, startedAt, countedUntil } of replay(facts, now, timeOf)) {
          expect(elapsed).toBeGreaterThanOrEqual(0);
          expect(elapsed).toBeLessThanOrEqual(countedUntil.getTime() - startedAt.getTime());
        }
      }),
    );
  });

  test('what the stretches counted adds up to the elapsed time', () => {
    fc.assert(
      fc.property(cases, instants, (facts, now) => {
        for (const { stretches, elapsedMs: elapsed } of replay(facts, now, timeOf)) {
          const counted = stretches
            .filter(({ reason }) => reason === 'COUNTED')
            .map(({ from, to, policy }) => timeOf(policy).between(from, to));
          expect(counted.reduce((sum, ms) => sum + ms, 0)).toBe(elapsed);
        }
      }),
    );
  });

  test('at its due time exactly the target has elapsed, and a millisecond before it has not', () => {
    fc.assert(
      fc.property(cases, (facts) => {
        const now = minute(END_MINUTE);
        for (const { kind, dueAt, endedAt, targetMs } of currentClocks(
          replay(facts, now, timeOf),
        )) {
          if (dueAt === null || endedAt !== null || dueAt <= now) continue;
          const then = (when: Date) =>
            currentClocks(replay(facts, when, timeOf)).find((clock) => clock.kind === kind);
          expect(then(dueAt)?.elapsedMs).toBe(targetMs);
          const before = then(new Date(dueAt.getTime() - 1));
          expect(before?.elapsedMs).toBeLessThan(targetMs);
        }
      }),
    );
  });

  test('more pause never makes anything due earlier', () => {
    const pauses = fc.tuple(fc.nat({ max: END_MINUTE }), fc.integer({ min: 1, max: 200 }));
    const around = cases.map((facts) =>
      facts
        .filter(({ type }) => type !== 'WAITING' && type !== 'RESUMED' && type !== 'PROMISED')
        .map((fact) =>
          'policy' in fact ? { ...fact, policy: { ...fact.policy, calendarId: null } } : fact,
        ),
    );
    fc.assert(
      fc.property(around, pauses, (facts, [begin, length]) => {
        const now = minute(END_MINUTE + 300);
        const paused: ClockFact[] = [
          ...facts,
          { type: 'WAITING', at: minute(begin) },
          { type: 'RESUMED', at: minute(begin + length) },
        ];
        const plain = replay(facts, now, timeOf);
        for (const cycle of replay(paused, now, timeOf)) {
          const same = plain.find((one) => one.kind === cycle.kind && one.cycle === cycle.cycle);
          expect(cycle.dueAt?.getTime()).toBeGreaterThanOrEqual(same?.dueAt?.getTime() ?? Infinity);
        }
      }),
    );
  });

  test('a stored clock says later what a replay at that time says', () => {
    fc.assert(
      fc.property(cases, fc.nat({ max: 300 }), (facts, later) => {
        const now = minute(END_MINUTE);
        const then = minute(END_MINUTE + later);
        const after = currentClocks(replay(facts, then, timeOf));
        currentClocks(replay(facts, now, timeOf)).forEach((cycle, index) => {
          const row = toStored(cycle, { firings: [], notices: [], waitUntil: null });
          const elapsed = after[index]?.elapsedMs ?? Number.NaN;
          expect(elapsedMs(row, then, timeOf(cycle.policy))).toBe(elapsed);
          expect(remainingMs(row, then, timeOf(cycle.policy))).toBe(
            Math.max(0, cycle.targetMs - elapsed),
          );
        });
      }),
    );
  });

  test('what has fired and is recorded does not fire again, in either mode', () => {
    fc.assert(
      fc.property(cases, instants, fc.constantFrom('live', 'imported'), (facts, now, mode) => {
        const cycles = replay(facts, now, timeOf);
        const recorded = record(firings(cycles, [], now, mode));
        expect(firings(cycles, recorded, now, mode)).toEqual([]);
      }),
    );
  });

  test('fired as the queue wakes up, live entries are those of an import, on time', () => {
    fc.assert(
      fc.property(cases, (facts) => {
        const end = minute(END_MINUTE + 600);
        const told = [...facts].sort((a, b) => a.at.getTime() - b.at.getTime());
        const log: Firing[] = [];
        let known: ClockFact[] = [];
        let now = minute(0);
        while (now <= end) {
          known = told.filter((fact) => fact.at <= now);
          const cycles = replay(known, now, timeOf);
          log.push(...firings(cycles, record(log), now, 'live'));
          const rows = currentClocks(cycles).map((cycle) =>
            toStored(cycle, { firings: record(log), notices: [], waitUntil: null }),
          );
          const wakeUps = [
            ...rows.flatMap(({ nextAt }) => (nextAt === null ? [] : [nextAt.getTime()])),
            ...told.filter((fact) => fact.at > now).map((fact) => fact.at.getTime()),
          ];
          const next = Math.min(...wakeUps, end.getTime() + 1);
          expect(next).toBeGreaterThan(now.getTime());
          now = new Date(next);
        }
        const expected = firings(replay(facts, end, timeOf), [], end, 'imported');
        const single = log.flatMap(({ skipped, ...entry }) =>
          [...skipped, entry.threshold].map((threshold) => ({ ...entry, threshold })),
        );
        const key = ({ kind, cycle, threshold }: Omit<Firing, 'skipped'>) =>
          `${kind} ${cycle} ${threshold}`;
        expect(single.map(key).sort()).toEqual(expected.map(key).sort());
        for (const { late, firedAt, plannedAt } of log) {
          expect(late).toBe(false);
          expect(firedAt).toEqual(plannedAt);
        }
      }),
      runs(200),
    );
  });
});
