import { SECOND_MS } from '../shared/duration.ts';
import type { SlaKind } from '../shared/vocabulary.ts';
import { SLA_KINDS } from '../shared/vocabulary.ts';
import type { ReplayedCycle, Threshold } from './clock.rules.ts';
import { BREACH_PERCENT } from './cycle.rules.ts';

/** A firing later than this after its planned time is marked late. */
export const LATE_AFTER_MS = 5 * SECOND_MS;

/** An SLA_WARNING or SLA_BREACHED entry of the log. */
export interface RecordedFiring {
  kind: SlaKind;
  /** With `kind` what identifies the cycle: numbers move when a communication is told later. */
  cycleStartedAt: Date;
  threshold: number;
  /** A breach that later turned out not to have been one. */
  corrected: boolean;
}

export interface Firing {
  kind: SlaKind;
  cycle: number;
  cycleStartedAt: Date;
  threshold: number;
  breached: boolean;
  /** As things stood at `plannedAt`. */
  dueAt: Date;
  plannedAt: Date;
  firedAt: Date;
  late: boolean;
  /** Lower thresholds that get no entry of their own, ascending. */
  skipped: number[];
}

interface PassedThreshold extends Threshold {
  at: Date;
  dueAt: Date;
}

/**
 * What has to be entered into the log at `now`, in order of planned time. Once that is recorded,
 * the same call gives nothing.
 * - live: one entry a cycle, for the highest threshold passed. A cycle that has ended does not warn
 *   any more, but its breach is entered.
 * - imported: each threshold of its own, as it would have fired at its time.
 */
export function firings(
  cycles: readonly ReplayedCycle[],
  recorded: readonly RecordedFiring[],
  now: Date,
  mode: 'live' | 'imported',
): Firing[] {
  const found = cycles.flatMap((cycle) => {
    const passed = unfired(cycle, recorded).filter(
      (threshold): threshold is PassedThreshold =>
        threshold.at !== null && threshold.dueAt !== null && threshold.at <= now,
    );
    if (mode === 'imported') return passed.map((one) => toFiring(cycle, one, one.at, []));
    const highest = passed.at(-1);
    if (highest === undefined) return [];
    if (cycle.endedAt !== null && highest.percent < BREACH_PERCENT) return [];
    const skipped = passed.slice(0, -1).map(({ percent }) => percent);
    return [toFiring(cycle, highest, now, skipped)];
  });
  return found.sort(inOrder);
}

/** The next threshold that has not fired, possibly past; null when none is known to come. */
export function nextFiringAt(
  cycle: ReplayedCycle,
  recorded: readonly RecordedFiring[],
): Date | null {
  const still = unfired(cycle, recorded).filter(
    ({ percent }) => cycle.endedAt === null || percent === BREACH_PERCENT,
  );
  return still.find(({ at }) => at !== null)?.at ?? null;
}

/**
 * Breaches on record, uncorrected so far, which the facts show not to have been: the cycle ended
 * in time, or there is no such cycle any more. A cycle still open proves nothing, as another node
 * with a faster clock may have seen its due time already.
 */
export function corrections(
  cycles: readonly ReplayedCycle[],
  recorded: readonly RecordedFiring[],
): RecordedFiring[] {
  return recorded.filter((firing) => {
    if (firing.threshold !== BREACH_PERCENT || firing.corrected) return false;
    // Two messages of one instant leave two cycles that began then; only the later one had time.
    const cycle = cycles.findLast((one) => isOf(firing, one));
    return cycle === undefined || (cycle.endedAt !== null && cycle.breachedAt === null);
  });
}

/** How many clocks have a breach on record that stands; the cycles of UPDATE are one clock. */
export function breachedClocks(recorded: readonly RecordedFiring[]): number {
  const standing = recorded.filter(
    ({ threshold, corrected }) => threshold === BREACH_PERCENT && !corrected,
  );
  return new Set(standing.map(({ kind }) => kind)).size;
}

function isOf(firing: RecordedFiring, cycle: ReplayedCycle): boolean {
  return (
    firing.kind === cycle.kind && firing.cycleStartedAt.getTime() === cycle.startedAt.getTime()
  );
}

/**
 * Passed thresholds in the order in which they fire, then those to come. After a higher one a
 * lower one has nothing to say: a changed policy can bring it. A corrected breach does not count
 * as fired: should the cycle breach after all, as the message that met it failed, it is entered.
 */
function unfired(cycle: ReplayedCycle, recorded: readonly RecordedFiring[]): Threshold[] {
  if (cycle.silent) return [];
  const fired = recorded.filter((firing) => isOf(firing, cycle) && !firing.corrected);
  let highest = Math.max(0, ...fired.map(({ threshold }) => threshold));
  const inTime = [...cycle.thresholds].sort((a, b) => timeOf(a) - timeOf(b));
  return inTime.filter(({ percent }) => {
    if (percent <= highest) return false;
    highest = percent;
    return true;
  });
}

function timeOf({ at }: Threshold): number {
  return at?.getTime() ?? Number.MAX_SAFE_INTEGER;
}

function toFiring(
  cycle: ReplayedCycle,
  { percent, at, dueAt }: PassedThreshold,
  firedAt: Date,
  skipped: number[],
): Firing {
  return {
    kind: cycle.kind,
    cycle: cycle.cycle,
    cycleStartedAt: cycle.startedAt,
    threshold: percent,
    breached: percent === BREACH_PERCENT,
    dueAt,
    plannedAt: at,
    firedAt,
    late: firedAt.getTime() - at.getTime() > LATE_AFTER_MS,
    skipped,
  };
}

function inOrder(a: Firing, b: Firing): number {
  return (
    a.plannedAt.getTime() - b.plannedAt.getTime() ||
    SLA_KINDS.indexOf(a.kind) - SLA_KINDS.indexOf(b.kind) ||
    a.threshold - b.threshold
  );
}
