import type pg from 'pg';
import type { Parts } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import { isLockTimeout } from '../db/error-codes.ts';
import { sendTogether } from '../db/line.ts';
import type { TextQuery, TextRow } from '../db/reads/text-rows.ts';
import { readTexts, readTextsFrom } from '../db/reads/text-rows.ts';
import { LOCKED_MS } from '../db/transaction.ts';
import type { Question, Reply } from '../db/tx/round-trip.ts';
import { sendAlone } from '../db/tx/round-trip.ts';
import { createBoundedMap } from '../shared/bounds/bounded-map.ts';
import { onBehalfOfDesk } from '../shared/caller.ts';
import { SECOND_MS } from '../shared/duration.ts';
import type { Histogram } from '../shared/histogram.ts';
import { createHistogram, SECONDS } from '../shared/histogram.ts';
import type { EntryJson } from './entry-json.ts';

/** Any number that no other lock of ours takes. */
const SEQUENCER_LOCK = 0x6465_736b;
const LEFTOVER_INTERVAL_MS = 1_000;
/** Bounds the length of one transaction; what is left is taken by the next batch. */
const BATCH_SIZE = 2_000;
/** Places that are remembered for those who wait for them; those of two full batches. */
const KNOWN_PLACES = 2 * BATCH_SIZE;
export const LOG_CHANNEL = 'desk_log';

/** Reads that one pass takes along; further ones are sent when it is over. */
const MAX_READS = 16;

export interface Sequencer {
  /** Resolves when every entry committed before the call has its place in the log. */
  sequence(): Promise<void>;
  /**
   * Reads when every entry committed before the call has its place, in the same round trip.
   */
  read(query: TextQuery): Promise<TextRow[]>;
  /** The place of an entry, if this process has given it lately. */
  placeOf(id: bigint): bigint | undefined;
  /** The last place that this process has given; 0 before the first. */
  lastPlace(): bigint;
  /** Forgets the places, as the log is another one now. */
  forget(): void;
  /** How far it is behind, and how long entries have waited for their places. */
  figures: SequencerFigures;
  start(): void;
  stop(): Promise<void>;
}

export interface SequencerFigures {
  /** Seconds from when somebody asked for places until they were given. */
  passes: Histogram;
  /** Seconds for which the one that has asked first waits now; 0 when nobody does. */
  behind(): number;
  /** Entries that this process has given their places. */
  placed(): number;
}

/** One pass over the log, for all who have committed until it is sent. */
interface Pass {
  reads: Read[];
  placed: Promise<void>;
}

interface Read {
  query: TextQuery;
  resolve(rows: TextRow[] | Promise<TextRow[]>): void;
  reject(error: unknown): void;
}

/**
 * Gives committed entries their dense `seq`, in order of id. Ids are handed out inside transactions and do
 * not come out in the order of commit, so a reader that remembers the highest id would lose entries; `seq`
 * is given after commit, under a lock, and a gap in it never stays. Any node may do this: what a killed
 * node left behind is taken up by the next pass of any other.
 *
 * One pass runs at a time: whoever commits meanwhile waits for the next, which all of them share.
 *
 * @param onError called when a pass in the background fails; the next one tries again.
 * @param onPlaced called with the entries that this process has just given their place, in order.
 */
