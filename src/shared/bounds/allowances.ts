import { createBoundedMap } from './bounded-map.ts';
import { createCompany } from './company.ts';

/**
 * Limits how much work each key may have under way at a time. The limit adapts as TCP's congestion window
 * does: work that ends soon widens a key's allowance by one for each time that it is used up, work that
 * takes long halves it. A key that is alone is not limited.
 */
export interface Allowances {
  /** Notes that the key asks now. For a while other keys are then held to their allowance. */
  asked(key: string): void;
  /** Returns how much work the key may have under way now; `Infinity` while no other key asks. */
  of(key: string): number;
  /** Notes that a piece of the key's work took `ms` milliseconds. */
  took(key: string, ms: number): void;
}

export interface AllowanceLimits {
  /** Milliseconds; work that takes longer halves the allowance. */
  soonMs: number;
  /** Allowance of a key of which nothing is known yet. */
  first: number;
  least: number;
  most: number;
}

/** Keys that are remembered, and milliseconds since a key's last work. A forgotten key begins anew. */
const MAX_KEYS = 10_000;
const KNOWN_MS = 60_000;
export function createAllowances(
  { soonMs, first, least, most }: AllowanceLimits,
  present: () => number = () => performance.now(),
): Allowances {
  const sizes = createBoundedMap<string, number>({
    maxSize: MAX_KEYS,
    maxAgeMs: KNOWN_MS,
  });
  const company = createCompany(present);
  return {
    asked: company.asked,
    of: (key) =>
      company.isAlone(key) ? Number.POSITIVE_INFINITY : Math.floor(sizes.get(key) ?? first),
    took(key, ms) {
      const size = sizes.get(key) ?? first;
      sizes.set(
        key,
        ms > soonMs ? Math.max(least, size / 2) : Math.min(most, size + 1 / Math.max(1, size)),
      );
    },
  };
}
