import type { ReplayedCycle, Stretch, StretchReason } from '../clock/clock.rules.ts';
import type { TimeOf } from '../clock/replay.rules.ts';
import type { SpanReason } from '../time/working-time.rules.ts';

/** COUNTED, or why not. A wait or a resolution goes before the calendar: it stops the clock at any hour. */
export type IntervalReason = SpanReason | StretchReason;

/** A piece of the time of a cycle, the end left out. */
export interface Interval {
  from: Date;
  to: Date;
  reason: IntervalReason;
  /** The name of the holiday; null for the other reasons. */
  holiday: string | null;
}

/**
 * Where the time of a cycle went, from its start to its end or the replay's now, in order and
 * without gaps; empty when no time has passed. The counted ones add up to its elapsed time.
 *
 * @param timeOf as the cycle was replayed with.
 * @param last so many of the latest; what lies before them is not looked at.
 * @throws TooManySteps
 */
export function intervalsOf(
  { stretches }: ReplayedCycle,
  timeOf: TimeOf,
  last = Number.POSITIVE_INFINITY,
): Interval[] {
  const found: Interval[] = [];
  // Backwards; the earliest that was found may go on into the stretch before.
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

/** A change of policy, or midnight, is no border by itself. */
function addBefore(found: Interval[], piece: Interval): void {
  const next = found.at(-1);
  if (next?.reason === piece.reason && next.holiday === piece.holiday) next.from = piece.from;
  else found.push({ ...piece });
}

export function isCounted({ reason }: Interval): boolean {
  return reason === 'COUNTED';
}

/** On the wall, in milliseconds. */
export function lengthMs({ from, to }: Interval): number {
  return to.getTime() - from.getTime();
}

/** Working time left of the target where the replay stopped counting, in milliseconds, never negative. */
export function remainingMsOf({ targetMs, elapsedMs }: ReplayedCycle): number {
  return Math.max(0, targetMs - elapsedMs);
}
