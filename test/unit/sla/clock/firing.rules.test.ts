import { describe, expect, test } from 'vitest';
import type { ClockFact } from '../../../../src/sla/clock/clock.rules.ts';
import type { Firing, RecordedFiring } from '../../../../src/sla/clock/firing.rules.ts';
import { corrections, firings, nextFiringAt } from '../../../../src/sla/clock/firing.rules.ts';
import { breachedClocks } from '../../../../src/sla/clock/owner-level.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import {
  at,
  breach,
  changed,
  clock,
  communicated,
  happened,
  opened,
  policy,
  promised,
  record,
} from './facts.ts';

function live(facts: readonly ClockFact[], now: string, recorded: readonly RecordedFiring[] = []) {
  return firings(replay(facts, at(now)), recorded, at(now), 'live');
}

function imported(facts: readonly ClockFact[], now: string) {
  return firings(replay(facts, at(now)), [], at(now), 'imported');
}

const short = (fired: readonly Firing[]) =>
  fired.map(({ kind, cycle, threshold, skipped }) => [kind, cycle, threshold, skipped]);

describe('live', () => {
  test('a warning fires when its share of the target has elapsed, and only once', () => {
    expect(live([opened()], '10:29:59')).toEqual([]);
    const fired = live([opened()], '10:30');
    expect(fired).toEqual([
      {
        kind: 'RESPONSE',
        cycle: 1,
        cycleStartedAt: at('10:00'),
        threshold: 50,
        breached: false,
        dueAt: at('11:00'),
        plannedAt: at('10:30'),
        firedAt: at('10:30'),
        late: false,
        skipped: [],
      },
    ]);
    expect(live([opened()], '10:44', record(fired))).toEqual([]);
  });

  test('after a gap one entry fires, the highest, with the lower ones as skipped', () => {
    const [fired, ...more] = live([opened()], '11:10');
    expect(more).toEqual([]);
    expect(fired).toMatchObject({ threshold: 100, breached: true, skipped: [50, 75, 90] });
    expect(fired).toMatchObject({ plannedAt: at('11:00'), firedAt: at('11:10'), late: true });
  });

  test('skips only what has not fired before the gap', () => {
    const before = record(live([opened()], '10:30'));
    expect(short(live([opened()], '10:54', before))).toEqual([['RESPONSE', 1, 90, [75]]]);
  });

  test.each([
    ['11:00:05', false],
    ['11:00:06', true],
  ])('what was planned for 11:00:00 and fires at %s is late: %s', (now, late) => {
    expect(live([opened()], now)[0]?.late).toBe(late);
  });

  test('UPDATE is silent until a response has been given: one silence is one breach', () => {
    expect(short(live([opened()], '15:00'))).toEqual([['RESPONSE', 1, 100, [50, 75, 90]]]);
    const answered = [opened(), communicated('15:00')];
    expect(short(live(answered, '15:00'))).toEqual([['RESPONSE', 1, 100, [50, 75, 90]]]);
  });

  test('each UPDATE cycle after the response warns and breaches of its own', () => {
    const facts = [opened(), communicated('10:10'), communicated('13:00')];
    expect(short(live(facts, '14:00'))).toEqual([
      ['UPDATE', 2, 100, [50, 75, 90]],
      ['UPDATE', 3, 50, []],
    ]);
  });

  test('a clock that has ended in time warns no more', () => {
    expect(live([opened(), communicated('10:40')], '10:41')).toEqual([]);
  });

  test('a target shortened past several thresholds fires one entry, planned for the change', () => {
    const facts = [opened('10:00', policy({ response: 4 })), changed('11:30', policy())];
    expect(live(facts.slice(0, 1), '11:30')).toEqual([]);
    expect(live(facts, '11:30')[0]).toMatchObject({
      threshold: 100,
      skipped: [50, 75, 90],
      plannedAt: at('11:30'),
      dueAt: at('11:00'),
      late: false,
    });
  });

  test('a promise that shortens the cycle past its half warns at once', () => {
    const facts = [opened(), communicated('10:10'), promised('10:50', { nextUpdate: '11:10' })];
    expect(short(live(facts, '10:50'))).toEqual([['UPDATE', 2, 50, []]]);
  });

  test('a lengthened target fires nothing again and no lower threshold after a higher one', () => {
    const first = record(live([opened()], '10:54'));
    const facts = [opened(), changed('10:55', policy({ response: 2 }, [40, 60, 95]))];
    expect(live(facts, '11:53', first)).toEqual([]);
    expect(short(live(facts, '11:54', first))).toEqual([['RESPONSE', 1, 95, []]]);
  });

  test('nothing fires in a pause, but what was passed before it does', () => {
    const facts = [opened(), happened('WAITING', '10:40')];
    expect(live(facts, '12:00')[0]).toMatchObject({
      threshold: 50,
      plannedAt: at('10:30'),
      dueAt: at('11:00'),
    });
    expect(live(facts, '18:00', record(live(facts, '12:00')))).toEqual([]);
  });

  test('a cancelled clock fires no more, a breach before that is entered', () => {
    const facts = [opened(), happened('CANCELLED', '10:59')];
    expect(live(facts, '12:00')).toEqual([]);
    expect(short(live([opened(), happened('CANCELLED', '11:30')], '12:00'))).toEqual([
      ['RESPONSE', 1, 100, [50, 75, 90]],
    ]);
  });

  test('a clock opened in the past fires late for what is over', () => {
    expect(live([opened('08:00', policy({ response: 4 }))], '10:30')[0]).toMatchObject({
      threshold: 50,
      plannedAt: at('10:00'),
      late: true,
    });
  });
});

