import type { StoredClock } from './stored-clock.rules.ts';

/**
 * Whether a clock has come to its due time at `now` though its row, not written again since, says
 * that it runs. UPDATE's first cycle, before the first response, is silent and never breaches.
 */
export function isClockOverdue(
  { kind, cycle, state, dueAt }: Pick<StoredClock, 'kind' | 'cycle' | 'state' | 'dueAt'>,
  now: Date,
): boolean {
  const isSilent = kind === 'UPDATE' && cycle === 1;
  return state === 'RUNNING' && !isSilent && dueAt !== null && dueAt <= now;
}
