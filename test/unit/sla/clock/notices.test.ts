import { describe, expect, test } from 'vitest';
import { HOUR_MS } from '../../../../src/shared/duration.ts';
import type { ClockFact, PolicySnapshot } from '../../../../src/sla/clock/clock.rules.ts';
import type { RecordedFiring, RecordedNotice } from '../../../../src/sla/clock/firing.rules.ts';
import { nextFiringAt, notices } from '../../../../src/sla/clock/firing.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import {
  cancelled,
  cet,
  moved,
  OFFICE,
  open,
  resolved,
  resumes,
  timeOf,
  told,
  under,
  waits,
} from './clock-table/row.ts';

/** Due four hours after the opening, told again every two hours of the office. */
const EVERY_TWO: Partial<PolicySnapshot> = { repeatEveryMs: 2 * HOUR_MS };
const OPENED = open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 }, EVERY_TWO));
const REPEATS = [
  cet('03-02 16:00'),
  cet('03-03 10:00'),
  cet('03-03 12:00'),
  cet('03-03 14:00'),
  cet('03-03 16:00'),
];

const response = (facts: readonly ClockFact[], now: Date) => {
  const found = replay(facts, now, timeOf).find(({ kind }) => kind === 'RESPONSE');
  if (found === undefined) throw new Error('There is no RESPONSE clock.');
  return found;
};

/** The breach of RESPONSE, entered in time unless told otherwise. */
const breached = (recordedAt = cet('03-02 14:00')): RecordedFiring => ({
  kind: 'RESPONSE',
  cycleStartedAt: cet('03-02 10:00'),
  threshold: 100,
  corrected: false,
  recordedAt,
});
const toldOf = (repeat: number): RecordedNotice => ({
  kind: 'RESPONSE',
  cycleStartedAt: cet('03-02 10:00'),
  repeat,
});

function due(
  now: Date,
  {
    facts = [OPENED],
    log = [breached()],
    before = [],
  }: {
    facts?: readonly ClockFact[];
    log?: readonly RecordedFiring[];
    before?: readonly RecordedNotice[];
  } = {},
) {
  return notices(replay(facts, now, timeOf), log, before, now);
}

const short = (found: ReturnType<typeof due>) =>
  found.map(({ repeat, skipped }) => [repeat, skipped]);

