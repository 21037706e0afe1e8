import type { OwnerLevel, SlaKind, SlaState } from '../../shared/vocabulary.ts';
import { SLA_KINDS } from '../../shared/vocabulary.ts';

/** A version of a policy, as a clock keeps it. Lengths are milliseconds of working time. */
export interface PolicySnapshot {
  policyId: string | null;
  version: number;
  /** Null: no RESPONSE clock, and UPDATE is then never silent. A policy of the desk has one. */
  responseTargetMs: number | null;
  /** Null: no UPDATE clock. A policy of the desk has one. */
  updateIntervalMs: number | null;
  resolutionTargetMs: number | null;
  /** Percents of the target at which a clock warns, below 100. */
  warnAt: readonly number[];
  ownerLevel: OwnerLevel;
  /** Null or absent: around the clock. */
  calendarId?: string | null;
  /** Of that calendar; a clock keeps it as it keeps the policy. Null without a calendar. */
  calendarVersion?: number | null;
  /** While a clock is breached and open, people are told again so often. Null or absent: once. */
  repeatEveryMs?: number | null;
}

/** What happened to a case, as far as its clocks care. `at` is when it happened, not when it was told. */
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

/** What happened after the opening, up to `now`; what is told of before it counts at the opening. */
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

/** COUNTED: working time passes, as the policy's calendar has it. The others say why none does. */
export type StretchReason = 'COUNTED' | 'WAITING_FOR_CUSTOMER' | 'RESOLVED';

export interface Stretch {
  from: Date;
  to: Date;
  reason: StretchReason;
  /** Whose calendar measured it. */
  policy: PolicySnapshot;
}

export interface Threshold {
  /** Of the target; 100 is the breach. */
  percent: number;
  /** When it was passed or will be; null when nobody knows (paused) or it never will be (ended). */
  at: Date | null;
  /** When the clock was due as things stood at `at`; null exactly when `at` is. */
  dueAt: Date | null;
}

/** One cycle of one clock. RESPONSE and RESOLUTION have one; UPDATE begins one at each communication. */
export interface ReplayedCycle {
  kind: SlaKind;
  /** 1, 2, … A communication told later can renumber; what identifies a cycle is `startedAt`. */
  cycle: number;
  /** BREACHED stays, met later or not; a cancelled clock is CANCELLED, breached or not. */
  state: SlaState;
  /** The policy that it runs on, or ran on at its end. */
  policy: PolicySnapshot;
  targetMs: number;
  startedAt: Date;
  /** Earliest instant at which elapsed time reaches the target; null while paused. */
  dueAt: Date | null;
  metAt: Date | null;
  metBy: 'COMMUNICATION' | 'RESOLUTION' | null;
  /** When elapsed time reached the target, unmet; a shortened target: when it was shortened. */
  breachedAt: Date | null;
  /** Open, but not counting: the case waits. A breached clock is BREACHED and paused. */
  paused: boolean;
  /** Met or cancelled then; null while open. */
  endedAt: Date | null;
  elapsedMs: number;
  /** The instant up to which `elapsedMs` is counted: the end, or the replay's now. */
  countedUntil: Date;
  /** Ascending by percent, 100 the last. */
  thresholds: readonly Threshold[];
  /** When a breach is told again, while the cycle is open: the first time, the second, …; up to where it can be known. */
  repeatsAt: readonly Date[];
  /** UPDATE before the first response keeps its times, but neither warns nor breaches. */
  silent: boolean;
  /** From start to end or now, without gaps: what counted, and what did not and why. */
  stretches: readonly Stretch[];
}

/** The clock that is shown for each kind: its latest cycle. */
export function currentClocks(cycles: readonly ReplayedCycle[]): ReplayedCycle[] {
  return SLA_KINDS.flatMap((kind) => cycles.findLast((cycle) => cycle.kind === kind) ?? []);
}

export function byKindAndCycle(a: ReplayedCycle, b: ReplayedCycle): number {
  return SLA_KINDS.indexOf(a.kind) - SLA_KINDS.indexOf(b.kind) || a.cycle - b.cycle;
}
