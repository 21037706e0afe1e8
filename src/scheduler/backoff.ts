/** Cases that failed, each left alone for longer the more often it did. */
export interface Backoff {
  postpone(caseId: string): void;
  /** Those to be left alone at this moment. */
  active(): string[];
}

const FIRST_MS = 1_000;
const MAX_MS = 60_000;
/** Beyond it the one that failed first is tried again at once. */
const MAX_KEPT = 10_000;

/** @param now monotonic milliseconds. */
export function createBackoff(
  now: () => number = () => performance.now(),
  maxKept = MAX_KEPT,
): Backoff {
  const failed = new Map<string, { until: number; delayMs: number }>();
  return {
    postpone(caseId) {
      const before = failed.get(caseId)?.delayMs;
      const delayMs = before === undefined ? FIRST_MS : Math.min(MAX_MS, before * 2);
      failed.delete(caseId);
      failed.set(caseId, { until: now() + delayMs, delayMs });
      if (failed.size <= maxKept) return;
      for (const first of failed.keys()) {
        failed.delete(first);
        return;
      }
    },
    active() {
      const present = now();
      for (const [caseId, { until, delayMs }] of failed) {
        // Long enough without another failure: it is well again.
        if (present > until + 2 * delayMs) failed.delete(caseId);
      }
      return [...failed].flatMap(([caseId, { until }]) => (until > present ? [caseId] : []));
    },
  };
}
