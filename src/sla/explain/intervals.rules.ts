import type { ReplayedCycle, Stretch, StretchReason } from '../clock/clock.rules.ts';
import type { TimeOf } from '../clock/replay.rules.ts';
import type { SpanReason } from '../time/working-time.rules.ts';

/** Why time counts or not. A wait or resolution goes before the calendar: it stops the clock at any hour. */
export type IntervalReason = SpanReason | StretchReason;

/** A piece of a cycle's time. `to` is excluded. */
export interface Interval {
  from: Date;
  to: Date;
  reason: IntervalReason;
  /** The name of the holiday; null for the other reasons. */
  holiday: string | null;
}

/**
 * The intervals of a cycle's time, from its start to its end or the replay's `now`, in order and
 * without gaps; empty when no time has passed. The counted intervals add up to the elapsed time.
 *
 * @param timeOf the same that the cycle was replayed with.
 * @param last the number of latest intervals wanted; time before them is not looked at.
 * @throws TooManySteps
 */
export function intervalsOf(
  { stretches }: ReplayedCycle,
  timeOf: TimeOf,
  last = Number.POSITIVE_INFINITY,
): Interval[] {
  const found: Interval[] = [];
  // Goes backwards; the earliest interval found may begin in the stretch before.
  for (let place = stretches.length - 1; place >= 0 && found.length <= last; place -= 1) {
    const stretch = stretches[place];
    if (stretch === undefined) continue;
    for (const piece of piecesOf(stretch, timeOf, last + 1).reverse()) addBefore(found, piece);
  }
  return found.slice(0, last).reverse();
}

function piecesOf({ from, to, reason, policy }: Stretch, timeOf: TimeOf, last: number): Interval[] {
  if (reason !== 'COUNTED') return [{ from, to, reason, holiday: null }];
  return timeOf(policy).spans(from, to, last);
}

/** Adds a piece, merged with the next one where they are alike: midnight or another policy is no border. */
function addBefore(found: Interval[], piece: Interval): void {
  const next = found.at(-1);
  if (next?.reason === piece.reason && next.holiday === piece.holiday) next.from = piece.from;
  else found.push({ ...piece });
}

export function isCounted({ reason }: Interval): boolean {
  return reason === 'COUNTED';
}

/** Length on the wall clock, in milliseconds. */
export function lengthMs({ from, to }: Interval): number {
  return to.getTime() - from.getTime();
}

/** Working time left of the target at `countedUntil`, in milliseconds, never negative. */
export function remainingMsOf({ targetMs, elapsedMs }: ReplayedCycle): number {
  return Math.max(0, targetMs - elapsedMs);
}
