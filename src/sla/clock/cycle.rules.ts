import type { SlaKind, SlaState } from '../../shared/vocabulary.ts';
import type { WorkingTime } from '../time/working-time.rules.ts';
import type {
  PolicySnapshot,
  ReplayedCycle,
  Stretch,
  StretchReason,
  Threshold,
} from './clock.rules.ts';

export const BREACH_PERCENT = 100;
/** How many times at most a breach is told again. */
export const MAX_REPEATS = 5;

interface CycleEnd {
  at: Date;
  by: 'COMMUNICATION' | 'RESOLUTION' | 'CANCELLATION';
  dueAt: Date;
}

/** One cycle on the axis of counted time, while a replay goes through the facts. */
export interface Cycle {
  kind: SlaKind;
  cycle: number;
  policy: PolicySnapshot;
  startedAt: Date;
  startCount: number;
  targetMs: number;
  /** When the present target was set. No threshold of this target is passed earlier. */
  targetSince: Date;
  /** Ascending by percent; the last is 100. `at` is set only for thresholds that were passed. */
  thresholds: readonly Threshold[];
  /** The count at which the update promised for this cycle is due. */
  promiseCount: number | null;
  silent: boolean;
  end: CycleEnd | null;
}

function toPass(percents: Iterable<number>): Threshold[] {
  return [...percents].map((percent) => ({ percent, at: null, dueAt: null }));
}

function byPercent(a: Threshold, b: Threshold): number {
  return a.percent - b.percent;
}

type NewCycle = Omit<Cycle, 'targetSince' | 'thresholds' | 'end'>;

export function begin(cycle: NewCycle, at: Date): Cycle {
  return { ...cycle, targetSince: at, thresholds: thresholdsOf(cycle.policy, []), end: null };
}

/** The policy's thresholds. Thresholds that were passed under an earlier policy stay as they are. */
function thresholdsOf(policy: PolicySnapshot, before: readonly Threshold[]): Threshold[] {
  const passed = before.filter(({ at }) => at !== null);
  const percents = new Set([...policy.warnAt, BREACH_PERCENT]);
  for (const { percent } of passed) percents.delete(percent);
  return [...passed, ...toPass(percents)].sort(byPercent);
}

/** Moves the cycle to another target or policy with its elapsed time, and reopens a cycle that had ended. */
export function retarget(cycle: Cycle, targetMs: number, policy: PolicySnapshot, at: Date): Cycle {
  const thresholds = thresholdsOf(policy, cycle.thresholds);
  return { ...cycle, targetMs, policy, thresholds, targetSince: at, end: null };
}

function passedAt(cycle: Cycle, axis: CountedTime, percent: number): Date | null {
  // Rounded up: an instant has whole milliseconds, and the one before has not reached the share.
  const count = cycle.startCount + Math.ceil((cycle.targetMs * percent) / 100);
  const at = instantOf(axis, count);
  return at !== null && at < cycle.targetSince ? cycle.targetSince : at;
}

/** Marks the thresholds passed before `until`; with `upToAndAt` also those passed at that very instant. */
export function pass(cycle: Cycle, axis: CountedTime, until: Date, upToAndAt: boolean): Cycle {
  if (cycle.end !== null) return cycle;
  const thresholds = cycle.thresholds.map((threshold) => {
    if (threshold.at !== null) return threshold;
    const at = passedAt(cycle, axis, threshold.percent);
    if (at === null || at > until || (at.getTime() === until.getTime() && !upToAndAt)) {
      return threshold;
    }
    const dueAt = instantOfIfCounting(axis, cycle.startCount + cycle.targetMs, at);
    return { ...threshold, at, dueAt };
  });
  return { ...cycle, thresholds };
}

/** Ends an open cycle. Its due time stays; while paused it is worked out as if the pause ended at `at`. */
export function finish(cycle: Cycle, axis: CountedTime, at: Date, by: CycleEnd['by']): Cycle {
  if (cycle.end !== null) return cycle;
  const dueAt = instantOfIfCounting(axis, cycle.startCount + cycle.targetMs, at);
  return { ...cycle, end: { at, by, dueAt } };
}

function stateOf(end: CycleEnd | null, breachedAt: Date | null, paused: boolean): SlaState {
  if (end?.by === 'CANCELLATION') return 'CANCELLED';
  if (breachedAt !== null) return 'BREACHED';
  if (end !== null) return 'MET';
  return paused ? 'PAUSED' : 'RUNNING';
}

function repeats(
  { policy, end, targetSince }: Cycle,
  axis: CountedTime,
  breachedAt: Date | null,
): Date[] {
  const { repeatEveryMs } = policy;
  if (breachedAt === null || repeatEveryMs === null || repeatEveryMs === undefined) return [];
  // Repeats count from the breach, or from the present target where that was set later.
  const start = countAt(axis, breachedAt > targetSince ? breachedAt : targetSince);
  const found: Date[] = [];
  for (let turn = 1; turn <= MAX_REPEATS; turn += 1) {
    const at = instantOf(axis, start + turn * repeatEveryMs);
    if (at === null || (end !== null && at >= end.at)) break;
    found.push(at);
  }
  return found;
}

