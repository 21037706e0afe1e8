import type { StoredClock } from '../sla/stored-clock.rules.ts';

type Clock = Pick<StoredClock, 'kind' | 'state' | 'dueAt' | 'metAt'>;

/**
 * Whether a clock of a case has come to its due time at `now` although its row, not yet written
 * again, says that it runs. UPDATE is silent until the first response: one silence is one breach.
 */
export function isOverdue(clocks: readonly Clock[], now: Date): boolean {
  const awaitsResponse = clocks.some(({ kind, metAt }) => kind === 'RESPONSE' && metAt === null);
  return clocks.some(
    ({ kind, state, dueAt }) =>
      state === 'RUNNING' &&
      !(kind === 'UPDATE' && awaitsResponse) &&
      dueAt !== null &&
      dueAt <= now,
  );
}
