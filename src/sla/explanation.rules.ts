import type { ReplayedCycle, StretchReason } from './clock.rules.ts';
import type { TimeOf } from './replay.rules.ts';
import type { SpanReason } from './working-time.rules.ts';

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
 */
export function intervalsOf({ stretches }: ReplayedCycle, timeOf: TimeOf): Interval[] {
  const pieces = stretches.flatMap(({ from, to, reason, policy }): Interval[] =>
    reason === 'COUNTED' ? timeOf(policy).spans(from, to) : [{ from, to, reason, holiday: null }],
  );
  return merged(pieces);
}

/** A change of policy, or midnight, is no border by itself. */
function merged(pieces: readonly Interval[]): Interval[] {
  const whole: Interval[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (last?.reason === piece.reason && last.holiday === piece.holiday) last.to = piece.to;
    else whole.push({ ...piece });
  }
  return whole;
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
