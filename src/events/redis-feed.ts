import { createClient } from 'redis';
import {
  ANSWER_WAIT_MS,
  createRedisLine,
  RedisSilent,
  redisOptions,
} from '../shared/redis-line.ts';
import type { EntryJson } from './entry-json.ts';
import { entryOf } from './entry-json.ts';
import type { EntryFeed, PlacedEntry } from './reader.ts';

export interface RedisFeedOptions {
  url: string;
  /** Redis key of the stream, the same for all nodes of one desk. */
  key: string;
  /** About how many entries the stream keeps; older ones are read from PostgreSQL. */
  length: number;
  log: (message: string) => void;
}

/**
 * A Redis Stream between the nodes. The node that gives entries their place adds them, with the place as
 * the id, and every node reads them from there. The stream may lose any entry: readers see the gap, and the
 * database fills it.
 */
export interface RedisFeed extends EntryFeed {
  /** Whether Redis was there and is gone, or could not be reached. */
  isGone(): boolean;
  /** Adds entries that have just been given their place. Never rejects. */
  publish(entries: readonly EntryJson[]): void;
  /** Begins to read after `position`, and calls `offer` with the entries that come. */
  start(position: () => bigint, offer: (entries: readonly PlacedEntry[]) => void): Promise<void>;
  stop(): Promise<void>;
}

const READ_COUNT = 500;
/** A read that found nothing for so long asks again: the place to read after may have moved on. */
const BLOCK_MS = 2_000;
/** Longer than a read waits: a connection that brings nothing for so long is made anew. */
const SILENCE_MS = 5_000;
const RETRY_MS = 200;
/** Redis's error when a later entry stands in the stream already: readers get this one from the database. */
const OUT_OF_ORDER = /equal or smaller/;

export function createRedisFeed({ url, key, length, log }: RedisFeedOptions): RedisFeed {
  const writer = createRedisLine({
    url,
    // That entries come again is for the reader to say.
    onChange: (isAnswering, error) => isAnswering || say(false, error),
  });
  const reader = createClient(redisOptions(url, SILENCE_MS));
  let isStopped = false;
  let isReading = false;
  let wasConnected = true;
  let reading: Promise<void> | undefined;

  reader.on('error', (error: unknown) => say(false, error));

  /** Logs each loss and each return of Redis once. */
  function say(isConnected: boolean, error?: unknown): void {
    if (isStopped || isConnected === wasConnected) return;
    wasConnected = isConnected;
    if (!isConnected) isReading = false;
    log(
      isConnected
        ? 'Redis is back: entries come from its stream again.'
        : `Redis is gone (${String(error)}): entries are read from the database.`,
    );
  }

  async function readAfter(after: bigint): Promise<unknown[] | null> {
    const reading = reader.xRead(
      { key, id: `${after}-0` },
      { COUNT: READ_COUNT, BLOCK: BLOCK_MS },
    ) as Promise<unknown[] | null>;
    const timer = setTimeout(() => {
      isReading = false;
      say(false, new RedisSilent(BLOCK_MS + ANSWER_WAIT_MS));
    }, BLOCK_MS + ANSWER_WAIT_MS);
    // It settles: the connection is given up when it brings nothing.
    return reading.finally(() => clearTimeout(timer));
  }

  async function read(
    position: () => bigint,
    offer: (entries: readonly PlacedEntry[]) => void,
  ): Promise<void> {
    let handedOn = 0n;
    while (!isStopped) {
      try {
        const after = position() > handedOn ? position() : handedOn;
        const streams = await readAfter(after);
        isReading = true;
        say(true);
        const messages = (streams?.[0] as Stream | undefined)?.messages ?? [];
        const entries = messages.map(({ message }) => entryIn(message));
        handedOn = entries.at(-1)?.seq ?? handedOn;
        offer(entries);
      } catch (error) {
        if (isStopped) return;
        isReading = false;
        say(false, error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  async function add(entry: EntryJson): Promise<void> {
    const id = `${entry['seq']}-0`;
    const trim = { strategy: 'MAXLEN', strategyModifier: '~', threshold: length } as const;
    await writer.client
      .xAdd(key, id, { entry: JSON.stringify(entry) }, { TRIM: trim })
      .catch((error: unknown) => {
        if (!OUT_OF_ORDER.test(String(error))) say(false, error);
      });
  }

  return {
    isConnected: () => isReading && writer.isAnswering(),
    isGone: () => !wasConnected,
    publish(entries) {
      if (!writer.isAnswering()) return;
      // What is not taken in time is read from the database, by every node.
      writer.ask(() => Promise.all(entries.map(add))).catch(() => {});
    },
    async start(position, offer) {
      // Neither is waited for: the desk works without.
      void reader.connect().catch((error: unknown) => say(false, error));
      await writer.start();
      reading = read(position, offer);
    },
    async stop() {
      isStopped = true;
      reader.destroy();
      writer.stop();
      await reading;
    },
  };
}

interface Stream {
  messages: { id: string; message: Record<string, string> }[];
}

function entryIn(message: Record<string, string>): PlacedEntry {
  return entryOf(JSON.parse(message['entry'] ?? '{}') as EntryJson);
}