describe('imported', () => {
  test('each threshold has its own entry at the time when it would have fired', () => {
    const fired = imported([opened(), communicated('11:30')], '11:40');
    expect(fired.map(({ threshold, firedAt }) => [threshold, firedAt])).toEqual([
      [50, at('10:30')],
      [75, at('10:45')],
      [90, at('10:54')],
      [100, at('11:00')],
    ]);
    expect(fired.every(({ late, skipped }) => !late && skipped.length === 0)).toBe(true);
  });

  test('clocks that were met warned before, and past UPDATE cycles breached', () => {
    const facts = [
      opened(),
      communicated('10:40'),
      communicated('12:50'),
      happened('RESOLVED', '13:00'),
    ];
    expect(short(imported(facts, '18:00'))).toEqual([
      ['RESPONSE', 1, 50, []],
      ['UPDATE', 2, 50, []],
      ['UPDATE', 2, 75, []],
      ['UPDATE', 2, 90, []],
      ['UPDATE', 2, 100, []],
    ]);
  });

  test('entries of several clocks stand in the order of time', () => {
    const facts = [opened('10:00', policy({ response: 2, resolution: 1 }))];
    const fired = imported(facts, '11:00');
    expect(fired.map(({ kind, threshold }) => [kind, threshold])).toEqual([
      ['RESOLUTION', 50],
      ['RESOLUTION', 75],
      ['RESOLUTION', 90],
      ['RESPONSE', 50],
      ['RESOLUTION', 100],
    ]);
  });

  test('a lower threshold that a changed policy brings after a higher one has no entry', () => {
    const facts = [opened(), changed('10:35', policy({}, [40, 50]))];
    expect(short(imported(facts, '10:40'))).toEqual([['RESPONSE', 1, 50, []]]);
    expect(short(live(facts, '10:40'))).toEqual([['RESPONSE', 1, 50, []]]);
  });

  test('a threshold reached in the instant of the communication has not been passed', () => {
    expect(imported([opened(), communicated('10:30')], '10:31')).toEqual([]);
  });
});

