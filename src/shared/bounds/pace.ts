import { setImmediate, setTimeout } from 'node:timers/promises';
import { createBoundedMap } from './bounded-map.ts';
import { createCompany } from './company.ts';

/** Spreads the work of each key over time while other keys are active. */
export interface Pace {
  /**
   * Resolves when work of so many points may begin under the key: in the order of the calls, and at once
   * for a key that is alone.
   *
   * @throws TooFarAhead when the wait would be longer than `maxWaitMs`. It comes after a second, so that
   *   asking again and again is no use.
   */
  take(key: string, points: number): Promise<void>;
  /** Like `take`, but waits for nothing. @returns whether the work begins now; if not, nothing has changed. */
  takeNow(key: string, points: number): boolean;
  /** Adds points to the key when work that has begun cost more than `take` was told. */
  add(key: string, points: number): void;
  /** How many calls of `take` wait, those about to be refused included. */
  waiting(): number;
}

export interface PaceLimits {
  /** Pace of each key while `isBusy`; infinite for no limit. */
  pointsPerSecond: number;
  /** The same while not `isBusy`: whether begun work makes the process busy shows only a moment later. */
  calmPointsPerSecond: number;
  /** Milliseconds by which a key may be ahead of its pace. */
  aheadMs: number;
  /** The most milliseconds that one operation delays the next of its key, whatever it costs. */
  reachMs: number;
  maxWaitMs: number;
  isBusy(): boolean;
}

/** The key has so much waiting already that `take` accepts no more. */
export class TooFarAhead extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super('Too much waits for its pace already.');
    this.name = 'TooFarAhead';
    this.retryAfterMs = retryAfterMs;
  }
}

interface Lane {
  /** The moment up to which begun work uses the pace up, in monotonic milliseconds. */
  reach: number;
  /** Calls that wait. */
  waiting: number;
  /** How long they will take to begin while the process is busy. */
  waitingMs: number;
  /** The last call of the key; the next one waits for it. */
  last: Promise<void>;
}

/** The most keys that are remembered; a forgotten key counts as not ahead. */
const MAX_KEYS = 10_000;
/** How far ahead a rush may reach that came while the process was not busy. */
const CALM_REACH_MS = 1_000;
const REFUSED_AFTER_MS = 1_000;
/** How often a waiting call looks whether it still has to wait. */
const LOOK_MS = 50;

export function createPace(limits: PaceLimits): Pace {
  const { pointsPerSecond, calmPointsPerSecond, aheadMs, reachMs, maxWaitMs, isBusy } = limits;
  const company = createCompany();
  const lanes = createBoundedMap<string, Lane>({ maxSize: MAX_KEYS, givesWay: 'longest unused' });
  let waiting = 0;

  function laneOf(key: string): Lane {
    const known = lanes.get(key);
    if (known !== undefined) return known;
    const lane = { reach: 0, waiting: 0, waitingMs: 0, last: Promise.resolve() };
    lanes.set(key, lane);
    return lane;
  }

  function timeToWait(lane: Lane, key: string): number {
    if (company.isAlone(key)) return 0;
    const now = performance.now();
    if (!isBusy()) lane.reach = Math.min(lane.reach, now + CALM_REACH_MS);
    return lane.reach - aheadMs - now;
  }

  async function begin(lane: Lane, key: string, points: number): Promise<void> {
    for (;;) {
      const waitMs = timeToWait(lane, key);
      if (waitMs <= 0) break;
      await pause(Math.min(waitMs, LOOK_MS));
    }
    // What came before it may have begun just now: others come in between.
    if (lane.waitingMs > busyMs(points) && !company.isAlone(key)) await setImmediate();
    lane.waitingMs -= busyMs(points);
    reachOut(lane, points);
  }

  const busyMs = (points: number) => Math.min(reachMs, (points / pointsPerSecond) * 1_000);

  function reachOut(lane: Lane, points: number): void {
    const now = performance.now();
    const ms = isBusy() ? busyMs(points) : (points / calmPointsPerSecond) * 1_000;
    lane.reach = Math.min(Math.max(now, lane.reach) + ms, now + aheadMs + reachMs);
  }

  return {
    async take(key, points) {
      company.asked(key);
      const lane = laneOf(key);
      const waitMs = timeToWait(lane, key) + lane.waitingMs;
      waiting += 1;
      lane.waiting += 1;
      try {
        if (waitMs > maxWaitMs && isBusy() && !company.isAlone(key)) {
          await pause(REFUSED_AFTER_MS);
          throw new TooFarAhead(waitMs - REFUSED_AFTER_MS);
        }
        lane.waitingMs += busyMs(points);
        lane.last = lane.last.then(() => begin(lane, key, points));
        await lane.last;
      } finally {
        waiting -= 1;
        lane.waiting -= 1;
      }
    },
    takeNow(key, points) {
      company.asked(key);
      const lane = laneOf(key);
      // What waits already comes first.
      if (lane.waiting > 0 || timeToWait(lane, key) > 0) return false;
      reachOut(lane, points);
      return true;
    },
    add: (key, points) => reachOut(laneOf(key), points),
    waiting: () => waiting,
  };
}

/** Waits without keeping alive a process that has nothing else left to do. */
function pause(ms: number): Promise<void> {
  return setTimeout(ms, undefined, { ref: false });
}
