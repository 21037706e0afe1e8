import type { PreventionKind } from '../shared/vocabulary.ts';

/** The most actions of each kind in one plan. */
export const MAX_ACTIONS = 100;

/** Midnight in UTC of the time's day. Due dates are days without a zone, and count in UTC. */
export function dayOf(time: Date): Date {
  return new Date(`${time.toISOString().slice(0, 10)}T00:00:00Z`);
}

/** Whether a plan is overdue: from the day after its due date until it is completed. */
export function isOverdue(
  { dueDate, completedAt }: { dueDate: Date; completedAt: Date | null },
  now: Date,
): boolean {
  return completedAt === null && dueDate < dayOf(now);
}

/** When the plan was completed: when its last open action was done or taken out. Null while one is open. */
export function completionOf(
  actions: Iterable<{ doneAt: Date | null }>,
  completedAt: Date | null,
  now: Date,
): Date | null {
  const isDone = [...actions].every(({ doneAt }) => doneAt !== null);
  return isDone ? (completedAt ?? now) : null;
}

/** The position after the last action of that kind. */
export function nextPosition(
  actions: Iterable<{ kind: PreventionKind; position: number }>,
  kind: PreventionKind,
): number {
  const taken = [...actions].filter((action) => action.kind === kind);
  return Math.max(-1, ...taken.map(({ position }) => position)) + 1;
}

/** Formats the day of a time, in UTC, as `2026-03-01`. */
export function dateText(day: Date): string {
  return day.toISOString().slice(0, 10);
}