/** The cycle as it stands at `now`, with its future times as far as they are known. */
export function show(cycle: Cycle, axis: CountedTime, now: Date): ReplayedCycle {
  const { kind, policy, targetMs, startedAt, startCount, end, silent } = cycle;
  const paused = end === null && axis.at(-1)?.reason !== 'COUNTED';
  const breach = cycle.thresholds.find(({ percent }) => percent === BREACH_PERCENT);
  const breachedAt = silent ? null : (breach?.at ?? null);
  const dueAt = end?.dueAt ?? (paused ? null : instantOf(axis, startCount + targetMs));
  const metBy = end === null || end.by === 'CANCELLATION' ? null : end.by;
  const countedUntil = end?.at ?? now;
  const foresee = (threshold: Threshold): Threshold => {
    if (threshold.at !== null || end !== null || paused) return threshold;
    return { ...threshold, at: passedAt(cycle, axis, threshold.percent), dueAt };
  };
  return {
    kind,
    cycle: cycle.cycle,
    state: stateOf(end, breachedAt, paused),
    policy,
    targetMs,
    startedAt,
    dueAt,
    metAt: metBy === null ? null : countedUntil,
    metBy,
    breachedAt,
    paused,
    endedAt: end?.at ?? null,
    elapsedMs: countAt(axis, countedUntil) - startCount,
    countedUntil,
    thresholds: cycle.thresholds.map(foresee),
    repeatsAt: repeats(cycle, axis, breachedAt),
    silent,
    stretches: stretchesBetween(axis, startedAt, countedUntil),
  };
}

interface Segment {
  from: Date;
  /** Null for the last segment, which goes on. */
  to: Date | null;
  reason: StretchReason;
  policy: PolicySnapshot;
  time: WorkingTime;
  countAtStart: number;
}

/**
 * The counted time of a case: one axis in milliseconds of working time since opening, which stands
 * still while the case waits or is resolved. All its clocks are spans on this axis, so a pause
 * shifts all of them, and a change of calendar leaves what has elapsed as it was measured.
 * Segments are in order, without gaps, the last one open.
 */
export type CountedTime = readonly Segment[];

/** Ends the open segment at the start of the next one, and adds that. */
export function continueWith(
  axis: CountedTime,
  next: Omit<Segment, 'to' | 'countAtStart'>,
): CountedTime {
  const last = axis.at(-1);
  const begun = { ...next, to: null, countAtStart: countAt(axis, next.from) };
  return last === undefined ? [begun] : [...axis.slice(0, -1), { ...last, to: next.from }, begun];
}

/** The count at an instant; 0 before the opening. */
export function countAt(axis: CountedTime, at: Date): number {
  const segment = axis[firstPlace(axis, ({ from }) => from > at) - 1];
  if (segment === undefined) return 0;
  if (segment.reason !== 'COUNTED') return segment.countAtStart;
  return segment.countAtStart + segment.time.between(segment.from, at);
}

/** The earliest instant at which the count is reached; null when the axis stands still before. */
function instantOf(axis: CountedTime, count: number): Date | null {
  // A segment ends with the count that the next one begins with, so none has to be measured again.
  const place = firstPlace(axis, (_, at) => (axis[at + 1]?.countAtStart ?? count) >= count);
  const segment = axis[place];
  if (segment?.reason !== 'COUNTED') return null;
  return segment.time.after(segment.from, Math.max(0, count - segment.countAtStart));
}

/** Like `instantOf` for a count not reached at `at`, but as though counting went on at `at`. */
function instantOfIfCounting(axis: CountedTime, count: number, at: Date): Date {
  const reached = instantOf(axis, count);
  if (reached !== null) return reached;
  const missing = Math.max(0, count - countAt(axis, at));
  return axis.at(-1)?.time.after(at, missing) ?? at;
}

/** The stretches between two instants. Stretches without length are left out. */
function stretchesBetween(axis: CountedTime, start: Date, end: Date): Stretch[] {
  const found: Stretch[] = [];
  const first = firstPlace(axis, ({ to }) => to === null || to > start);
  for (let place = first; place < axis.length; place += 1) {
    const segment = axis[place];
    if (segment === undefined || segment.from >= end) break;
    const from = segment.from > start ? segment.from : start;
    const to = segment.to !== null && segment.to < end ? segment.to : end;
    if (from < to) found.push({ from, to, reason: segment.reason, policy: segment.policy });
  }
  return found;
}

/** The first place from which on `holds` is true; the length of the axis when there is none. */
function firstPlace(
  axis: CountedTime,
  holds: (segment: Segment, place: number) => boolean,
): number {
  let [low, high] = [0, axis.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = axis[middle];
    if (segment !== undefined && holds(segment, middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
