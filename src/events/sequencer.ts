import { onBehalfOfDesk } from '../db/caller.ts';
import type { Db } from '../db/client.ts';
import type { EntryJson } from './entry-json.ts';

/** Any number that no other lock of ours takes. */
const SEQUENCER_LOCK = 0x6465_736b;
const LEFTOVER_INTERVAL_MS = 1_000;
/** Bounds the length of one transaction; what is left is taken by the next batch. */
const BATCH_SIZE = 2_000;
export const LOG_CHANNEL = 'desk_log';

export interface Sequencer {
  /** Resolves when every entry committed before the call has its place in the log. */
  sequence(): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

/**
 * Gives committed entries their dense `seq`, in order of id. Ids are handed out inside transactions and do
 * not come out in the order of commit, so a reader that remembers the highest id would lose entries; `seq`
 * is given after commit, under a lock, and a gap in it never stays. Any node may do this: what a killed
 * node left behind is taken up by the next pass of any other.
 *
 * @param onError called when a pass in the background fails; the next one tries again.
 * @param onPlaced called with the entries that this process has just given their place, in order.
 */
export function createSequencer(
  db: Db,
  onError: (error: unknown) => void,
  onPlaced?: (entries: readonly EntryJson[]) => void,
): Sequencer {
  let running: Promise<void> | undefined;
  let queued: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function pass(): Promise<void> {
    while ((await sequenceBatch(db, onPlaced)) === BATCH_SIZE);
  }

  /** Waits for a pass that starts after the call: one that runs already may have looked before our commit. */
  function sequence(): Promise<void> {
    if (running === undefined) {
      // Whoever begins it, all who write wait for it.
      running = onBehalfOfDesk(pass).finally(() => {
        running = undefined;
      });
      return running;
    }
    queued ??= running
      .catch(() => undefined)
      .then(() => {
        queued = undefined;
        return sequence();
      });
    return queued;
  }

  return {
    sequence,
    start() {
      timer = setInterval(() => {
        sequence().catch(onError);
      }, LEFTOVER_INTERVAL_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await (queued ?? running)?.catch(() => undefined);
    },
  };
}

async function sequenceBatch(
  db: Db,
  onPlaced: ((entries: readonly EntryJson[]) => void) | undefined,
): Promise<number> {
  const [placed] = await db.$queryRaw<{ count: number; entries: string | null }[]>`
    SELECT placed_count AS count, placed_entries AS entries FROM give_places(
      ${SEQUENCER_LOCK}::bigint, ${BATCH_SIZE}::int, ${LOG_CHANNEL}, ${onPlaced !== undefined})`;
  if (placed?.entries != null) onPlaced?.(JSON.parse(placed.entries) as EntryJson[]);
  return placed?.count ?? 0;
}
