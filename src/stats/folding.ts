import type { Db } from '../db/client.ts';
import { onBehalfOfDesk } from '../shared/caller.ts';

/** Adds up, now and then, what changes of cases added to the figures that are kept. */
export interface Folding {
  /** Adds up what is there, if it is more than was added up before. Any node may, and one does. */
  fold(): Promise<void>;
  start(): void;
  /** Waits for the one that runs. */
  stop(): Promise<void>;
}

/** Milliseconds. A desk with a thousand changes a second gathers a few thousand rows meanwhile. */
const INTERVAL_MS = 2_000;
/** So few rows cost a reader nothing that could be measured. */
const LEAST_ROWS = 200;

/** @param onError called when it fails in the background: figures stay right, and the next one tries again. */
export function createFolding(db: Db, onError: (error: unknown) => void): Folding {
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  function fold(): Promise<void> {
    running ??= onBehalfOfDesk(async () => {
      await db.$executeRaw`SELECT fold_figures(${LEAST_ROWS}::int)`;
    }).finally(() => {
      running = undefined;
    });
    return running;
  }

  return {
    fold,
    start() {
      timer = setInterval(() => void fold().catch(onError), INTERVAL_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await running?.catch(() => undefined);
    },
  };
}