describe('when a breach is told again', () => {
  test('is planned in working time of the calendar, five times at most', () => {
    expect(response([OPENED], cet('03-02 14:00')).repeatsAt).toEqual(REPEATS);
    expect(response([OPENED], cet('03-20 12:00')).repeatsAt).toEqual(REPEATS);
  });

  test('is planned around the clock where the policy has no calendar', () => {
    const facts = [open(cet('03-02 10:00'), under(null, { response: 10 }, EVERY_TWO))];
    expect(response(facts, cet('03-02 20:00')).repeatsAt).toEqual([
      cet('03-02 22:00'),
      cet('03-03 00:00'),
      cet('03-03 02:00'),
      cet('03-03 04:00'),
      cet('03-03 06:00'),
    ]);
  });

  test('is not planned before the breach, nor where the policy tells only once', () => {
    expect(response([OPENED], cet('03-02 13:59')).repeatsAt).toEqual([]);
    for (const repeatEveryMs of [null, undefined]) {
      const once = { ...under(OFFICE, { response: 4 }) };
      const its = repeatEveryMs === null ? { ...once, repeatEveryMs } : once;
      expect(response([open(cet('03-02 10:00'), its)], cet('03-05 10:00')).repeatsAt).toEqual([]);
    }
  });

  test('counts from the breach: where a target was shortened, from then on', () => {
    const shorter = under(OFFICE, { response: 2 }, EVERY_TWO);
    const facts = [OPENED, moved(cet('03-02 13:00'), shorter)];
    expect(response(facts, cet('03-02 13:00')).repeatsAt[0]).toEqual(cet('03-02 15:00'));
  });

  test('counts from when a policy with repeats came, where it came after the breach', () => {
    const once = open(cet('03-02 10:00'), under(OFFICE, { response: 4, update: 4 }));
    const later = moved(cet('03-05 10:00'), under(OFFICE, { response: 4, update: 4 }, EVERY_TWO));
    const { repeatsAt } = response([once, later], cet('03-05 11:00'));
    expect(repeatsAt.slice(0, 2)).toEqual([cet('03-05 12:00'), cet('03-05 14:00')]);
  });

  test('is shifted by a pause, by its working time alone', () => {
    const facts = [OPENED, waits(cet('03-02 15:00')), resumes(cet('03-02 20:00'))];
    expect(response(facts, cet('03-03 09:00')).repeatsAt).toEqual([
      cet('03-03 10:00'),
      cet('03-03 12:00'),
      cet('03-03 14:00'),
      cet('03-03 16:00'),
      cet('03-04 10:00'),
    ]);
  });

  test('is unknown for what would come after a pause that lasts', () => {
    const facts = [OPENED, waits(cet('03-03 11:00'))];
    expect(response(facts, cet('03-04 12:00')).repeatsAt).toEqual(REPEATS.slice(0, 2));
  });

  test('ends with the clock, also in the instant of a repeat', () => {
    expect(response([OPENED, told(cet('03-03 12:00'))], cet('03-04 12:00')).repeatsAt).toEqual(
      REPEATS.slice(0, 2),
    );
  });

  test('is not planned for UPDATE while it is silent', () => {
    const facts = [open(cet('03-02 10:00'), under(OFFICE, { response: 40, update: 2 }, EVERY_TWO))];
    const update = replay(facts, cet('03-04 10:00'), timeOf).find(({ kind }) => kind === 'UPDATE');
    expect(update).toMatchObject({ silent: true, repeatsAt: [] });
  });
});

