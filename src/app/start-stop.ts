import type { LogFailure } from '../log.ts';

/** Functions that stop the started parts, in the order of their start. */
export type Started = (() => Promise<void>)[];

/**
 * Starts once and stops once, however often `start` and `stop` are called. Parts stop in the opposite order
 * of their start; a start that fails stops the parts that it had started.
 */
export function startStop<Running>(
  logFailure: LogFailure,
  start: (started: Started) => Promise<Running>,
) {
  const started: Started = [];
  let starting: Promise<Running> | undefined;
  let stopping: Promise<void> | undefined;

  async function stopStarted(): Promise<void> {
    for (const stop of started.splice(0).reverse()) {
      await stop().catch((error: unknown) => logFailure(error, 'stopping failed'));
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
