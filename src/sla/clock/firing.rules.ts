import { SECOND_MS } from '../../shared/duration.ts';
import type { SlaKind } from '../../shared/vocabulary.ts';
import { SLA_KINDS } from '../../shared/vocabulary.ts';
import type { ReplayedCycle, Threshold } from './clock.rules.ts';
import { BREACH_PERCENT } from './cycle.rules.ts';

/** A firing that is later than this after its planned time is marked late. */
export const LATE_AFTER_MS = 5 * SECOND_MS;

/** An SLA_WARNING or SLA_BREACHED entry of the log. */
export interface RecordedFiring {
  kind: SlaKind;
  /** Identifies the cycle together with `kind`: cycle numbers change when a communication is told later. */
  cycleStartedAt: Date;
  threshold: number;
  /** Whether a later entry took the breach back. */
  corrected: boolean;
  /** When the entry was written, which in an import is long after the firing. */
  recordedAt: Date;
}

/** A STAKEHOLDERS_NOTIFIED entry that told of a breach again. */
export interface RecordedNotice {
  kind: SlaKind;
  cycleStartedAt: Date;
  /** Number of the repeated notice: 1, 2, … */
  repeat: number;
}

/** A repeated notice that is due. */
export interface Notice extends RecordedNotice {
  cycle: number;
  plannedAt: Date;
  late: boolean;
  /** Earlier repeats that passed in the same gap, ascending. */
  skipped: number[];
}

export interface Firing {
  kind: SlaKind;
  cycle: number;
  cycleStartedAt: Date;
  threshold: number;
  breached: boolean;
  /** When the clock was due, as known at `plannedAt`. */
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
 * The firings to write into the log at `now`, by planned time. Once they are recorded, the same call
 * returns none.
 * - live: one firing for each cycle, of the highest threshold passed. A cycle that has ended no longer
 *   warns, but its breach is still written.
 * - imported: a firing for each threshold, at the time at which it would have fired.
 */
export function firings(
  cycles: readonly ReplayedCycle[],
  recorded: readonly RecordedFiring[],
  now: Date,
  mode: 'live' | 'imported',
): Firing[] {
  const recordedOf = byCycle(recorded);
  const found = cycles.flatMap((cycle) => {
    const passed = unfired(cycle, recordedOf(cycle)).filter(
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

/**
 * The repeated notices that are due at `now`: for each cycle the latest one. Once they are recorded,
 * the same call returns none.
 */
export function notices(
  cycles: readonly ReplayedCycle[],
  recorded: readonly RecordedFiring[],
  told: readonly RecordedNotice[],
  now: Date,
): Notice[] {
  const [recordedOf, toldOf] = [byCycle(recorded), byCycle(told)];
  const found = cycles.flatMap((cycle) => {
    const passed = untold(cycle, recordedOf(cycle), toldOf(cycle)).filter(
      ({ plannedAt }) => plannedAt <= now,
    );
    const latest = passed.at(-1);
    if (latest === undefined) return [];
    const skipped = passed.slice(0, -1).map(({ repeat }) => repeat);
    const late = now.getTime() - latest.plannedAt.getTime() > LATE_AFTER_MS;
    return [{ ...latest, cycle: cycle.cycle, late, skipped }];
  });
  return found.sort((a, b) => a.plannedAt.getTime() - b.plannedAt.getTime());
}

/**
 * Repeats not told yet of an open cycle whose breach is on record. Repeats before the breach was
 * recorded are left out: that record told of them.
 *
 * @param recorded firings of this cycle; `told` holds its notices.
 */
function untold(
  cycle: ReplayedCycle,
  recorded: readonly RecordedFiring[],
  told: readonly RecordedNotice[],
): (RecordedNotice & { plannedAt: Date })[] {
  if (cycle.endedAt !== null || cycle.repeatsAt.length === 0) return [];
  const breach = recorded.findLast(
    (firing) => firing.threshold === BREACH_PERCENT && !firing.corrected,
  );
  if (breach === undefined) return [];
  const last = Math.max(0, ...told.map(({ repeat }) => repeat));
  const { kind, startedAt: cycleStartedAt } = cycle;
  return cycle.repeatsAt.flatMap((plannedAt, place) => {
    const repeat = place + 1;
    const isPast = repeat <= last || plannedAt <= breach.recordedAt;
    return isPast ? [] : [{ kind, cycleStartedAt, repeat, plannedAt }];
  });
}

/** When a clock fires or repeats a notice next, possibly in the past; null when nothing is known to come. */
export function nextFiringAt(
  cycle: ReplayedCycle,
  recorded: readonly RecordedFiring[],
  told: readonly RecordedNotice[] = [],
): Date | null {
  const recordedOfIt = byCycle(recorded)(cycle);
  const still = unfired(cycle, recordedOfIt).filter(
    ({ percent }) => cycle.endedAt === null || percent === BREACH_PERCENT,
  );
  const again = untold(cycle, recordedOfIt, byCycle(told)(cycle));
  return still.find(({ at }) => at !== null)?.at ?? again[0]?.plannedAt ?? null;
}

/**
 * Uncorrected breaches on record that the facts disprove: the cycle ended in time, or no longer exists.
 * An open cycle disproves nothing, as another node with a faster clock may have seen its due time
 * already.
 */
export function corrections(
  cycles: readonly ReplayedCycle[],
  recorded: readonly RecordedFiring[],
): RecordedFiring[] {
  // Two messages of one instant leave two cycles that began then; only the later cycle ran.
  const lastOf = new Map(cycles.map((cycle) => [keyOf(cycle.kind, cycle.startedAt), cycle]));
  return recorded.filter((firing) => {
    if (firing.threshold !== BREACH_PERCENT || firing.corrected) return false;
    const cycle = lastOf.get(keyOf(firing.kind, firing.cycleStartedAt));
    return cycle === undefined || (cycle.endedAt !== null && cycle.breachedAt === null);
  });
}

function keyOf(kind: SlaKind, cycleStartedAt: Date): string {
  return `${kind} ${cycleStartedAt.getTime()}`;
}

/** Groups records by cycle for quick look-up, as a case can have thousands of records and of cycles. */
function byCycle<Entry extends Pick<RecordedFiring, 'kind' | 'cycleStartedAt'>>(
  entries: readonly Entry[],
): (cycle: ReplayedCycle) => readonly Entry[] {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const key = keyOf(entry.kind, entry.cycleStartedAt);
    const same = found.get(key);
    if (same === undefined) found.set(key, [entry]);
    else same.push(entry);
  }
  return ({ kind, startedAt }) => found.get(keyOf(kind, startedAt)) ?? [];
}

/**
 * The thresholds not fired yet: the passed ones in the order in which they fire, then those to come.
 * After a higher threshold a lower one does not fire: a changed policy can bring one. A corrected
 * breach does not count as fired: the cycle can still breach, when the message that met it has failed.
 *
 * @param recorded firings of this cycle.
 */
function unfired(cycle: ReplayedCycle, recorded: readonly RecordedFiring[]): Threshold[] {
  if (cycle.silent) return [];
  const fired = recorded.filter(({ corrected }) => !corrected);
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
