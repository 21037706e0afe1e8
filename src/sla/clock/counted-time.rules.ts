import type { WorkingTime } from '../time/working-time.rules.ts';
import type { PolicySnapshot, Stretch, StretchReason } from './clock.rules.ts';

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

/** The earliest instant at which the count is reached; null when it stands still before. */
export function instantOf(axis: CountedTime, count: number): Date | null {
  // A segment ends with the count that the next one begins with, so none has to be measured again.
  const place = firstPlace(axis, (_, at) => (axis[at + 1]?.countAtStart ?? count) >= count);
  const segment = axis[place];
  if (segment?.reason !== 'COUNTED') return null;
  return segment.time.after(segment.from, Math.max(0, count - segment.countAtStart));
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

/** The first place from which on it holds; the length of the axis when it never does. */
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
