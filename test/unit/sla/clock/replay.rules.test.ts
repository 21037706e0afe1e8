import { describe, expect, test } from 'vitest';
import { currentClocks } from '../../../../src/sla/clock/clock.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';
import {
  at,
  changed,
  clock,
  communicated,
  happened,
  minutes,
  opened,
  passes,
  policy,
} from './facts.ts';

describe('RESPONSE', () => {
  test('runs from the opening and is due when its target has elapsed', () => {
    const response = clock('RESPONSE', [opened()], '10:20');
    expect(response).toMatchObject({ state: 'RUNNING', startedAt: at('10:00') });
    expect(response).toMatchObject({ dueAt: at('11:00'), metAt: null, breachedAt: null });
    expect(minutes(response)).toBe(20);
  });

  test('is met by the first communication and by no later one', () => {
    const facts = [opened(), communicated('10:30'), communicated('10:40')];
    const response = clock('RESPONSE', facts, '12:00');
    expect(response).toMatchObject({ state: 'MET', metAt: at('10:30'), metBy: 'COMMUNICATION' });
    expect(response).toMatchObject({ dueAt: at('11:00'), endedAt: at('10:30') });
    expect(minutes(response)).toBe(30);
  });

  test('is in time when met exactly at its due time', () => {
    const response = clock('RESPONSE', [opened(), communicated('11:00')], '11:00');
    expect(response).toMatchObject({ state: 'MET', breachedAt: null });
  });

  test('is breached at its due time when nothing has met it by then', () => {
    const response = clock('RESPONSE', [opened()], '11:00');
    expect(response).toMatchObject({ state: 'BREACHED', breachedAt: at('11:00'), metAt: null });
  });

  test('stays breached when it is met late', () => {
    const response = clock('RESPONSE', [opened(), communicated('11:00:01')], '12:00');
    expect(response).toMatchObject({ state: 'BREACHED', breachedAt: at('11:00') });
    expect(response.metAt).toEqual(at('11:00:01'));
  });

  test('knows when it passed its warnings and when it will pass the rest', () => {
    const response = clock('RESPONSE', [opened()], '10:46');
    expect(passes(response)).toEqual({
      50: at('10:30'),
      75: at('10:45'),
      90: at('10:54'),
      100: at('11:00'),
    });
  });

  test('never passes the warnings that its end forestalled', () => {
    const response = clock('RESPONSE', [opened(), communicated('10:45')], '12:00');
    expect(passes(response)).toEqual({ 50: at('10:30'), 75: null, 90: null, 100: null });
  });
});

describe('UPDATE', () => {
  test('begins at the opening and anew at each communication', () => {
    const facts = [opened(), communicated('10:30'), communicated('11:30')];
    const updates = replay(facts, at('12:00')).filter(({ kind }) => kind === 'UPDATE');
    expect(
      updates.map(({ cycle, startedAt, dueAt, state }) => [cycle, startedAt, dueAt, state]),
    ).toEqual([
      [1, at('10:00'), at('12:00'), 'MET'],
      [2, at('10:30'), at('12:30'), 'MET'],
      [3, at('11:30'), at('13:30'), 'RUNNING'],
    ]);
  });

  test('keeps its times without a breach while no response has been given', () => {
    const update = clock('UPDATE', [opened()], '13:00');
    expect(update).toMatchObject({ state: 'RUNNING', silent: true, breachedAt: null });
    expect(update.dueAt).toEqual(at('12:00'));
  });

  test('is met without a breach when the first response comes after its due time', () => {
    const [first] = replay([opened(), communicated('13:00')], at('13:00')).filter(
      ({ kind }) => kind === 'UPDATE',
    );
    expect(first).toMatchObject({ state: 'MET', metAt: at('13:00'), breachedAt: null });
  });

  test('is breached once a response has been given and the next word is late', () => {
    const facts = [opened(), communicated('10:30'), communicated('13:00')];
    const second = replay(facts, at('13:00')).find(
      (one) => one.kind === 'UPDATE' && one.cycle === 2,
    );
    expect(second).toMatchObject({
      state: 'BREACHED',
      breachedAt: at('12:30'),
      metAt: at('13:00'),
    });
  });

  test('is never silent where there is no RESPONSE clock', () => {
    const facts = [opened('10:00', policy({ response: null }))];
    expect(clock('UPDATE', facts, '12:00')).toMatchObject({ state: 'BREACHED', silent: false });
    expect(replay(facts, at('12:00')).map(({ kind }) => kind)).toEqual(['UPDATE']);
  });
});

