import { setImmediate } from 'node:timers/promises';

/** Milliseconds that the work runs at a stretch, beside the step up to its next yield. */
const TURN_MS = 50;

/** Does work that yields now and then, and lets the rest of the process go on in between. */
export async function inTurns<Result>(work: Generator<void, Result>): Promise<Result> {
  let began = performance.now();
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
    if (performance.now() - began < TURN_MS) continue;
    await setImmediate();
    began = performance.now();
  }
}
