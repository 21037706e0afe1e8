import { setTimeout } from 'node:timers/promises';
import { createBoundedMap } from './bounded-map.ts';
import { createCompany } from './company.ts';

/** Spreads what each key asks for over time while it is busy, and others are there who want some of it. */
export interface Pace {
  /**
   * Comes back when so many points may be begun under the key: at once unless that holds.
   *
   * @throws TooFarAhead when that would be too late.
   */
  take(key: string, points: number): Promise<void>;
}

export interface PaceLimits {
  /** For each key; infinite for none. */
  pointsPerSecond: number;
  /** So much of a key may be ahead of its pace. */
  aheadMs: number;
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

/** Keys that may be ahead; of one that is forgotten nothing is held against it. */
const MAX_KEYS = 10_000;
/** How often who waits looks whether it is busy still. */
const LOOK_MS = 50;

/** By the rule of a leaky bucket (GCRA): each key has a time up to which what it asked for reaches. */
export function createPace({ pointsPerSecond, aheadMs, maxWaitMs, isBusy }: PaceLimits): Pace {
  const company = createCompany();
  const reaches = createBoundedMap<string, number>({ maxSize: MAX_KEYS });
  return {
    async take(key, points) {
      company.asked(key);
      const isHeld = () => isBusy() && !company.isAlone(key);
      const now = performance.now();
      const reach = Math.max(now, reaches.get(key) ?? 0);
      // What was taken while there was time enough is not made up for.
      const from = isHeld() ? reach : Math.min(reach, now + aheadMs);
      const beginsAt = from - aheadMs;
      if (beginsAt - now > maxWaitMs) throw new TooFarAhead(beginsAt - now);
      reaches.set(key, from + (points / pointsPerSecond) * 1_000);
      while (performance.now() < beginsAt && isHeld()) {
        await setTimeout(Math.min(beginsAt - performance.now(), LOOK_MS));
      }
    },
  };
}