describe('RESOLUTION', () => {
  test('does not exist without a target of the policy and without a promise', () => {
    expect(currentClocks(replay([opened()], at('11:00'))).map(({ kind }) => kind)).toEqual([
      'RESPONSE',
      'UPDATE',
    ]);
  });

  test('is met by the resolution, not by a communication', () => {
    const facts = [opened('10:00', policy({ resolution: 4 })), communicated('10:30')];
    expect(clock('RESOLUTION', facts, '11:00')).toMatchObject({ state: 'RUNNING' });
    const resolution = clock('RESOLUTION', [...facts, happened('RESOLVED', '12:00')], '13:00');
    expect(resolution).toMatchObject({ state: 'MET', metAt: at('12:00'), metBy: 'RESOLUTION' });
    expect(resolution.dueAt).toEqual(at('14:00'));
  });
});

describe('resolving, reopening, cancelling', () => {
  test('a resolution before any response meets every open clock', () => {
    const facts = [opened('10:00', policy({ resolution: 4 })), happened('RESOLVED', '10:30')];
    const clocks = currentClocks(replay(facts, at('18:00')));
    expect(clocks.map(({ state, metAt, metBy }) => [state, metAt, metBy])).toEqual(
      Array(3).fill(['MET', at('10:30'), 'RESOLUTION']),
    );
  });

  test('a late resolution meets a breached RESPONSE, which stays breached', () => {
    const facts = [opened(), happened('RESOLVED', '11:30')];
    expect(clock('RESPONSE', facts, '12:00')).toMatchObject({
      state: 'BREACHED',
      breachedAt: at('11:00'),
      metAt: at('11:30'),
      metBy: 'RESOLUTION',
    });
  });

  test('a communication after the resolution changes no clock', () => {
    const facts = [opened(), communicated('10:10'), happened('RESOLVED', '10:30')];
    const before = replay(facts, at('12:00'));
    expect(replay([...facts, communicated('10:45')], at('12:00'))).toEqual(before);
  });

  test('reopening leaves RESPONSE, begins a new UPDATE cycle and lets RESOLUTION go on', () => {
    const facts = [
      opened('10:00', policy({ resolution: 4 })),
      communicated('10:30'),
      happened('RESOLVED', '11:00'),
      happened('REOPENED', '15:00'),
    ];
    expect(clock('RESPONSE', facts, '15:30').metAt).toEqual(at('10:30'));
    expect(clock('UPDATE', facts, '15:30')).toMatchObject({
      cycle: 3,
      startedAt: at('15:00'),
      dueAt: at('17:00'),
      silent: false,
    });
    const resolution = clock('RESOLUTION', facts, '15:30');
    expect(resolution).toMatchObject({ state: 'RUNNING', cycle: 1, metAt: null, metBy: null });
    expect(resolution.dueAt).toEqual(at('18:00'));
    expect(minutes(resolution)).toBe(90);
  });

  test('RESPONSE met by the resolution alone stays met after reopening', () => {
    const facts = [opened(), happened('RESOLVED', '10:30'), happened('REOPENED', '12:00')];
    expect(clock('RESPONSE', facts, '15:00')).toMatchObject({ state: 'MET', metBy: 'RESOLUTION' });
    expect(clock('UPDATE', facts, '15:00')).toMatchObject({ state: 'BREACHED', cycle: 2 });
  });

  test('RESOLUTION resolved exactly at its due time breaches at the reopening, not before', () => {
    const facts = [opened('10:00', policy({ resolution: 2 })), happened('RESOLVED', '12:00')];
    expect(clock('RESOLUTION', facts, '13:00').state).toBe('MET');
    const again = clock('RESOLUTION', [...facts, happened('REOPENED', '14:00')], '15:00');
    expect(again).toMatchObject({ state: 'BREACHED', breachedAt: at('14:00') });
  });

  test('cancelling cancels open clocks and leaves met ones', () => {
    const facts = [
      opened('10:00', policy({ resolution: 1 })),
      communicated('10:30'),
      happened('CANCELLED', '11:30'),
    ];
    const [response, update, resolution] = currentClocks(replay(facts, at('18:00')));
    expect(response).toMatchObject({ state: 'MET' });
    expect(update).toMatchObject({ state: 'CANCELLED', metAt: null, breachedAt: null });
    expect(resolution).toMatchObject({ state: 'CANCELLED', breachedAt: at('11:00') });
    expect(update?.elapsedMs).toBe(3_600_000);
  });
});

