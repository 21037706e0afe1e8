import { setImmediate, setTimeout } from 'node:timers/promises';
import { createBoundedMap } from './bounded-map.ts';
import { createCompany } from './company.ts';

/** Spreads what each key asks for over time while others are there who want some of it. */
export interface Pace {
  /**
   * Comes back when so many points may be begun under the key, one after the other in the order in which
   * they were asked for; at once for a key that is alone.
   *
   * @throws TooFarAhead when that would be too late; after a second, so that asking again and again is no use.
   */
  take(key: string, points: number): Promise<void>;
  /** What was begun came to so many points more. */
  add(key: string, points: number): void;
  /** How many wait, those who are about to be refused included. */
  waiting(): number;
}

export interface PaceLimits {
  /** Of each key, while it is busy; infinite for none. */
  pointsPerSecond: number;
  /** And while it is not: what is begun shows only a moment later whether it keeps everything busy. */
  calmPointsPerSecond: number;
  /** A key may be ahead of its pace by so much. */
  aheadMs: number;
  /** Whatever it comes to, the next one waits no longer than this for one that has begun. */
  reachMs: number;
  maxWaitMs: number;
  isBusy(): boolean;
}

/** So much of the key waits already that this is not taken. */
export class TooFarAhead extends Error {
  readonly retryAfterMs: number;
  constructor(retryAfterMs: number) {
    super('Too much waits for its pace already.');
    this.name = 'TooFarAhead';
    this.retryAfterMs = retryAfterMs;
  }
}

interface Lane {
  /** What has begun reaches to here. */
  reach: number;
  /** How long what waits will take to begin while it is busy. */
  waitingMs: number;
  /** Whoever comes waits for it. */
  last: Promise<void>;
}

/** Keys that may be ahead; of one that is forgotten nothing is held against it. */
const MAX_KEYS = 10_000;
/** By so much a rush that came while it was calm reaches ahead. */
const CALM_REACH_MS = 1_000;
const REFUSED_AFTER_MS = 1_000;
/** How often who waits looks whether it has to still. */
const LOOK_MS = 50;

export function createPace(limits: PaceLimits): Pace {
  const { pointsPerSecond, calmPointsPerSecond, aheadMs, reachMs, maxWaitMs, isBusy } = limits;
  const company = createCompany();
  const lanes = createBoundedMap<string, Lane>({ maxSize: MAX_KEYS, givesWay: 'longest unused' });
  let waiting = 0;

  function laneOf(key: string): Lane {
    const lane = lanes.get(key) ?? { reach: 0, waitingMs: 0, last: Promise.resolve() };
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
      }
    },
    add: (key, points) => reachOut(laneOf(key), points),
    waiting: () => waiting,
  };
}

/** A process that has nothing else left to do ends meanwhile. */
function pause(ms: number): Promise<void> {
  return setTimeout(ms, undefined, { ref: false });
}
