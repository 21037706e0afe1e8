import type { PolicySnapshot, Stretch, StretchReason } from './clock.rules.ts';
import type { WorkingTime } from './working-time.rules.ts';

export interface Segment {
  from: Date;
  /** Null: goes on. */
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

/** Ends the open segment at `from` and begins another one. */
export function continueWith(
  axis: CountedTime,
  next: Omit<Segment, 'to' | 'countAtStart'>,
): CountedTime {
  const countAtStart = countAt(axis, next.from);
  const closed = axis.map((segment) =>
    segment.to === null ? { ...segment, to: next.from } : segment,
  );
  return [...closed, { ...next, to: null, countAtStart }];
}

/** The count at an instant; 0 before the opening. */
export function countAt(axis: CountedTime, at: Date): number {
  const segment = axis.findLast(({ from }) => from <= at);
  if (segment === undefined) return 0;
  if (segment.reason !== 'COUNTED') return segment.countAtStart;
  return segment.countAtStart + segment.time.between(segment.from, at);
}

/** The earliest instant at which the count is reached; null when it stands still before. */
export function instantOf(axis: CountedTime, count: number): Date | null {
  for (const { from, to, reason, time, countAtStart } of axis) {
    if (reason !== 'COUNTED') continue;
    if (to !== null && countAtStart + time.between(from, to) < count) continue;
    return time.after(from, Math.max(0, count - countAtStart));
  }
  return null;
}

/** As `instantOf`, for a count that `at` has not reached: as though counting went on at `at`. */
export function instantOfIfCounting(axis: CountedTime, count: number, at: Date): Date {
  const reached = instantOf(axis, count);
  if (reached !== null) return reached;
  const missing = Math.max(0, count - countAt(axis, at));
  return axis.at(-1)?.time.after(at, missing) ?? at;
}

/** What lies between two instants; stretches without length are left out. */
export function stretchesBetween(axis: CountedTime, start: Date, end: Date): Stretch[] {
  return axis.flatMap(({ from, to, reason, policy }) => {
    const begin = from > start ? from : start;
    const finish = to !== null && to < end ? to : end;
    return begin < finish ? [{ from: begin, to: finish, reason, policy }] : [];
  });
}
