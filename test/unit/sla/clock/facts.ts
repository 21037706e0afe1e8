import { HOUR_MS, MINUTE_MS } from '../../../../src/shared/duration.ts';
import type { SlaKind } from '../../../../src/shared/vocabulary.ts';
import type {
  ClockFact,
  PolicySnapshot,
  ReplayedCycle,
} from '../../../../src/sla/clock/clock.rules.ts';
import { currentClocks } from '../../../../src/sla/clock/clock.rules.ts';
import type { Firing, RecordedFiring } from '../../../../src/sla/clock/firing.rules.ts';
import { replay } from '../../../../src/sla/clock/replay.rules.ts';

/** `"10:00"` on the day of the case; a day later with `+1`: `"10:00+1"`. */
export function at(text: string): Date {
  const [time = '', days = '0'] = text.split('+');
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
  return new Date(Date.UTC(2026, 2, 2 + Number(days), hours, minutes, seconds));
}

/** Targets in hours. */
export function policy(
  hours: { response?: number | null; update?: number | null; resolution?: number | null } = {},
  warnAt: readonly number[] = [50, 75, 90],
): PolicySnapshot {
  const ms = (value: number | null) => (value === null ? null : value * HOUR_MS);
  return {
    policyId: null,
    version: 1,
    responseTargetMs: ms(hours.response === undefined ? 1 : hours.response),
    updateIntervalMs: ms(hours.update === undefined ? 2 : hours.update),
    resolutionTargetMs: ms(hours.resolution ?? null),
    warnAt,
    ownerLevel: 'MANAGER',
  };
}

export function opened(time = '10:00', its = policy()): ClockFact {
  return { type: 'OPENED', at: at(time), policy: its };
}

export function communicated(time: string): ClockFact {
  return { type: 'COMMUNICATED', at: at(time), id: time };
}

export function happened(
  type: 'WAITING' | 'RESUMED' | 'RESOLVED' | 'REOPENED' | 'CANCELLED',
  time: string,
): ClockFact {
  return { type, at: at(time) };
}

export function changed(time: string, its: PolicySnapshot): ClockFact {
  return { type: 'POLICY_CHANGED', at: at(time), policy: its };
}

export function promised(
  time: string,
  { nextUpdate, resolve }: { nextUpdate?: string; resolve?: string },
): ClockFact {
  return {
    type: 'PROMISED',
    at: at(time),
    nextUpdateAt: nextUpdate === undefined ? null : at(nextUpdate),
    resolveBy: resolve === undefined ? null : at(resolve),
  };
}

/** The clock of a kind as shown at `now`; fails the test when there is none. */
export function clock(kind: SlaKind, facts: readonly ClockFact[], now: string): ReplayedCycle {
  const found = currentClocks(replay(facts, at(now))).find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`There is no ${kind} clock.`);
  return found;
}

/** What the log holds once these have been written, each at its time. */
export function record(fired: readonly Firing[]): RecordedFiring[] {
  return fired.map(({ kind, cycleStartedAt, threshold, firedAt }) => ({
    kind,
    cycleStartedAt,
    threshold,
    corrected: false,
    recordedAt: firedAt,
  }));
}

/** A breach on record of the cycle that began at `started`. */
export function breach(kind: SlaKind, started: string, recorded = '18:00'): RecordedFiring {
  return {
    kind,
    cycleStartedAt: at(started),
    threshold: 100,
    corrected: false,
    recordedAt: at(recorded),
  };
}

export function minutes(cycle: ReplayedCycle): number {
  return cycle.elapsedMs / MINUTE_MS;
}

/** `{ 50: time or null, … }` */
export function passes(cycle: ReplayedCycle): Record<number, Date | null> {
  return Object.fromEntries(cycle.thresholds.map(({ percent, at: when }) => [percent, when]));
}
