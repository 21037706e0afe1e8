import { performance } from 'node:perf_hooks';

/** Share of the time from which on the event loop counts as busy. */
const BUSY_SHARE = 0.8;
/** Milliseconds; a measurement over less time says little. */
const LEAST_MS = 50;
/** Milliseconds to stay busy: work that is held back leaves the loop idle, and would come all at once. */
const STAYS_MS = 10_000;

/**
 * Makes a check of whether the process is busy. It measures only when it is called: call it whenever that
 * matters.
 *
 * @param alsoWhen tells of another reason to count as busy, such as work that waits already.
 * @returns a function that tells whether the process has hardly any time left.
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
