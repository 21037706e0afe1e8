import { performance } from 'node:perf_hooks';

/** So much of the time the event loop has something to do when it is busy. */
const BUSY_SHARE = 0.8;
/** Less than this says little. */
const LEAST_MS = 50;
/** Busy moments follow one another: in between it still counts as busy. */
const STAYS_MS = 1_000;

/** @returns whether the process has hardly any time left; asked whenever that matters, for it looks only then. */
export function createBusyWatch(): () => boolean {
  let looked = { at: performance.now(), loop: performance.eventLoopUtilization() };
  let busyUntil = Number.NEGATIVE_INFINITY;
  return () => {
    const at = performance.now();
    if (at - looked.at >= LEAST_MS) {
      const loop = performance.eventLoopUtilization();
      const { utilization } = performance.eventLoopUtilization(loop, looked.loop);
      looked = { at, loop };
      if (utilization >= BUSY_SHARE) busyUntil = at + STAYS_MS;
    }
    return at < busyUntil;
  };
}