describe('a notice', () => {
  test('is due at its planned time and not before', () => {
    expect(due(cet('03-02 15:59:59'))).toEqual([]);
    expect(due(cet('03-02 16:00'))).toEqual([
      {
        kind: 'RESPONSE',
        cycle: 1,
        cycleStartedAt: cet('03-02 10:00'),
        repeat: 1,
        plannedAt: cet('03-02 16:00'),
        late: false,
        skipped: [],
      },
    ]);
  });

  test('is due once', () => {
    expect(due(cet('03-03 09:30'), { before: [toldOf(1)] })).toEqual([]);
    expect(short(due(cet('03-03 10:00'), { before: [toldOf(1)] }))).toEqual([[2, []]]);
  });

  test('after a gap is one, the latest, with those before it as skipped', () => {
    expect(short(due(cet('03-03 13:00')))).toEqual([[3, [1, 2]]]);
    expect(short(due(cet('03-03 13:00'), { before: [toldOf(1)] }))).toEqual([[3, [2]]]);
    expect(due(cet('03-03 13:00'), { before: [toldOf(3)] })).toEqual([]);
  });

  test.each([
    ['12:00:05', false],
    ['12:00:06', true],
  ])('planned for 12:00:00 and told at %s is late: %s', (time, late) => {
    expect(due(cet(`03-03 ${time}`), { before: [toldOf(2)] })[0]?.late).toBe(late);
  });

  test('is not due a sixth time', () => {
    expect(short(due(cet('03-20 12:00'), { before: [toldOf(4)] }))).toEqual([[5, []]]);
    expect(due(cet('03-20 12:00'), { before: [toldOf(5)] })).toEqual([]);
  });

  test('is not due for what had passed when the breach itself was entered late', () => {
    const log = [breached(cet('03-03 11:00'))];
    expect(due(cet('03-03 11:00'), { log })).toEqual([]);
    expect(due(cet('03-03 11:59'), { log })).toEqual([]);
    expect(short(due(cet('03-03 12:00'), { log }))).toEqual([[3, []]]);
  });

  test('is not due for a repeat planned for the instant in which the breach was entered', () => {
    const log = [breached(cet('03-03 10:00'))];
    expect(due(cet('03-03 10:00'), { log })).toEqual([]);
  });

  test('is not due while the breach is not on record, or is corrected', () => {
    expect(due(cet('03-02 16:00'), { log: [] })).toEqual([]);
    expect(due(cet('03-02 16:00'), { log: [{ ...breached(), corrected: true }] })).toEqual([]);
    expect(due(cet('03-02 16:00'), { log: [{ ...breached(), threshold: 90 }] })).toEqual([]);
  });

  test('counts from the later entry when a corrected breach was entered again', () => {
    const log = [{ ...breached(), corrected: true }, breached(cet('03-03 11:00'))];
    expect(due(cet('03-03 11:30'), { log })).toEqual([]);
    expect(short(due(cet('03-03 12:00'), { log }))).toEqual([[3, []]]);
  });

  test.each([
    ['met', told],
    ['resolved', resolved],
    ['cancelled', cancelled],
  ])('is not due once the clock is %s, though one had not been told', (_, end) => {
    expect(due(cet('03-03 09:30'), { facts: [OPENED, end(cet('03-03 09:00'))] })).toEqual([]);
  });

  test('is not due in a pause, and due later after it', () => {
    const facts = [OPENED, waits(cet('03-02 15:00'))];
    expect(due(cet('03-04 12:00'), { facts })).toEqual([]);
    const resumed = [...facts, resumes(cet('03-04 12:00'))];
    expect(due(cet('03-04 12:59'), { facts: resumed })).toEqual([]);
    expect(short(due(cet('03-04 13:00'), { facts: resumed }))).toEqual([[1, []]]);
  });

  test('is of each clock by itself, in the order of time', () => {
    const its = under(OFFICE, { response: 4, resolution: 3 }, EVERY_TWO);
    const log = [breached(), { ...breached(cet('03-02 13:00')), kind: 'RESOLUTION' as const }];
    const found = due(cet('03-02 16:30'), { facts: [open(cet('03-02 10:00'), its)], log });
    expect(found.map(({ kind, plannedAt }) => [kind, plannedAt])).toEqual([
      ['RESOLUTION', cet('03-02 15:00')],
      ['RESPONSE', cet('03-02 16:00')],
    ]);
  });

  test('of an UPDATE cycle is not taken for one of the cycle before', () => {
    const facts = [OPENED, told(cet('03-02 11:00')), told(cet('03-02 16:00'))];
    const update = { ...breached(), kind: 'UPDATE' as const };
    const first = { ...update, cycleStartedAt: cet('03-02 11:00') };
    const second = {
      ...update,
      cycleStartedAt: cet('03-02 16:00'),
      recordedAt: cet('03-03 12:00'),
    };
    const before = [{ kind: 'UPDATE', cycleStartedAt: first.cycleStartedAt, repeat: 1 }] as const;
    // Begun at 16:00, the cycle was due the next day at 12:00; two hours later it is told again.
    expect(due(cet('03-03 14:00'), { facts, log: [first, second], before })).toMatchObject([
      { kind: 'UPDATE', cycle: 3, repeat: 1, cycleStartedAt: cet('03-02 16:00') },
    ]);
  });
});

describe('the next time that a breached clock has something to say', () => {
  const next = (before: readonly RecordedNotice[], log = [breached()]) =>
    nextFiringAt(response([OPENED], cet('03-02 14:00')), log, before);

  test('is the next repeat, until all have been told', () => {
    expect(next([])).toEqual(REPEATS[0]);
    expect(next([toldOf(1)])).toEqual(REPEATS[1]);
    expect(next([toldOf(1), toldOf(4)])).toEqual(REPEATS[4]);
    expect(next([toldOf(5)])).toBeNull();
  });

  test('is the breach itself as long as that is not entered', () => {
    const warned = [{ ...breached(cet('03-02 12:00')), threshold: 50 }];
    expect(next([], warned)).toEqual(cet('03-02 14:00'));
  });
});
