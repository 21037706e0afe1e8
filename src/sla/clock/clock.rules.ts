import type { OwnerLevel, SlaKind, SlaState } from '../../shared/vocabulary.ts';
import { SLA_KINDS } from '../../shared/vocabulary.ts';

/** A version of a policy, as a clock keeps it. Lengths are milliseconds of working time. */
export interface PolicySnapshot {
  policyId: string | null;
  version: number;
  /** Null: there is no RESPONSE clock, and UPDATE is never silent. Policies of the desk have a target. */
  responseTargetMs: number | null;
  /** Null when there is no UPDATE clock. Policies of the desk have an interval. */
  updateIntervalMs: number | null;
  resolutionTargetMs: number | null;
  /** Percents of the target at which a clock warns, below 100. */
  warnAt: readonly number[];
  ownerLevel: OwnerLevel;
  /** Null or absent when time counts around the clock. */
  calendarId?: string | null;
  /** The version of that calendar, which a clock keeps like that of the policy. Null without a calendar. */
  calendarVersion?: number | null;
  /** While a clock is breached and open, people are told again so often. Null or absent: told once. */
  repeatEveryMs?: number | null;
}

/** An event of a case, as far as the clocks read it. `at` is when it happened, not when it was told. */
export type ClockFact =
  | { type: 'OPENED'; at: Date; policy: PolicySnapshot }
  /** A communication that counts. */
  | { type: 'COMMUNICATED'; at: Date; id: string }
  | { type: 'WAITING'; at: Date }
  | { type: 'RESUMED'; at: Date }
  /** The severity or the customer's policy changed. */
  | { type: 'POLICY_CHANGED'; at: Date; policy: PolicySnapshot }
  | { type: 'PROMISED'; at: Date; nextUpdateAt?: Date | null; resolveBy?: Date | null }
  | { type: 'RESOLVED'; at: Date }
  | { type: 'REOPENED'; at: Date }
  | { type: 'CANCELLED'; at: Date };

export type Fact<T extends ClockFact['type']> = Extract<ClockFact, { type: T }>;

/** The facts after OPENED up to `now`, in order. A fact from before the opening counts at the opening. */
export function factsInOrder(
  facts: readonly ClockFact[],
  opened: Fact<'OPENED'>,
  now: Date,
): ClockFact[] {
  return facts
    .filter((fact) => fact.type !== 'OPENED' && fact.at <= now)
    .map((fact) => (fact.at < opened.at ? { ...fact, at: opened.at } : fact))
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

/** COUNTED: working time passes by the policy's calendar. The other reasons say why no time counts. */
export type StretchReason = 'COUNTED' | 'WAITING_FOR_CUSTOMER' | 'RESOLVED';

export interface Stretch {
  from: Date;
  to: Date;
  reason: StretchReason;
  /** The policy whose calendar measured the stretch. */
  policy: PolicySnapshot;
}

export interface Threshold {
  /** Percent of the target; 100 is the breach. */
  percent: number;
  /** When the threshold was or will be passed; null while paused, and when the cycle ended before. */
  at: Date | null;
  /** When the clock was due, as known at `at`; null exactly when `at` is null. */
  dueAt: Date | null;
}

/** A cycle of a clock. RESPONSE and RESOLUTION have one; UPDATE begins another at each communication. */
export interface ReplayedCycle {
  kind: SlaKind;
  /** 1, 2, … A communication told later can change the numbers; `startedAt` identifies a cycle for good. */
  cycle: number;
  /** A breached cycle stays BREACHED, met later or not; a cancelled one is CANCELLED, breached or not. */
  state: SlaState;
  /** The policy that the cycle runs on, or ran on at its end. */
  policy: PolicySnapshot;
  targetMs: number;
  startedAt: Date;
  /** The earliest instant at which elapsed time reaches the target; null while paused. */
  dueAt: Date | null;
  metAt: Date | null;
  metBy: 'COMMUNICATION' | 'RESOLUTION' | null;
  /** When elapsed time reached the target unmet. If the target was shortened, not before it was shortened. */
  breachedAt: Date | null;
  /** Whether the cycle is open but does not count, as the case waits. A breached one can be paused too. */
  paused: boolean;
  /** When the cycle was met or cancelled; null while open. */
  endedAt: Date | null;
  elapsedMs: number;
  /** The instant up to which `elapsedMs` is counted: the end of the cycle, or the replay's `now`. */
  countedUntil: Date;
  /** Ascending by percent; the last is 100. */
  thresholds: readonly Threshold[];
  /** When a breach is told again while the cycle is open: the first time, the second, …, as far as known. */
  repeatsAt: readonly Date[];
  /** UPDATE before the first response is silent: it keeps its times, but neither warns nor breaches. */
  silent: boolean;
  /** The time from the start to the end or `now`, without gaps: what counted, and what did not and why. */
  stretches: readonly Stretch[];
}

/** The latest cycle of each kind, which is the clock that readers are shown. */
export function currentClocks(cycles: readonly ReplayedCycle[]): ReplayedCycle[] {
  return SLA_KINDS.flatMap((kind) => cycles.findLast((cycle) => cycle.kind === kind) ?? []);
}

export function byKindAndCycle(a: ReplayedCycle, b: ReplayedCycle): number {
  return SLA_KINDS.indexOf(a.kind) - SLA_KINDS.indexOf(b.kind) || a.cycle - b.cycle;
}
