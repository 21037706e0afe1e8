import { HOUR_MS } from '../../shared/duration.ts';
import type { OwnerLevel, Severity } from '../../shared/vocabulary.ts';

export interface DefaultPolicy {
  responseTargetMs: number;
  updateIntervalMs: number;
  resolutionTargetMs: null;
  warnAt: readonly number[];
  ownerLevel: OwnerLevel;
  /** What cases of this severity look like, for people to read. */
  examples: readonly string[];
}

function sameForBoth(
  hours: number,
  ownerLevel: OwnerLevel,
  examples: readonly string[],
): DefaultPolicy {
  return {
    responseTargetMs: hours * HOUR_MS,
    updateIntervalMs: hours * HOUR_MS,
    resolutionTargetMs: null,
    warnAt: [50, 75, 90],
    ownerLevel,
    examples,
  };
}

/** The policies in force where neither a tier nor a customer has one. */
export const DEFAULT_POLICIES: Record<Severity, DefaultPolicy> = {
  CRITICAL: sameForBoth(1, 'EXECUTIVE', ['service down', 'data loss']),
  HIGH: sameForBoth(4, 'DIRECTOR', ['major feature broken']),
  MEDIUM: sameForBoth(24, 'MANAGER', ['significant inconvenience']),
  LOW: sameForBoth(72, 'TEAM_LEAD', ['minor issue']),
};
