/** What was executed just now: many who come back at once, and read the same of the log, share it. */
export interface RecentResults<Result> {
  /** What is being worked out under this key, or was lately; else works it out. */
  share(key: string, work: () => Promise<Result>): Promise<Result>;
}

export interface RecentLimits<Result> {
  maxCharacters: number;
  maxAgeMs: number;
  /** Of a result that may be kept; undefined for one that may not. */
  charactersOf(result: Result): number | undefined;
}

interface Kept<Result> {
  result: Result;
  characters: number;
  since: number;
}

export function createRecentResults<Result>({
  maxCharacters,
  maxAgeMs,
  charactersOf,
}: RecentLimits<Result>): RecentResults<Result> {
  const running = new Map<string, Promise<Result>>();
  /** The oldest first. */
  const kept = new Map<string, Kept<Result>>();
  let characters = 0;

  function forget(): void {
    const tooOld = performance.now() - maxAgeMs;
    for (const [key, old] of kept) {
      if (characters <= maxCharacters && old.since > tooOld) return;
      kept.delete(key);
      characters -= old.characters;
    }
  }

  async function workOut(key: string, work: () => Promise<Result>): Promise<Result> {
    try {
      const result = await work();
      const size = charactersOf(result);
      if (size !== undefined) {
        kept.set(key, { result, characters: size, since: performance.now() });
        characters += size;
      }
      forget();
      return result;
    } finally {
      running.delete(key);
    }
  }

  return {
    share(key, work) {
      forget();
      const known = kept.get(key);
      if (known !== undefined) return Promise.resolve(known.result);
      const shared = running.get(key) ?? workOut(key, work);
      running.set(key, shared);
      return shared;
    },
  };
}
