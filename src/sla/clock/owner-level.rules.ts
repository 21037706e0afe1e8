import type { OwnerLevel } from '../../shared/vocabulary.ts';
import { OWNER_LEVELS } from '../../shared/vocabulary.ts';
import { BREACH_PERCENT } from './cycle.rules.ts';
import type { RecordedFiring } from './firing.rules.ts';

/** The number of clocks with an uncorrected breach on record. All cycles of UPDATE are one clock. */
export function breachedClocks(recorded: readonly RecordedFiring[]): number {
  const standing = recorded.filter(
    ({ threshold, corrected }) => threshold === BREACH_PERCENT && !corrected,
  );
  return new Set(standing.map(({ kind }) => kind)).size;
}

/** The policy's level, one higher for each of the case's breached clocks, up to EXECUTIVE. */
export function neededOwnerLevel(policyLevel: OwnerLevel, breached: number): OwnerLevel {
  return OWNER_LEVELS[OWNER_LEVELS.indexOf(policyLevel) + breached] ?? 'EXECUTIVE';
}

export function isBelow(level: OwnerLevel, needed: OwnerLevel): boolean {
  return OWNER_LEVELS.indexOf(level) < OWNER_LEVELS.indexOf(needed);
}
