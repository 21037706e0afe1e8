import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../src/shared/duration.ts';
import type { ClockFact } from '../../../src/sla/clock.rules.ts';
import {
  elapsedMs,
  elapsedRatio,
  remainingMs,
  toStored,
} from '../../../src/sla/stored-clock.rules.ts';
import { at, clock, communicated, happened, opened } from './facts.ts';

const stored = (facts: readonly ClockFact[], now: string) =>
  toStored(clock('RESPONSE', facts, now), []);

describe('a stored clock', () => {
  test('keeps what its row needs', () => {
    expect(stored([opened()], '10:20')).toEqual({
      kind: 'RESPONSE',
      cycle: 1,
      state: 'RUNNING',
      targetMs: 60 * MINUTE_MS,
      startedAt: at('10:00'),
      elapsedMs: 20 * MINUTE_MS,
      countedUntil: at('10:20'),
      dueAt: at('11:00'),
      warnsAt: [at('10:30'), at('10:45'), at('10:54')],
      metAt: null,
      breachedAt: null,
      nextAt: at('10:30'),
    });
  });

  test('goes on by itself while it runs', () => {
    const row = stored([opened()], '10:20');
    expect(elapsedRatio(row, at('10:45'))).toBe(0.75);
    expect(remainingMs(row, at('10:45'))).toBe(15 * MINUTE_MS);
  });

  test('goes on while late and open, with nothing remaining', () => {
    const row = stored([opened()], '11:20');
    expect(row.state).toBe('BREACHED');
    expect(elapsedRatio(row, at('11:30'))).toBe(1.5);
    expect(remainingMs(row, at('11:30'))).toBe(0);
  });

  test('stands still while paused, late or not, and then has no times', () => {
    const paused = stored([opened(), happened('WAITING', '10:40')], '10:50');
    expect(paused).toMatchObject({ state: 'PAUSED', warnsAt: [], dueAt: null });
    expect(elapsedMs(paused, at('18:00'))).toBe(40 * MINUTE_MS);
    const late = stored([opened(), happened('WAITING', '11:15')], '11:20');
    expect(late).toMatchObject({ state: 'BREACHED', warnsAt: [], dueAt: null });
    expect(elapsedMs(late, at('18:00'))).toBe(75 * MINUTE_MS);
  });

  test.each([
    ['met', [opened(), communicated('10:40')], 40],
    ['met late', [opened(), communicated('11:15')], 75],
    ['cancelled', [opened(), happened('CANCELLED', '10:10')], 10],
  ] as const)('stands still once it is %s', (_, facts, minutes) => {
    const row = stored(facts, '12:00');
    expect(elapsedMs(row, at('18:00'))).toBe(minutes * MINUTE_MS);
  });

  test('shows after its end only the warnings that were passed', () => {
    const row = stored([opened(), communicated('10:50')], '12:00');
    expect(row.warnsAt).toEqual([at('10:30'), at('10:45')]);
  });
});
