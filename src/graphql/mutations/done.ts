import type { PayloadSource } from './payload.ts';

/**
 * The mutations that an operation has run. As the root of the operation it lets the answer be made a second time,
 * in another way: what was done is not done again, whether it worked or not.
 */
export class Done {
  /** By the keys of their fields. */
  readonly #runs = new Map<string, Promise<PayloadSource>>();
  #isOrdinary = false;

  /** Runs a mutation unless it has run. Its payload waits for the places of its entries where that is due. */
  once(key: string, run: () => Promise<PayloadSource>): Promise<PayloadSource> {
    const running = this.#runs.get(key) ?? run();
    this.#runs.set(key, running);
    return this.#isOrdinary ? placed(running) : running;
  }

  /** Waits until all that was done has its place in the log. */
  async allPlaced(): Promise<void> {
    await Promise.all([...this.#runs.values()].map(placed));
  }

  /**
   * From here on the answer is made in the ordinary way, whatever has been done by now: rows are read by whoever
   * asks for them, and so not before the entries have their places. Until then whoever makes it sees to that.
   */
  goOrdinary(): void {
    this.#isOrdinary = true;
  }
}

/** Runs a mutation, unless the root says that it has run. */
export function once(
  root: unknown,
  key: string | number,
  run: () => Promise<PayloadSource>,
): Promise<PayloadSource> {
  return root instanceof Done ? root.once(String(key), run) : placed(run());
}

async function placed(running: Promise<PayloadSource>): Promise<PayloadSource> {
  const source = await running;
  await source.cursor;
  return source;
}
