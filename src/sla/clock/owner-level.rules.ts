import type { OwnerLevel } from '../../shared/vocabulary.ts';
import { OWNER_LEVELS } from '../../shared/vocabulary.ts';

/** The policy's level, one higher for each of the case's breached clocks, up to EXECUTIVE. */
export function neededOwnerLevel(policyLevel: OwnerLevel, breachedClocks: number): OwnerLevel {
  return OWNER_LEVELS[OWNER_LEVELS.indexOf(policyLevel) + breachedClocks] ?? 'EXECUTIVE';
}

export function isBelow(level: OwnerLevel, needed: OwnerLevel): boolean {
  return OWNER_LEVELS.indexOf(level) < OWNER_LEVELS.indexOf(needed);
}
