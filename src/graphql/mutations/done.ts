import type { PayloadSource } from './payload.ts';

/**
 * The mutations that an operation has run, by the keys of their fields. As the root of the operation it lets
 * the answer be made a second time, in another way: what was done is not done again, whether it worked or not.
 * Whoever sets it begins with the answer before the entries have their places, and waits for them itself.
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
  if (!(root instanceof Map)) return placed(run());
  const done = root as Done;
  const before = done.get(String(key));
  if (before !== undefined) return placed(before);
  const running = run();
  done.set(String(key), running);
  return running;
}

/** Waits until all that was done has its place in the log. */
export async function allPlaced(done: Done): Promise<void> {
  await Promise.all([...done.values()].map(placed));
}

async function placed(running: Promise<PayloadSource>): Promise<PayloadSource> {
  const source = await running;
  await source.cursor;
  return source;
}
