import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import { SECOND_MS } from '../../shared/duration.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';

/** Every budget is one for a minute, and comes back whole when the minute is over. */
export const WINDOW_S = 60;

/** The state of a budget after points were taken from it. */
export interface Left {
  /** False when there were not enough points; they were taken all the same. */
  enough: boolean;
  /** Points left; below zero when more were taken than there were. */
  points: number;
  /** Milliseconds until the whole budget is back. */
  restoredInMs: number;
}

export interface RateLimiter {
  /**
   * Takes points: at once in this process, or within half a second in Redis. Never rejects: without Redis
   * each node counts for itself.
   */
  take(key: string, points: number): MaybePromise<Left>;
  /** Gives back points that were taken; a negative number takes more. Never rejects. */
  giveBack(key: string, points: number): void;
}

/** The points taken from one budget in its minute. */
interface Taken {
  points: number;
  /** When the minute is over, on `performance.now()`. */
  endsAt: number;
}

/** The most budgets that are counted at a time; the one whose minute began first gives way. */
const MAX_KEPT = 100_000;
const WINDOW_MS = WINDOW_S * SECOND_MS;

/** Counts in this process, at once. The minute of a key begins when points are first taken from it. */
export function createLocalLimiter(budget: number): RateLimiter & {
  take(key: string, points: number): Left;
} {
  const byKey = createBoundedMap<string, Taken>({ maxSize: MAX_KEPT });

  function takenFrom(key: string, now: number): Taken {
    const known = byKey.get(key);
    if (known !== undefined && now < known.endsAt) return known;
    const begun = { points: 0, endsAt: now + WINDOW_MS };
    byKey.set(key, begun);
    return begun;
  }

  return {
    take(key, points) {
      const now = performance.now();
      const taken = takenFrom(key, now);
      taken.points += points;
      const left = budget - taken.points;
      // Of sums of fractions a little more may be left than there was.
      const restoredInMs = Math.min(WINDOW_MS, taken.endsAt - now);
      return { enough: left >= 0, points: left, restoredInMs };
    },
    giveBack(key, points) {
      takenFrom(key, performance.now()).points -= points;
    },
  };
}
