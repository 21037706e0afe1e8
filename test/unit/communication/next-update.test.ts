import { describe, expect, it } from 'vitest';
import { nextUpdateDueAt } from '../../../src/communication/template.rules.ts';
import type { ClockFact } from '../../../src/sla/clock/clock.rules.ts';
import { aroundTheClock } from '../../../src/sla/time/working-time.rules.ts';
import { at, communicated, happened, opened, policy, promised } from '../sla/clock/facts.ts';

// The policy of these tests: answer within 1 h, then tell the customer something every 2 h.
const dueAfter = (facts: readonly ClockFact[], now: Date) =>
  nextUpdateDueAt(facts, now, () => aroundTheClock);

describe('the time of the next update, once something is sent now', () => {
  it('is one interval away', () => {
    expect(dueAfter([opened('10:00')], at('10:30'))).toEqual(at('12:30'));
  });

  it('is what was promised where that is earlier, which the first answer announces', () => {
    const facts = [opened('10:00'), promised('10:10', { nextUpdate: '11:00' })];
    expect(dueAfter(facts, at('10:30'))).toEqual(at('11:00'));
  });

  it('does not count the cycle that this message ends', () => {
    const facts = [opened('10:00'), communicated('10:30')];
    expect(dueAfter(facts, at('12:00'))).toEqual(at('14:00'));
  });

  it('is not known while the case waits for the customer', () => {
    const facts = [opened('10:00'), happened('WAITING', '10:10')];
    expect(dueAfter(facts, at('10:30'))).toBeNull();
  });

  it('is not there for a case that is resolved', () => {
    const facts = [opened('10:00'), communicated('10:05'), happened('RESOLVED', '10:10')];
    expect(dueAfter(facts, at('10:30'))).toBeNull();
  });

  it('is not there for a policy without updates', () => {
    const silent = opened('10:00', policy({ update: null }));
    expect(dueAfter([silent], at('10:30'))).toBeNull();
  });
});