describe('waiting for the customer', () => {
  const waiting = [opened('10:00', policy({ response: 2 })), happened('WAITING', '11:10')];

  test('elapsed time stands still and nobody knows the due time', () => {
    const response = clock('RESPONSE', waiting, '18:00');
    expect(response).toMatchObject({ state: 'PAUSED', dueAt: null, breachedAt: null });
    expect(minutes(response)).toBe(70);
    expect(passes(response)).toEqual({ 50: at('11:00'), 75: null, 90: null, 100: null });
  });

  test('the due time moves by the length of the pause, twice for two pauses', () => {
    const once = [...waiting, happened('RESUMED', '12:10')];
    expect(clock('RESPONSE', once, '12:10').dueAt).toEqual(at('13:00'));
    const twice = [...once, happened('WAITING', '12:20'), happened('RESUMED', '12:50')];
    const response = clock('RESPONSE', twice, '13:00');
    expect(response).toMatchObject({ state: 'RUNNING', dueAt: at('13:30') });
    expect(minutes(response)).toBe(90);
    expect(response.stretches.map(({ from, reason }) => [from, reason])).toEqual([
      [at('10:00'), 'COUNTED'],
      [at('11:10'), 'WAITING_FOR_CUSTOMER'],
      [at('12:10'), 'COUNTED'],
      [at('12:20'), 'WAITING_FOR_CUSTOMER'],
      [at('12:50'), 'COUNTED'],
    ]);
  });

  test('a communication in the pause meets RESPONSE and begins a paused UPDATE cycle', () => {
    const facts = [...waiting, communicated('12:00')];
    const response = clock('RESPONSE', facts, '13:00');
    expect(response).toMatchObject({ state: 'MET', metAt: at('12:00'), dueAt: at('12:50') });
    expect(minutes(response)).toBe(70);
    const update = clock('UPDATE', facts, '13:00');
    expect(update).toMatchObject({ state: 'PAUSED', startedAt: at('12:00'), elapsedMs: 0 });
    const resumed = [...facts, happened('RESUMED', '14:00')];
    expect(clock('UPDATE', resumed, '14:30').dueAt).toEqual(at('16:00'));
  });

  test('a clock that was breached before the pause stays breached, without a due time', () => {
    const facts = [opened(), happened('WAITING', '11:30')];
    const response = clock('RESPONSE', facts, '13:00');
    expect(response).toMatchObject({ state: 'BREACHED', breachedAt: at('11:00'), dueAt: null });
    expect(response.paused).toBe(true);
    expect(minutes(response)).toBe(90);
  });

  test('a target reached in the very instant of the pause is a breach then', () => {
    const facts = [opened(), happened('WAITING', '11:00')];
    expect(clock('RESPONSE', facts, '13:00').breachedAt).toEqual(at('11:00'));
  });
});

