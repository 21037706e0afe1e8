import { createTally } from './tally.ts';

/**
 * Tells what can be taken on and what is to be refused as it comes. Being busy is no reason to refuse: as
 * long as what comes is done within `waitMs`, as the last moments had it, all of it is taken. Beyond that
 * more work under way would only make all of it late, until nobody waits for any of it any more.
 *
 * By Little's law what is under way, divided by what is done in a millisecond, is how long it takes. So no
 * more is taken than is done in `waitMs`; and of that whoever has least under way gets most.
 */
export interface Intake {
  /** Whether work of the key is to be refused. Nothing is counted, and next to nothing done. */
  isFull(key: string): boolean;
  /** Counts a piece of work, which is under way from now on, whether it runs or waits. */
  begin(key: string): void;
  /** @param isDone whether it was work that came in from outside, and not a part of such work. */
  end(key: string, isDone: boolean): void;
  underWay(): number;
  /** How much may be under way now. */
  limit(): number;
}

export interface IntakeLimits {
  /** Milliseconds in which what is taken on is to be done. */
  waitMs: number;
  /** So much is always taken: fewer at a time would leave the node idle now and then. */
  free: number;
  /** More is never taken: each piece takes memory. Half of it is for one key. */
  most: number;
}

/** How long is looked at what gets done, before it counts. */
const WINDOW_MS = 100;
/** What the latest window counts beside those before it: collecting garbage alone can take as long as one. */
const LATEST = 0.3;
/** After so long with little to do what was done in a while says nothing any more. */
const REMEMBERED_MS = 1_000;

/** @param present the present in monotonic milliseconds. */
export function createIntake(
  { waitMs, free, most }: IntakeLimits,
  present: () => number = () => performance.now(),
): Intake {
  const own = createTally<string>();
  let all = 0;
  let calmSince = Number.NEGATIVE_INFINITY;
  let window = { since: 0, done: 0 };
  /** Pieces done in a millisecond while there was enough to do; undefined: that is not known yet. */
  let pace: number | undefined;
  let limit = most;
  /** What one key may have under way when the limit is reached. */
  let share = most;

  function becomeBusy(): void {
    const now = present();
    const calmMs = now - calmSince;
    if (calmMs > WINDOW_MS) window = { since: now, done: 0 };
    if (calmMs <= REMEMBERED_MS) return;
    pace = undefined;
    limit = most;
    share = most;
  }

  function look(): void {
    const now = present();
    const ms = now - window.since;
    if (ms < WINDOW_MS) return;
    const latest = window.done / ms;
    pace = pace === undefined ? latest : pace + (latest - pace) * LATEST;
    window = { since: now, done: 0 };
    limit = Math.min(most, Math.max(free, Math.floor(pace * waitMs)));
    share = Math.floor(levelOf(own.sums(), limit));
  }

  return {
    isFull(key) {
      if (all < free) return false;
      look();
      if (all >= most) return true;
      const mine = own.of(key);
      return all < limit ? mine >= most / 2 : mine >= share;
    },
    begin(key) {
      own.add(key, 1);
      all += 1;
      if (all === free) becomeBusy();
    },
    end(key, isDone) {
      if (all === free) calmSince = present();
      own.add(key, -1);
      all -= 1;
      if (isDone) window.done += 1;
    },
    underWay: () => all,
    limit: () => limit,
  };
}

/** To what all may rise, those of the list that are below keeping what they have, for the sum to be `sum`. */
function levelOf(list: readonly number[], sum: number): number {
  let left = sum;
  let others = list.length;
  for (const one of list.toSorted((a, b) => a - b)) {
    if (one * others >= left) return left / others;
    left -= one;
    others -= 1;
  }
  return sum;
}
