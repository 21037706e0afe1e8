import { createBoundedMap } from '../shared/bounds/bounded-map.ts';

/** Cases that failed. Each is left alone for a time that doubles with every failure. */
export interface Backoff {
  postpone(caseId: string): void;
  /** The cases to be left alone at this moment. */
  active(): string[];
}

const FIRST_MS = 1_000;
const MAX_MS = 60_000;
/** How many cases are kept. Beyond it the one that failed first is tried again at once. */
const MAX_KEPT = 10_000;

/** @param now in milliseconds, monotonic. */
export function createBackoff(
  now: () => number = () => performance.now(),
  maxKept = MAX_KEPT,
): Backoff {
  const failed = createBoundedMap<string, { until: number; delayMs: number }>({ maxSize: maxKept });
  return {
    postpone(caseId) {
      const before = failed.get(caseId)?.delayMs;
      const delayMs = before === undefined ? FIRST_MS : Math.min(MAX_MS, before * 2);
      failed.set(caseId, { until: now() + delayMs, delayMs });
    },
    active() {
      const present = now();
      const found: string[] = [];
      for (const [caseId, { until, delayMs }] of failed.entries()) {
        // A case that has not failed for twice its delay has recovered.
        if (present > until + 2 * delayMs) failed.delete(caseId);
        else if (until > present) found.push(caseId);
      }
      return found;
    },
  };
}
