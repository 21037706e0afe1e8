import { describe, expect, it } from 'vitest';
import {
  completionOf,
  dayOf,
  isOverdue,
  nextPosition,
} from '../../../src/prevention/prevention.rules.ts';

const day = (text: string) => new Date(`${text}T00:00:00Z`);

describe('a prevention plan', () => {
  const plan = { dueDate: day('2026-03-10'), completedAt: null };

  it('is not overdue until the day of its due date is over in UTC', () => {
    expect(isOverdue(plan, new Date('2026-03-10T23:59:59.999Z'))).toBe(false);
    expect(isOverdue(plan, new Date('2026-03-11T00:00:00Z'))).toBe(true);
  });

  it('is never overdue once completed, however late', () => {
    const completedAt = new Date('2026-05-01T09:00:00Z');
    expect(isOverdue({ ...plan, completedAt }, new Date('2027-01-01T00:00:00Z'))).toBe(false);
  });
});

describe('the day of a time', () => {
  it('is the one in UTC, at midnight', () => {
    expect(dayOf(new Date('2026-03-10T00:30:00+02:00'))).toEqual(day('2026-03-09'));
  });
});

describe('the completion of a plan', () => {
  const now = new Date('2026-03-10T15:00:00Z');
  const earlier = new Date('2026-03-01T09:00:00Z');

  it('is now when the last open action is done', () => {
    expect(completionOf([{ doneAt: now }, { doneAt: earlier }], null, now)).toBe(now);
  });

  it('stays as it was when all actions were done before', () => {
    expect(completionOf([{ doneAt: earlier }], earlier, now)).toBe(earlier);
  });

  it('is gone as soon as an action is open', () => {
    expect(completionOf([{ doneAt: earlier }, { doneAt: null }], earlier, now)).toBeNull();
  });
});

describe('the next position', () => {
  const actions = [
    { kind: 'IMMEDIATE' as const, position: 0 },
    { kind: 'IMMEDIATE' as const, position: 4 },
    { kind: 'LONG_TERM' as const, position: 1 },
  ];

  it('follows the last action of the kind, gaps left by removed ones included', () => {
    expect(nextPosition(actions, 'IMMEDIATE')).toBe(5);
    expect(nextPosition(actions, 'LONG_TERM')).toBe(2);
  });

  it('is 0 where there is none of the kind', () => {
    expect(nextPosition([], 'LONG_TERM')).toBe(0);
  });
});
