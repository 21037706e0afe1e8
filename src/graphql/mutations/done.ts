import type { PayloadSource } from './payload.ts';

/**
 * The mutations that an operation has run, by the keys of their fields. As the root of the operation it lets
 * the answer be made a second time, in another way: what was done is not done again, whether it worked or not.
 */
export type Done = Map<string, Promise<PayloadSource>>;

export function createDone(): Done {
  return new Map();
}

/** Runs a mutation, unless the root says that it has run. */
export function once(
  root: unknown,
  key: string | number,
  run: () => Promise<PayloadSource>,
): Promise<PayloadSource> {
  if (!(root instanceof Map)) return run();
  const done = root as Done;
  const before = done.get(String(key));
  if (before !== undefined) return before;
  const running = run();
  done.set(String(key), running);
  return running;
}
