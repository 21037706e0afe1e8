import { setImmediate } from 'node:timers/promises';
import type { Operations } from '../http/run/operations.ts';
import { endWithin } from '../shared/bounds/within.ts';

/** Work that clients have asked for and that has begun, whether they still wait for it or not. */
export interface Begun {
  /** Counts work until it settles. @returns the work. */
  count<Result>(work: Result): Result;
  /** Resolves when none is under way, or after `graceMs`. */
  settled(graceMs: number): Promise<void>;
}

/**
 * Counts what a stop has to wait for. Connections do not tell: a client may send a mutation and be gone, and
 * a socket is closed by us while its operations run.
 */
export function createBegun(): Begun {
  let underWay = 0;
  let lastIsOver: () => void = () => {};

  function over(): void {
    underWay -= 1;
    if (underWay === 0) lastIsOver();
  }

  async function idle(): Promise<void> {
    while (underWay > 0) {
      await new Promise<void>((resolve) => {
        lastIsOver = resolve;
      });
      // Between two steps of an operation nothing of it is counted; the next one has begun by then.
      await setImmediate();
    }
  }

  return {
    count(work) {
      if (!(work instanceof Promise)) return work;
      underWay += 1;
      work.then(over, over);
      return work;
    },
    settled: (graceMs) => endWithin(graceMs, idle()),
  };
}

/** Counts the operations of every door, from where they are received to their answer. */
export function countOperations(operations: Operations, { count }: Begun): Operations {
  return {
    ...operations,
    receive: (...given) => count(operations.receive(...given)),
    prepare: (...given) => count(operations.prepare(...given)),
    execute: (...given) => count(operations.execute(...given)),
    subscribe: (...given) => count(operations.subscribe(...given)),
  };
}
