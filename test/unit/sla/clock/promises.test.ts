import { describe, expect, test } from 'vitest';
import { dueIfCounting } from '../../../../src/sla/clock/stored-clock.rules.ts';
import { aroundTheClock } from '../../../../src/sla/time/working-time.rules.ts';
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
  promised,
} from './facts.ts';

const early = promised('10:10', { nextUpdate: '11:30' });

describe('a promised update before the first response', () => {
  test('stands beside the running cycle, which keeps its due time', () => {
    expect(clock('UPDATE', [opened(), early], '10:20')).toMatchObject({
      cycle: 1,
      dueAt: at('12:00'),
    });
  });

  test('is the due time of the cycle that the response begins, with the warnings of that span', () => {
    const update = clock('UPDATE', [opened(), early, communicated('10:30')], '10:30');
    expect(update).toMatchObject({ cycle: 2, dueAt: at('11:30'), targetMs: 3_600_000 });
    expect(passes(update)).toEqual({
      50: at('11:00'),
      75: at('11:15'),
      90: at('11:24'),
      100: at('11:30'),
    });
  });

  test("gives way to the policy's interval where that ends earlier", () => {
    const facts = [
      opened('10:00', policy({ update: 1 })),
      promised('10:05', { nextUpdate: '11:00' }),
      changed('10:06', policy({ update: 0.5 })),
      communicated('10:10'),
    ];
    expect(clock('UPDATE', facts, '10:10').dueAt).toEqual(at('10:40'));
  });

  test('is used up by the communication after that', () => {
    const facts = [opened(), early, communicated('10:30'), communicated('10:50')];
    expect(clock('UPDATE', facts, '10:50').dueAt).toEqual(at('12:50'));
  });

  test('is replaced by a later promise', () => {
    const facts = [opened(), early, promised('10:15', { nextUpdate: '11:50' })];
    expect(clock('UPDATE', [...facts, communicated('10:30')], '10:30').dueAt).toEqual(at('11:50'));
  });

  test('is left out when its time came before the response that would announce it', () => {
    const facts = [opened(), promised('10:10', { nextUpdate: '10:30' }), communicated('10:30')];
    expect(clock('UPDATE', facts, '10:30').dueAt).toEqual(at('12:30'));
  });

  test('is shifted by a pause before the response and by one after it', () => {
    const facts = [
      opened(),
      early,
      happened('WAITING', '10:20'),
      happened('RESUMED', '10:40'),
      communicated('10:50'),
    ];
    expect(clock('UPDATE', facts, '10:50').dueAt).toEqual(at('11:50'));
    const again = [...facts, happened('WAITING', '11:00'), happened('RESUMED', '11:30')];
    expect(clock('UPDATE', again, '11:30').dueAt).toEqual(at('12:20'));
  });

  test('does not survive a resolution', () => {
    const facts = [
      opened(),
      promised('10:10', { nextUpdate: '11:50' }),
      happened('RESOLVED', '10:20'),
      happened('REOPENED', '10:30'),
    ];
    expect(clock('UPDATE', facts, '10:30').dueAt).toEqual(at('12:30'));
  });
});