export function createSequencer(
  parts: Pick<Parts, 'pool' | 'nameOf'>,
  onError: (error: unknown) => void,
  onPlaced?: (entries: readonly EntryJson[]) => void,
): Sequencer {
  const { pool } = parts;
  let last: Promise<void> | undefined;
  /** The pass that is not sent yet: whoever has committed may still join it. */
  let next: Pass | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** When those passes were asked for that are not over, in order. */
  const waitingSince: number[] = [];
  const passes = createHistogram(SECONDS);
  let placedEntries = 0;
  let lastPlace = 0n;
  const places = createBoundedMap<bigint, bigint>({ maxSize: KNOWN_PLACES, givesWay: 'first set' });
  const place = placeQuery(parts, onPlaced !== undefined);

  function join(): Pass {
    if (next !== undefined) return next;
    const before = last;
    const reads: Read[] = [];
    waitingSince.push(performance.now());
    // Whoever begins it, all who write wait for it.
    const placed = onBehalfOfDesk(() => run(reads, before));
    placed.catch(() => {});
    last = placed;
    next = { reads, placed };
    return next;
  }

  async function run(reads: readonly Read[], before: Promise<void> | undefined): Promise<void> {
    await before?.catch(() => {});
    try {
      const answers = await placeWhenFree(reads);
      for (const [index, { resolve }] of reads.entries()) {
        resolve(answers[index] as Promise<TextRow[]>);
      }
    } catch (error) {
      for (const { reject } of reads) reject(error);
      throw error;
    } finally {
      passes.observe(secondsSince(waitingSince.shift()));
    }
  }

  /** Tries again for a while when another node, which may be frozen, holds the lock. */
  async function placeWhenFree(reads: readonly Read[]): Promise<Promise<TextRow[]>[]> {
    const until = performance.now() + LOCKED_MS;
    for (let isFirst = true; ; isFirst = false) {
      try {
        const client = await pool.connect().finally(() => {
          if (isFirst) next = undefined;
        });
        return await placeAll(client, reads);
      } catch (error) {
        if (!isLockTimeout(error) || performance.now() > until) throw error;
      }
    }
  }

  /** Places all that waits. @returns the answers to the reads, which may still be on their way. */
  async function placeAll(
    client: pg.PoolClient,
    reads: readonly Read[],
  ): Promise<Promise<TextRow[]>[]> {
    try {
      for (;;) {
        sendTogether(client);
        const placing = sendAlone(client, place);
        const answers = reads.map(({ query }) => readTexts(client, query));
        const over = Promise.allSettled(answers);
        const placed = noted(await placing);
        if (placed < BATCH_SIZE) {
          void over.then(() => client.release());
          return answers;
        }
        await over;
      }
    } catch (error) {
      client.release(true);
      throw error;
    }
  }

  function noted({ rows }: Reply): number {
    const [batch] = rows as PlacedBatch[];
    if (batch === undefined) throw new Error('place_entries returned nothing.');
    const { ids, firstPlace, entries } = batch;
    placedEntries += ids.length;
    for (const [step, id] of ids.entries()) {
      lastPlace = firstPlace + BigInt(step);
      places.set(id, lastPlace);
    }
    if (entries !== null) onPlaced?.(JSON.parse(entries) as EntryJson[]);
    return ids.length;
  }

  return {
    sequence: () => join().placed,
    read(query) {
      const { reads, placed } = join();
      if (reads.length >= MAX_READS) {
        return placed.then(() => readTextsFrom(pool, query));
      }
      return new Promise((resolve, reject) => reads.push({ query, resolve, reject }));
    },
    placeOf: (id) => places.get(id),
    lastPlace: () => lastPlace,
    forget() {
      places.clear();
      lastPlace = 0n;
    },
    figures: {
      passes,
      behind: () => secondsSince(waitingSince[0]),
      placed: () => placedEntries,
    },
    start() {
      timer = setInterval(() => {
        join().placed.catch(onError);
      }, LEFTOVER_INTERVAL_MS);
      timer.unref();
    },
    async stop() {
      clearInterval(timer);
      await last?.catch(() => {});
    },
  };
}

function secondsSince(since = performance.now()): number {
  return (performance.now() - since) / SECOND_MS;
}

interface PlacedBatch {
  /** The entries in order; each stands one place behind the one before it. */
  ids: bigint[];
  firstPlace: bigint;
  /** The entries as JSON, when they were asked for and there are any. */
  entries: string | null;
}

function placeQuery({ nameOf }: Pick<Parts, 'nameOf'>, withEntries: boolean): Question {
  const { text, values } = Prisma.sql`
    SELECT placed_ids AS ids, first_place AS "firstPlace", placed_entries AS entries
    FROM place_entries(${SEQUENCER_LOCK}::bigint, ${BATCH_SIZE}::int, ${LOG_CHANNEL}, ${withEntries})`;
  return { name: nameOf(text), text, values, wanted: 'rows' };
}
