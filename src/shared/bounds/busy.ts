import { performance } from 'node:perf_hooks';

/** So much of the time the event loop has something to do when it is busy. */
const BUSY_SHARE = 0.8;
/** Less than this says little. */
const LEAST_MS = 50;
/** Held back it would seem to have time, and what is held back would come all at once. */
const STAYS_MS = 10_000;

/**
 * @param alsoWhen something else is waited for already.
 * @returns whether the process has hardly any time left; asked whenever that matters, for it looks only then.
 */
export function createBusyWatch(
  alsoWhen: () => boolean = () => false,
  staysMs = STAYS_MS,
): () => boolean {
  let looked = { at: performance.now(), loop: performance.eventLoopUtilization() };
  let busyUntil = Number.NEGATIVE_INFINITY;
  return () => {
    const at = performance.now();
    if (at - looked.at >= LEAST_MS) {
      const loop = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(loop, looked.loop);
      looked = { at, loop };
      if (utilization >= BUSY_SHARE) busyUntil = at + staysMs;
    }
    return at < busyUntil || alsoWhen();
  };
}
