import type { Logger } from '../log.ts';

/** What stops the parts that have been started, in the order in which they were. */
export type Started = (() => Promise<void>)[];

/**
 * Starts once and stops once, however often either is called. Parts stop in the opposite order of their
 * start; a start that fails stops what it had started.
 */
export function startStop<Running>(log: Logger, start: (started: Started) => Promise<Running>) {
  const started: Started = [];
  let starting: Promise<Running> | undefined;
  let stopping: Promise<void> | undefined;

  async function stopStarted(): Promise<void> {
    for (const stop of started.splice(0).reverse()) {
      await stop().catch((err: unknown) => log.error({ err }, 'stopping failed'));
    }
  }

  return {
    start() {
      starting ??= start(started).catch(async (error: unknown) => {
        await stopStarted();
        throw error;
      });
      return starting;
    },
    stop() {
      stopping ??= (async () => {
        await starting?.catch(() => {});
        await stopStarted();
      })();
      return stopping;
    },
  };
}
