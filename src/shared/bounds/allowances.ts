import { createBoundedMap } from './bounded-map.ts';
import { createCompany } from './company.ts';

/**
 * How much each of several keys may have under way at a time, found out as TCP finds out how much a
 * line takes: what ends soon widens a key's allowance by one for each time that it is used up, what takes long
 * halves it. A key that is alone is not held back.
 */
export interface Allowances {
  /** The key asks now: for a while it counts as one of those that others give way to. */
  asked(key: string): void;
  /** How much may be under way for it now; without limit while no other key asks. */
  of(key: string): number;
  /** Something of the key's took so long. */
  took(key: string, ms: number): void;
}

export interface AllowanceLimits {
  /** What takes longer makes the allowance smaller. */
  soonMs: number;
  /** Of a key of which nothing is known yet. */
  first: number;
  least: number;
  most: number;
}

/** Keys of which something is known, and how long after their last; one that is forgotten begins anew. */
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