describe('a promised update after the first response', () => {
  const facts = [opened(), communicated('10:30')];

  test('shortens the running cycle', () => {
    const update = clock('UPDATE', [...facts, promised('10:40', { nextUpdate: '11:30' })], '10:40');
    expect(update).toMatchObject({ cycle: 2, dueAt: at('11:30'), startedAt: at('10:30') });
    expect(minutes(update)).toBe(10);
  });

  test('never makes the running cycle longer', () => {
    const later = promised('10:40', { nextUpdate: '18:00' });
    expect(clock('UPDATE', [...facts, later], '10:40').dueAt).toEqual(at('12:30'));
  });

  test('never lifts an earlier promise', () => {
    const both = [
      promised('10:40', { nextUpdate: '11:30' }),
      promised('10:50', { nextUpdate: '12:00' }),
    ];
    expect(clock('UPDATE', [...facts, ...both], '11:00').dueAt).toEqual(at('11:30'));
  });

  test('is left out when it lies in the past', () => {
    const past = promised('10:40', { nextUpdate: '10:35' });
    expect(clock('UPDATE', [...facts, past], '10:40').dueAt).toEqual(at('12:30'));
  });

  test('is held against the new interval again when the severity changes, up and down', () => {
    const base = [...facts, promised('10:40', { nextUpdate: '11:30' })];
    const raised = [...base, changed('10:50', policy({ update: 0.75 }))];
    expect(clock('UPDATE', raised, '10:50').dueAt).toEqual(at('11:15'));
    const lowered = [...raised, changed('11:00', policy({ update: 24 }))];
    expect(clock('UPDATE', lowered, '11:00').dueAt).toEqual(at('11:30'));
  });

  test('given in a pause counts from the resumption on what was left of it', () => {
    const paused = [
      ...facts,
      happened('WAITING', '10:40'),
      promised('10:50', { nextUpdate: '11:20' }),
    ];
    expect(clock('UPDATE', paused, '11:00').dueAt).toBeNull();
    const resumed = [...paused, happened('RESUMED', '12:00')];
    expect(clock('UPDATE', resumed, '12:00').dueAt).toEqual(at('12:30'));
  });
});

describe('a promised resolution', () => {
  test('makes a RESOLUTION clock from the opening to the promised time', () => {
    const facts = [opened(), promised('11:00', { resolve: '16:00' })];
    const resolution = clock('RESOLUTION', facts, '11:00');
    expect(resolution).toMatchObject({ startedAt: at('10:00'), dueAt: at('16:00') });
    expect(resolution.targetMs).toBe(6 * 3_600_000);
    expect(minutes(resolution)).toBe(60);
  });

  test('does not count a pause before it, and is shifted by one after it', () => {
    const facts = [
      opened(),
      happened('WAITING', '11:00'),
      happened('RESUMED', '13:00'),
      promised('14:00', { resolve: '16:00' }),
    ];
    const resolution = clock('RESOLUTION', facts, '14:00');
    expect(resolution).toMatchObject({ dueAt: at('16:00'), targetMs: 4 * 3_600_000 });
    const paused = [...facts, happened('WAITING', '15:00'), happened('RESUMED', '15:30')];
    expect(clock('RESOLUTION', paused, '15:30').dueAt).toEqual(at('16:30'));
  });

  test("replaces the policy's target and the promise before it", () => {
    const facts = [
      opened('10:00', policy({ resolution: 2 })),
      promised('10:30', { resolve: '16:00' }),
    ];
    expect(clock('RESOLUTION', facts, '10:30').dueAt).toEqual(at('16:00'));
    const again = [...facts, promised('11:00', { resolve: '14:00' })];
    expect(clock('RESOLUTION', again, '11:00').dueAt).toEqual(at('14:00'));
  });

  test('stands when the severity changes', () => {
    const facts = [opened(), promised('10:30', { resolve: '16:00' })];
    const raised = [...facts, changed('11:00', policy({ resolution: 2 }))];
    expect(clock('RESOLUTION', raised, '11:00').dueAt).toEqual(at('16:00'));
  });

  test('passes at the promise what of its span is over by then, not before', () => {
    const facts = [opened(), promised('15:00', { resolve: '16:00' })];
    expect(passes(clock('RESOLUTION', facts, '15:00'))).toEqual({
      50: at('15:00'),
      75: at('15:00'),
      90: at('15:24'),
      100: at('16:00'),
    });
  });
});

test('a paused clock tells when it would be due if it went on now', () => {
  const paused = clock('RESPONSE', [opened(), happened('WAITING', '10:20')], '11:00');
  expect(dueIfCounting(paused, at('11:00'), aroundTheClock)).toEqual(at('11:40'));
  const running = clock('RESPONSE', [opened()], '10:20');
  expect(dueIfCounting(running, at('10:20'), aroundTheClock)).toEqual(at('11:00'));
});
