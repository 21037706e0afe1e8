import { SECOND_MS } from '../../shared/duration.ts';
import type { SlaKind } from '../../shared/vocabulary.ts';
import { SLA_KINDS } from '../../shared/vocabulary.ts';
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
  /** When it was written down: an imported one long after it fired. */
  recordedAt: Date;
}

/** A STAKEHOLDERS_NOTIFIED entry that told of a breach again. */
export interface RecordedNotice {
  kind: SlaKind;
  cycleStartedAt: Date;
  /** 1, 2, … */
  repeat: number;
}

/** A breach that is to be told again. */
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
 * Breaches that are to be told again at `now`, one notice a cycle: after a gap for the latest. Once
 * that is recorded, the same call gives nothing.
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
 * Of an open cycle whose breach is on record; what had passed before it was recorded it told itself.
 *
 * @param recorded of this cycle, and so is `told`.
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

/** When a clock has something to say next, possibly past; null when nothing is known to come. */
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
 * Breaches on record, uncorrected so far, which the facts show not to have been: the cycle ended
 * in time, or there is no such cycle any more. A cycle still open proves nothing, as another node
 * with a faster clock may have seen its due time already.
 */
export function corrections(
  cycles: readonly ReplayedCycle[],
  recorded: readonly RecordedFiring[],
): RecordedFiring[] {
  // Two messages of one instant leave two cycles that began then; only the later one had time.
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

/** What is on record of a cycle: looked up, as a case can have thousands of both. */
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
 * Passed thresholds in the order in which they fire, then those to come. After a higher one a
 * lower one has nothing to say: a changed policy can bring it. A corrected breach does not count
 * as fired: should the cycle breach after all, as the message that met it failed, it is entered.
 *
 * @param recorded of this cycle.
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
