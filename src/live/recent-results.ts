import { createBoundedMap } from '../shared/bounds/bounded-map.ts';

/** Keeps results for a moment, so that many clients that come back at once and read the same share them. */
export interface RecentResults<Result> {
  /** Returns the result that is under way or was just made under this key; otherwise does the work. */
  share(key: string, work: () => Promise<Result>): Promise<Result>;
}

export interface RecentLimits<Result> {
  maxCharacters: number;
  maxAgeMs: number;
  /** Length of a result that may be kept; undefined for a result that may not. */
  charactersOf(result: Result): number | undefined;
}

export function createRecentResults<Result>({
  maxCharacters,
  maxAgeMs,
  charactersOf,
}: RecentLimits<Result>): RecentResults<Result> {
  const running = new Map<string, Promise<Result>>();
  const kept = createBoundedMap<string, Result>({ maxSize: maxCharacters, maxAgeMs });

  async function workOut(key: string, work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      const size = charactersOf(result);
      if (size !== undefined) kept.set(key, result, size);
      return result;
    } finally {
      running.delete(key);
    }
  }

  return {
    share(key, work) {
      const known = kept.get(key);
      if (known !== undefined) return Promise.resolve(known);
      const shared = running.get(key) ?? workOut(key, work);
      running.set(key, shared);
      return shared;
    },
  };
}
