/** Keeps results since the log last grew: those that several groups of figures need are worked out once. */
export interface Workings {
  once<Result>(key: string, work: () => Promise<Result>): Promise<Result>;
}

/** Milliseconds that a result is kept: figures change with time as well. */
const MAX_AGE_MS = 1_000;

/** As many are kept as are wanted within a second. */
export function createWorkings(): Workings & { forget(): void } {
  const known = new Map<string, Promise<unknown>>();
  let since = 0;
  return {
    once<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
      const now = performance.now();
      if (now - since >= MAX_AGE_MS) known.clear();
      if (known.size === 0) since = now;
      const before = known.get(key);
      if (before !== undefined) return before as Promise<Result>;
      const working = work();
      known.set(key, working);
      // Whoever asks next tries again.
      working.catch(() => known.get(key) === working && known.delete(key));
      return working;
    },
    forget: () => known.clear(),
  };
}