describe('corrections', () => {
  const onRecord = [breach('RESPONSE', '10:00')];

  test('a communication told later that met the clock in time corrects its breach', () => {
    const cycles = replay([opened(), communicated('10:50')], at('12:00'));
    expect(corrections(cycles, onRecord)).toEqual(onRecord);
  });

  test('a clock met late, or still late, corrects nothing', () => {
    expect(corrections(replay([opened(), communicated('11:10')], at('12:00')), onRecord)).toEqual(
      [],
    );
    expect(corrections(replay([opened()], at('12:00')), onRecord)).toEqual([]);
  });

  test('a node whose clock lags behind corrects nothing that is still open', () => {
    expect(corrections(replay([opened()], at('10:58')), onRecord)).toEqual([]);
  });

  test('is done once', () => {
    const cycles = replay([opened(), communicated('10:50')], at('12:00'));
    const done = onRecord.map((firing) => ({ ...firing, corrected: true }));
    expect(corrections(cycles, done)).toEqual([]);
    const again = firings(cycles, done, at('12:00'), 'live');
    expect(again.filter(({ kind }) => kind === 'RESPONSE')).toEqual([]);
  });

  test('warnings are never corrected', () => {
    const cycles = replay([opened(), communicated('10:10')], at('11:00'));
    const warned = [{ ...breach('RESPONSE', '10:00'), threshold: 50 }];
    expect(corrections(cycles, warned)).toEqual([]);
  });

  test('a word told later splits a breached UPDATE cycle: the first half is corrected, the second breaches', () => {
    const facts = [opened(), communicated('10:00'), communicated('13:30')];
    const first = live(facts, '13:30').filter(({ breached }) => breached);
    expect(short(first)).toEqual([['UPDATE', 2, 100, [50, 75, 90]]]);
    const told = replay([...facts, communicated('11:00')], at('14:00'));
    const wrong = corrections(told, record(first));
    expect(wrong).toEqual([{ ...breach('UPDATE', '10:00'), recordedAt: at('13:30') }]);
    const log = record(first).map((firing) => ({ ...firing, corrected: true }));
    expect(short(firings(told, log, at('14:00'), 'live'))).toEqual([
      ['UPDATE', 3, 100, [50, 75, 90]],
    ]);
  });

  test('a breach of a cycle that began with a failed message is corrected, the true one fires', () => {
    const log = [breach('UPDATE', '11:00')];
    const facts = [opened(), communicated('10:30')];
    const cycles = replay(facts, at('13:30'));
    expect(corrections(cycles, log)).toEqual(log);
    expect(short(firings(cycles, log, at('13:30'), 'live'))).toEqual([
      ['UPDATE', 2, 100, [50, 75, 90]],
    ]);
  });

  test('a corrected breach fires again when the message that met the clock fails', () => {
    const log = onRecord.map((firing) => ({ ...firing, corrected: true }));
    expect(live([opened()], '12:00', log)).toMatchObject([{ threshold: 100, breached: true }]);
  });
});

describe('what counts as breached', () => {
  test('each clock once, without corrected breaches and warnings', () => {
    const log = [
      breach('UPDATE', '10:00'),
      breach('UPDATE', '12:00'),
      { ...breach('RESPONSE', '10:00'), corrected: true },
      { ...breach('RESOLUTION', '10:00'), threshold: 90 },
    ];
    expect(breachedClocks(log)).toBe(1);
    expect(breachedClocks([...log, breach('RESPONSE', '10:00')])).toBe(2);
    expect(breachedClocks([])).toBe(0);
  });
});

describe('the next firing', () => {
  test('is the lowest threshold to come, past ones included until they are recorded', () => {
    const response = clock('RESPONSE', [opened()], '10:50');
    expect(nextFiringAt(response, [])).toEqual(at('10:30'));
    const fired = [{ ...breach('RESPONSE', '10:00'), threshold: 75 }];
    expect(nextFiringAt(response, fired)).toEqual(at('10:54'));
  });

  test('is unknown in a pause, for a silent clock, after the breach and after the end', () => {
    const paused = clock('RESPONSE', [opened(), happened('WAITING', '10:20')], '10:50');
    expect(nextFiringAt(paused, [])).toBeNull();
    expect(nextFiringAt(clock('UPDATE', [opened()], '10:50'), [])).toBeNull();
    const late = clock('RESPONSE', [opened()], '11:10');
    expect(nextFiringAt(late, [breach('RESPONSE', '10:00')])).toBeNull();
    expect(
      nextFiringAt(clock('RESPONSE', [opened(), communicated('10:40')], '11:00'), []),
    ).toBeNull();
  });

  test('of a clock that ended late is its breach, until that is recorded', () => {
    const late = clock('RESPONSE', [opened(), communicated('11:20')], '11:20');
    expect(nextFiringAt(late, [])).toEqual(at('11:00'));
    expect(nextFiringAt(late, [breach('RESPONSE', '10:00')])).toBeNull();
  });
});
