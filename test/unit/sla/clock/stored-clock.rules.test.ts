import { describe, expect, test } from 'vitest';
import { MINUTE_MS } from '../../../../src/shared/duration.ts';
import type { ClockFact } from '../../../../src/sla/clock/clock.rules.ts';
import type { OnRecord } from '../../../../src/sla/clock/stored-clock.rules.ts';
import {
  elapsedMs,
  elapsedRatio,
  remainingMs,
  toStored,
} from '../../../../src/sla/clock/stored-clock.rules.ts';
import { calendarTime } from '../../../../src/sla/time/calendar-time.rules.ts';
import { aroundTheClock } from '../../../../src/sla/time/working-time.rules.ts';
import { berlin } from '../time/calendars.ts';
import { at, breach, changed, clock, communicated, happened, opened, policy } from './facts.ts';

const NOTHING: OnRecord = { firings: [], notices: [], waitUntil: null };

const stored = (facts: readonly ClockFact[], now: string, onRecord: Partial<OnRecord> = {}) =>
  toStored(clock('RESPONSE', facts, now), { ...NOTHING, ...onRecord });

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
      warnAfterMs: 30 * MINUTE_MS,
      calendarId: null,
      calendarVersion: null,
    });
  });

  test('goes on by itself while it runs', () => {
    const row = stored([opened()], '10:20');
    expect(elapsedRatio(row, at('10:45'), aroundTheClock)).toBe(0.75);
    expect(remainingMs(row, at('10:45'), aroundTheClock)).toBe(15 * MINUTE_MS);
  });

  test('goes on while late and open, with nothing remaining', () => {
    const row = stored([opened()], '11:20');
    expect(row.state).toBe('BREACHED');
    expect(elapsedRatio(row, at('11:30'), aroundTheClock)).toBe(1.5);
    expect(remainingMs(row, at('11:30'), aroundTheClock)).toBe(0);
  });

  test('stands still while paused, late or not, and then has no times', () => {
    const paused = stored([opened(), happened('WAITING', '10:40')], '10:50');
    expect(paused).toMatchObject({ state: 'PAUSED', warnsAt: [], dueAt: null });
    expect(elapsedMs(paused, at('18:00'), aroundTheClock)).toBe(40 * MINUTE_MS);
    const late = stored([opened(), happened('WAITING', '11:15')], '11:20');
    expect(late).toMatchObject({ state: 'BREACHED', warnsAt: [], dueAt: null });
    expect(elapsedMs(late, at('18:00'), aroundTheClock)).toBe(75 * MINUTE_MS);
  });

  test.each([
    ['met', [opened(), communicated('10:40')], 40],
    ['met late', [opened(), communicated('11:15')], 75],
    ['cancelled', [opened(), happened('CANCELLED', '10:10')], 10],
  ] as const)('stands still once it is %s', (_, facts, minutes) => {
    const row = stored(facts, '12:00');
    expect(elapsedMs(row, at('18:00'), aroundTheClock)).toBe(minutes * MINUTE_MS);
  });

  test('shows after its end only the warnings that were passed', () => {
    const row = stored([opened(), communicated('10:50')], '12:00');
    expect(row.warnsAt).toEqual([at('10:30'), at('10:45')]);
  });
});

describe('the calendar of a stored clock', () => {
  const onCalendar = { ...policy(), calendarId: 'berlin', calendarVersion: 3 };

  test('is the version that its policy has', () => {
    expect(stored([opened('10:00', onCalendar)], '10:20')).toMatchObject({
      calendarId: 'berlin',
      calendarVersion: 3,
    });
  });

  test('is left for that of another policy', () => {
    const facts = [opened('10:00', onCalendar), changed('10:10', policy())];
    expect(stored(facts, '10:20')).toMatchObject({ calendarId: null, calendarVersion: null });
  });

  test('tells what has elapsed later, over a night that does not count', () => {
    // 2 March 2026 is a Monday; in Berlin 15:00 UTC is 16:00, an hour before closing.
    const row = stored([opened('15:00', policy({ response: 4 }))], '15:00');
    const running = { ...row, dueAt: at('11:00+1') };
    const time = calendarTime(berlin());
    expect(elapsedMs(running, at('18:00'), time)).toBe(60 * MINUTE_MS);
    expect(elapsedMs(running, at('08:30+1'), time)).toBe(90 * MINUTE_MS);
    expect(elapsedRatio(running, at('09:00+1'), time)).toBe(0.5);
    expect(remainingMs(running, at('09:00+1'), time)).toBe(120 * MINUTE_MS);
  });
});

describe('the first warning of a stored clock', () => {
  test('comes after its share of the target, whatever the order of the policy', () => {
    const facts = [opened('10:00', policy({ response: 2 }, [90, 25]))];
    expect(stored(facts, '10:00').warnAfterMs).toBe(30 * MINUTE_MS);
  });

  test('is the breach where the policy has no warnings', () => {
    const facts = [opened('10:00', policy({ response: 2 }, []))];
    expect(stored(facts, '10:00').warnAfterMs).toBe(120 * MINUTE_MS);
  });

  test('is rounded up to a whole millisecond, which is the first that has reached the share', () => {
    const odd = { ...policy({}, [50]), responseTargetMs: 101 };
    expect(stored([opened('10:00', odd)], '10:00').warnAfterMs).toBe(51);
  });

  test('is of the new target after a change of severity', () => {
    const facts = [opened(), changed('10:10', policy({ response: 4 }))];
    expect(stored(facts, '10:20').warnAfterMs).toBe(120 * MINUTE_MS);
  });
});

describe('when the queue looks at a clock', () => {
  const waiting = [opened(), happened('WAITING', '10:10')];

  test('is, while the case waits, when it goes on by itself', () => {
    expect(stored(waiting, '10:20', { waitUntil: at('14:00') }).nextAt).toEqual(at('14:00'));
  });

  test('is never, while the case waits for as long as it takes', () => {
    expect(stored(waiting, '10:20').nextAt).toBeNull();
  });

  test('is at the next warning once the case goes on, pause and all', () => {
    const resumed = [...waiting, happened('RESUMED', '11:10')];
    expect(stored(resumed, '11:10').nextAt).toEqual(at('11:30'));
  });

  test('is never for a clock that was met before the wait', () => {
    const facts = [opened(), communicated('10:05'), happened('WAITING', '10:10')];
    expect(stored(facts, '10:20', { waitUntil: at('14:00') }).nextAt).toBeNull();
  });

  test('is for a breach on record when it is to be told again, if ever', () => {
    const firings = [breach('RESPONSE', '10:00', '11:00')];
    const again = [opened('10:00', { ...policy(), repeatEveryMs: 30 * MINUTE_MS })];
    expect(stored(again, '11:00', { firings }).nextAt).toEqual(at('11:30'));
    const notices = [{ kind: 'RESPONSE', cycleStartedAt: at('10:00'), repeat: 1 }] as const;
    expect(stored(again, '11:30', { firings, notices }).nextAt).toEqual(at('12:00'));
    expect(stored([opened()], '11:00', { firings }).nextAt).toBeNull();
  });
});
