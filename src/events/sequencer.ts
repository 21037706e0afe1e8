import { onBehalfOfDesk } from '../db/caller.ts';
import type { Db } from '../db/client.ts';
import { createBoundedMap } from '../shared/bounds/bounded-map.ts';
import type { EntryJson } from './entry-json.ts';

/** Any number that no other lock of ours takes. */
const SEQUENCER_LOCK = 0x6465_736b;
const LEFTOVER_INTERVAL_MS = 1_000;
/** Bounds the length of one transaction; what is left is taken by the next batch. */
const BATCH_SIZE = 2_000;
/** Places that are remembered for those who wait for them; those of two full batches. */
const KNOWN_PLACES = 2 * BATCH_SIZE;
export const LOG_CHANNEL = 'desk_log';

export interface Sequencer {
  /** Resolves when every entry committed before the call has its place in the log. */
  sequence(): Promise<void>;
  /** The place of an entry, if this process has given it lately. */
  placeOf(id: bigint): bigint | undefined;
  /** Forgets the places, as the log is another one now. */
  forget(): void;
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
  const places = createBoundedMap<bigint, bigint>({ maxSize: KNOWN_PLACES, givesWay: 'first set' });

  async function pass(): Promise<void> {
    for (;;) {
      const { ids, firstPlace, entries } = await placeBatch(db, onPlaced !== undefined);
      for (const [step, id] of ids.entries()) places.set(id, firstPlace + BigInt(step));
      if (entries !== null) onPlaced?.(JSON.parse(entries) as EntryJson[]);
      if (ids.length < BATCH_SIZE) return;
    }
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
    placeOf: (id) => places.get(id),
    forget: places.clear,
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

interface PlacedBatch {
  /** The entries in order; each stands one place behind the one before it. */
  ids: bigint[];
  firstPlace: bigint;
  /** The entries as JSON, when they were asked for and there are any. */
  entries: string | null;
}

async function placeBatch(db: Db, withEntries: boolean): Promise<PlacedBatch> {
  const [placed] = await db.$queryRaw<PlacedBatch[]>`
    SELECT placed_ids AS ids, first_place AS "firstPlace", placed_entries AS entries
    FROM place_entries(${SEQUENCER_LOCK}::bigint, ${BATCH_SIZE}::int, ${LOG_CHANNEL}, ${withEntries})`;
  if (placed === undefined) throw new Error('place_entries returned nothing.');
  return placed;
}
