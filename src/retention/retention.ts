import type { Db } from '../db/client.ts';
import { onBehalfOfDesk } from '../shared/caller.ts';
import type { Clock } from '../shared/clock.ts';
import { MINUTE_MS } from '../shared/duration.ts';
import { KEY_LIFE_MS, removeKeys } from './keys.service.ts';

/** Takes away by itself what nobody needs any more. */
export interface Retention {
  /** Removes idempotency keys that have had their time. @returns how many. */
  sweep(): Promise<number>;
  start(): void;
  /** Waits for the batch that runs. */
  stop(): Promise<void>;
}

/** Every node looks so often: whichever comes first finds something to do. */
const INTERVAL_MS = 10 * MINUTE_MS;

/** @param onError called when a sweep in the background fails; the next one tries again. */
export function createRetention(
  db: Db,
  clock: Clock,
  onError: (error: unknown) => void,
): Retention {
  let running: Promise<number> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function sweep(): Promise<number> {
    const before = new Date(clock.now().getTime() - KEY_LIFE_MS);
    running ??= onBehalfOfDesk(() => removeKeys(db, before, () => !isStopped)).finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    sweep,
    start() {
      timer = setInterval(() => void sweep().catch(onError), INTERVAL_MS);
      timer.unref();
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}
