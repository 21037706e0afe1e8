import { createBoundedMap } from '../shared/bounds/bounded-map.ts';

/** Keeps results for a moment, so that many clients that come back at once and read the same share them. */
export interface RecentResults<Result> {
  /** Returns the result that is under way or was just made under this key; otherwise does the work. */
  share(key: string, work: () => Promise<Result>): Promise<Result>;
  /** The result that was just made under this key. */
  known(key: string): Result | undefined;
  /** Keeps a result that was made otherwise. */
  keep(key: string, result: Result): void;
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

  function keep(key: string, result: Result): void {
    const size = charactersOf(result);
    if (size !== undefined) kept.set(key, result, size);
  }

  async function workOut(key: string, work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      keep(key, result);
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
    known: kept.get,
    keep,
  };
}
