import { describe, expect, test } from 'vitest';
import type { ClockEntry } from '../../../../src/escalation/case/clock-facts.rules.ts';
import {
  applyCorrection,
  clockFactOf,
  recordedFiringOf,
  recordedNoticeOf,
  withoutFailed,
} from '../../../../src/escalation/case/clock-facts.rules.ts';
import { at, communicated, opened, policy } from '../../sla/clock/facts.ts';

/** With as much of its data as the test is about. */
function entry(type: ClockEntry['type'], data: object = {}): ClockEntry {
  return { type, at: at('11:00'), recordedAt: at('11:05'), data } as ClockEntry;
}

describe('what an entry means to the clocks', () => {
  test('an opening brings the policy that the clocks start with', () => {
    const its = policy();
    expect(clockFactOf(entry('ESCALATION_OPENED', { policy: its }))).toEqual({
      type: 'OPENED',
      at: at('11:00'),
      policy: its,
    });
  });

  test('another severity brings another policy', () => {
    const its = policy({ response: 4 });
    expect(clockFactOf(entry('SEVERITY_CHANGED', { policy: its }))).toMatchObject({
      type: 'POLICY_CHANGED',
      policy: its,
    });
  });

  test('a communication counts only where its entry says so', () => {
    const counting = { communicationId: 'c1', counts: true };
    const fact = { type: 'COMMUNICATED', at: at('11:00'), id: 'c1' };
    expect(clockFactOf(entry('COMMUNICATION_SENT', counting))).toEqual(fact);
    expect(clockFactOf(entry('COMMUNICATION_LOGGED', counting))).toEqual(fact);
    expect(clockFactOf(entry('COMMUNICATION_PREPARED', counting))).toBeUndefined();
  });

  test('what came in ends a wait', () => {
    const inbound = { communicationId: 'c2', counts: false, direction: 'INBOUND' };
    expect(clockFactOf(entry('COMMUNICATION_LOGGED', inbound))).toEqual({
      type: 'RESUMED',
      at: at('11:00'),
    });
  });

  test('a promise has the times that were given, and no others', () => {
    const data = { nextUpdateAt: at('12:00').toISOString(), resolveBy: null };
    expect(clockFactOf(entry('RESPONSE_TIMELINE_SET', data))).toEqual({
      type: 'PROMISED',
      at: at('11:00'),
      nextUpdateAt: at('12:00'),
    });
  });

  test.for([
    ['OPEN', 'WAITING_ON_CUSTOMER', 'WAITING'],
    ['WAITING_ON_CUSTOMER', 'OPEN', 'RESUMED'],
    ['OPEN', 'RESOLVED', 'RESOLVED'],
    ['RESOLVED', 'OPEN', 'REOPENED'],
    ['CLOSED', 'OPEN', 'REOPENED'],
    ['WAITING_ON_CUSTOMER', 'CANCELLED', 'CANCELLED'],
  ])('a case that goes from %s to %s is %s', ([from, to, type]) => {
    const fact = clockFactOf(entry('STATUS_CHANGED', { from, to }));
    expect(fact).toEqual({ type, at: at('11:00') });
  });

  test('closing means nothing to them, nor does a note', () => {
    const closing = { from: 'RESOLVED', to: 'CLOSED' };
    expect(clockFactOf(entry('STATUS_CHANGED', closing))).toBeUndefined();
    expect(clockFactOf(entry('NOTE_ADDED'))).toBeUndefined();
  });
});

test('a communication that failed is taken out of the facts', () => {
  const facts = [opened(), communicated('10:20'), communicated('10:40')];
  expect(withoutFailed(facts, new Set(['10:20']))).toEqual([facts[0], facts[2]]);
});

describe('what is on record', () => {
  const firing = { kind: 'UPDATE', cycleStartedAt: at('10:00').toISOString(), threshold: 100 };
  const recorded = {
    kind: 'UPDATE',
    cycleStartedAt: at('10:00'),
    threshold: 100,
    corrected: false,
    recordedAt: at('11:05'),
  } as const;

  test('is a warning or a breach, nothing else', () => {
    expect(recordedFiringOf(entry('SLA_BREACHED', firing))).toEqual(recorded);
    const warning = { ...firing, threshold: 75 };
    expect(recordedFiringOf(entry('SLA_WARNING', warning))).toMatchObject({ threshold: 75 });
    expect(recordedFiringOf(entry('SLA_MET', firing))).toBeUndefined();
  });

  test('is corrected where clock, cycle and breach are the same', () => {
    const others = [
      { ...recorded, kind: 'RESPONSE' as const },
      { ...recorded, cycleStartedAt: at('10:30') },
      { ...recorded, threshold: 90 },
    ];
    const correction = entry('SLA_MET', { ...firing, corrected: true });
    expect(applyCorrection([recorded, ...others], correction)).toEqual([
      { ...recorded, corrected: true },
      ...others,
    ]);
  });

  test('stands when the clock is met without a correction', () => {
    expect(applyCorrection([recorded], entry('SLA_MET', firing))).toEqual([recorded]);
  });
});

describe('a notice on record', () => {
  const notice = {
    kind: 'RESPONSE',
    cycle: 1,
    cycleStartedAt: at('10:00').toISOString(),
    repeat: 2,
    userIds: [],
  };

  test('is an entry that told of a breach again: which clock, which cycle, which time', () => {
    expect(recordedNoticeOf(entry('STAKEHOLDERS_NOTIFIED', notice))).toEqual({
      kind: 'RESPONSE',
      cycleStartedAt: at('10:00'),
      repeat: 2,
    });
  });

  test('is not the entry that told of the breach at first, nor a message to stakeholders', () => {
    const first = { userIds: ['eve'], reason: 'breach', breaches: [{ kind: 'RESPONSE' }] };
    expect(recordedNoticeOf(entry('STAKEHOLDERS_NOTIFIED', first))).toBeUndefined();
    const message = { userIds: ['eve'], message: 'Please look.' };
    expect(recordedNoticeOf(entry('STAKEHOLDERS_NOTIFIED', message))).toBeUndefined();
  });

  test('is no entry of another type, whatever it says', () => {
    expect(recordedNoticeOf(entry('SLA_BREACHED', { ...notice, threshold: 100 }))).toBeUndefined();
  });

  test('moves no clock and is no firing', () => {
    expect(clockFactOf(entry('STAKEHOLDERS_NOTIFIED', notice))).toBeUndefined();
    expect(recordedFiringOf(entry('STAKEHOLDERS_NOTIFIED', notice))).toBeUndefined();
  });
});