describe('a change of severity', () => {
  test('takes elapsed time along: 3 h from 10:00, raised at 11:00 to 2 h, is due at 12:00', () => {
    const facts = [
      opened('10:00', policy({ response: 3 })),
      changed('11:00', policy({ response: 2 })),
    ];
    const response = clock('RESPONSE', facts, '11:00');
    expect(response).toMatchObject({ dueAt: at('12:00'), targetMs: 7_200_000 });
    expect(minutes(response)).toBe(60);
  });

  test('takes the elapsed time of the UPDATE cycle along, up and down', () => {
    const facts = [opened(), communicated('10:30'), changed('11:30', policy({ update: 1.5 }))];
    expect(clock('UPDATE', facts, '11:30').dueAt).toEqual(at('12:00'));
    const down = [...facts, changed('11:45', policy({ update: 8 }))];
    expect(clock('UPDATE', down, '11:45').dueAt).toEqual(at('18:30'));
  });

  test('breaches at the change when the shorter target has been passed before', () => {
    const facts = [
      opened('10:00', policy({ response: 3 })),
      changed('12:30', policy({ response: 2 })),
    ];
    const response = clock('RESPONSE', facts, '12:30');
    expect(response).toMatchObject({ state: 'BREACHED', breachedAt: at('12:30') });
    expect(response.dueAt).toEqual(at('12:00'));
    expect(passes(response)).toEqual({
      50: at('11:30'),
      75: at('12:15'),
      90: at('12:30'),
      100: at('12:30'),
    });
  });

  test('leaves a breach on record when the target becomes longer', () => {
    const facts = [opened(), changed('11:30', policy({ response: 4 }))];
    const response = clock('RESPONSE', facts, '12:00');
    expect(response).toMatchObject({ state: 'BREACHED', breachedAt: at('11:00') });
    expect(response.dueAt).toEqual(at('14:00'));
  });

  test('leaves clocks that are met on the version that they had', () => {
    const later = { ...policy({ response: 0.25 }), version: 2 };
    const facts = [opened(), communicated('10:30'), changed('10:40', later)];
    expect(clock('RESPONSE', facts, '12:00')).toMatchObject({ state: 'MET', targetMs: 3_600_000 });
    expect(clock('RESPONSE', facts, '12:00').policy.version).toBe(1);
    expect(clock('UPDATE', facts, '12:00').policy.version).toBe(2);
  });

  test('brings other warnings, keeps those passed and shows both', () => {
    const facts = [opened(), changed('10:35', policy({}, [40, 80]))];
    expect(passes(clock('RESPONSE', facts, '10:35'))).toEqual({
      40: at('10:35'),
      50: at('10:30'),
      80: at('10:48'),
      100: at('11:00'),
    });
  });

  test('cancels RESOLUTION where no target is left, and lets it go on when one comes back', () => {
    const facts = [opened('10:00', policy({ resolution: 4 })), changed('11:00', policy())];
    expect(clock('RESOLUTION', facts, '12:00').state).toBe('CANCELLED');
    const back = [...facts, changed('12:00', policy({ resolution: 3 }))];
    const resolution = clock('RESOLUTION', back, '12:30');
    expect(resolution).toMatchObject({ state: 'RUNNING', dueAt: at('13:00') });
    expect(minutes(resolution)).toBe(150);
  });

  test('while resolved counts from the reopening', () => {
    const facts = [
      opened('10:00', policy({ resolution: 4 })),
      happened('RESOLVED', '11:00'),
      changed('12:00', policy({ resolution: 2, update: 3 })),
    ];
    expect(clock('RESOLUTION', facts, '12:30').targetMs).toBe(4 * 3_600_000);
    const again = [...facts, happened('REOPENED', '13:00')];
    expect(clock('RESOLUTION', again, '13:00').dueAt).toEqual(at('14:00'));
    expect(clock('UPDATE', again, '13:00').dueAt).toEqual(at('16:00'));
  });
});

describe('facts', () => {
  test('without an opening, or before it, there are no clocks', () => {
    expect(replay([communicated('10:00')], at('11:00'))).toEqual([]);
    expect(replay([opened()], at('09:59'))).toEqual([]);
  });

  test('a communication told later counts from when it happened', () => {
    const facts = [opened(), communicated('11:30'), communicated('10:20')];
    const cycles = replay(facts, at('12:00'));
    expect(cycles[0]).toMatchObject({ state: 'MET', metAt: at('10:20'), breachedAt: null });
    expect(
      cycles.filter(({ kind }) => kind === 'UPDATE').map(({ startedAt }) => startedAt),
    ).toEqual([at('10:00'), at('10:20'), at('11:30')]);
  });

  test('what lies after now is left out, and before the opening counts at the opening', () => {
    const facts = [opened(), communicated('09:00'), happened('RESOLVED', '12:00')];
    const response = clock('RESPONSE', facts, '11:30');
    expect(response).toMatchObject({ state: 'MET', metAt: at('10:00') });
    expect(clock('UPDATE', facts, '11:30').state).toBe('RUNNING');
  });

  test('what makes no sense in the status is left out', () => {
    const facts = [opened(), communicated('10:30')];
    const before = replay(facts, at('12:00'));
    const odd = [happened('RESUMED', '10:40'), happened('REOPENED', '10:50')];
    expect(replay([...facts, ...odd], at('12:00'))).toEqual(before);
  });
});
