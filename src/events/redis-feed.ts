import { createClient } from 'redis';
import { within } from '../shared/bounds/within.ts';
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
  /** Redis key of the desk's streams, the same for all nodes; that of a stream has the epoch behind it. */
  key: string;
  /** Which life of the log it is. */
  epoch: string;
  /** About how many entries the stream keeps; older ones are read from PostgreSQL. */
  length: number;
  /** Called for each failure of Redis, and when it works. */
  onChange(isThere: boolean, error?: unknown): void;
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
  /** Leaves the stream for that of another life of the log. */
  moveTo(epoch: string): void;
  /** Begins to read after `position`, and calls `offer` with the entries that come. */
  start(following: Following): Promise<void>;
  stop(): Promise<void>;
}

/** What the stream is read for. */
export interface Following {
  position(): bigint;
  offer(entries: readonly PlacedEntry[]): void;
  /** Whether the last entry of the stream is of this log: a database may be restored without Redis. */
  isOurs(entry: PlacedEntry): Promise<boolean>;
}

const READ_COUNT = 500;
/** What a stream that was left is kept for: nodes that have not noticed yet. */
const LEFT_STREAM_S = 600;
/** A read that found nothing for so long asks again: the place to read after may have moved on. */
const BLOCK_MS = 2_000;
/** Longer than a read waits: a connection that brings nothing for so long is made anew. */
const SILENCE_MS = 5_000;
const RETRY_MS = 200;
/** Redis's error when a later entry stands in the stream already: readers get this one from the database. */
const OUT_OF_ORDER = /equal or smaller/;

export function createRedisFeed({ url, length, onChange, ...of }: RedisFeedOptions): RedisFeed {
  const keyOf = (epoch: string) => `${of.key}:${epoch}`;
  let key = keyOf(of.epoch);
  /** Whether the last entry of the stream is known to be of this log. */
  let isChecked = false;
  const writer = createRedisLine({
    url,
    onFailure: (error) => say(false, error),
    // That entries come again is for the reader to say.
    onAnswer: () => {},
  });
  const reader = createClient(redisOptions(url, SILENCE_MS));
  let isStopped = false;
  let isReading = false;
  let wasConnected = true;
  let reading: Promise<void> | undefined;

  reader.on('error', (error: unknown) => say(false, error));

  function say(isConnected: boolean, error?: unknown): void {
    if (isStopped) return;
    if (wasConnected && !isConnected) {
      isReading = false;
      isChecked = false;
    }
    wasConnected = isConnected;
    onChange(isConnected, error);
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

  async function read({ position, offer, isOurs }: Following): Promise<void> {
    let handedOn = 0n;
    let readKey = key;
    while (!isStopped) {
      try {
        if (readKey !== key) {
          readKey = key;
          handedOn = 0n;
          isChecked = false;
        }
        if (!isChecked && !(await isStreamOurs(isOurs))) {
          // The stream is left for another, as soon as the database says for which.
          if (readKey === key) await pauseToRetry();
          continue;
        }
        isChecked = true;
        const after = position() > handedOn ? position() : handedOn;
        const streams = await readAfter(after);
        if (readKey !== key) continue;
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
        await pauseToRetry();
      }
    }
  }

  /** Whether what stands in the stream is of this log: it is, when its last entry is. */
  async function isStreamOurs(isOurs: Following['isOurs']): Promise<boolean> {
    const found = await within(
      ANSWER_WAIT_MS,
      reader.xRevRange(key, '+', '-', { COUNT: 1 }),
      (): never => {
        throw new RedisSilent(ANSWER_WAIT_MS);
      },
    );
    const last = found?.[0];
    // Where the database does not answer it is asked again.
    return last === undefined || isOurs(entryIn(last.message)).catch(() => false);
  }

  async function add(entry: EntryJson): Promise<void> {
    const id = `${entry['seq']}-0`;
    const trim = { strategy: 'MAXLEN', strategyModifier: '~', threshold: length } as const;
    await writer.client
      .xAdd(key, id, { entry: JSON.stringify(entry) }, { TRIM: trim })
      .catch((error: unknown) => {
        if (!OUT_OF_ORDER.test(String(error))) say(false, error);
        // So it is between two nodes, and where the stream is of another log, and ahead of this one.
        else isChecked = false;
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
    moveTo(epoch) {
      const left = key;
      key = keyOf(epoch);
      if (left === key || !writer.isAnswering()) return;
      writer.ask(() => writer.client.expire(left, LEFT_STREAM_S)).catch(() => {});
    },
    async start(following) {
      // Neither is waited for: the desk works without.
      void reader.connect().catch((error: unknown) => say(false, error));
      await writer.start();
      reading = read(following);
    },
    async stop() {
      isStopped = true;
      reader.destroy();
      writer.stop();
      await reading;
    },
  };
}

function pauseToRetry(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, RETRY_MS));
}

interface Stream {
  messages: { id: string; message: Record<string, string> }[];
}

function entryIn(message: Record<string, string>): PlacedEntry {
  return entryOf(JSON.parse(message['entry'] ?? '{}') as EntryJson);
}
