import { createClient } from 'redis';
import type { EntryJson } from './entry-json.ts';
import { entryOf } from './entry-json.ts';
import type { EntryFeed, PlacedEntry } from './reader.ts';

export interface RedisFeedOptions {
  url: string;
  /** Of the stream; the nodes of one desk have the same one. */
  key: string;
  /** Entries that the stream keeps, about; older ones are read from PostgreSQL. */
  length: number;
  log: (message: string) => void;
}

/**
 * A Redis Stream between the nodes: whoever gives entries their place adds them, under their place as
 * the id, and every node reads them from there. It may lose any of them: readers see the gap, and the
 * database fills it.
 */
export interface RedisFeed extends EntryFeed {
  /** Adds entries that have just been given their place. Never rejects. */
  publish(entries: readonly EntryJson[]): void;
  /** Begins to read after a place; hands on what comes. */
  start(position: () => bigint, offer: (entries: readonly PlacedEntry[]) => void): Promise<void>;
  stop(): Promise<void>;
}

const READ_COUNT = 500;
/** A read that found nothing for so long asks again: the place to read after may have moved on. */
const BLOCK_MS = 2_000;
const MAX_RETRY_MS = 2_000;
const RETRY_MS = 200;
/** A start does not wait for Redis: the desk works without. */
const CONNECT_WAIT_MS = 1_000;
/** What another node added later already stands in the stream; a reader gets this from the database. */
const OUT_OF_ORDER = /equal or smaller/;

export function createRedisFeed({ url, key, length, log }: RedisFeedOptions): RedisFeed {
  const options = {
    url,
    // What cannot be sent now is read from the database; nothing is kept for later.
    disableOfflineQueue: true,
    socket: {
      reconnectStrategy: (turn: number) => Math.min(MAX_RETRY_MS, 50 * 2 ** Math.min(turn, 6)),
    },
  };
  const writer = createClient(options);
  const reader = createClient(options);
  let isStopped = false;
  let isReading = false;
  let wasConnected = true;
  let reading: Promise<void> | undefined;

  for (const client of [writer, reader]) client.on('error', (error: unknown) => say(false, error));

  /** Once for each going and coming. */
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

  async function read(
    position: () => bigint,
    offer: (entries: readonly PlacedEntry[]) => void,
  ): Promise<void> {
    let handedOn = 0n;
    while (!isStopped) {
      try {
        const after = position() > handedOn ? position() : handedOn;
        const streams = await reader.xRead(
          { key, id: `${after}-0` },
          { COUNT: READ_COUNT, BLOCK: BLOCK_MS },
        );
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

  return {
    isConnected: () => isReading && writer.isReady,
    publish(entries) {
      if (!writer.isReady) return;
      for (const entry of entries) {
        writer
          .xAdd(
            key,
            `${entry['seq']}-0`,
            { entry: JSON.stringify(entry) },
            {
              TRIM: { strategy: 'MAXLEN', strategyModifier: '~', threshold: length },
            },
          )
          .catch((error: unknown) => {
            if (!OUT_OF_ORDER.test(String(error))) say(false, error);
          });
      }
    },
    async start(position, offer) {
      const connecting = Promise.all([writer.connect(), reader.connect()]).catch((error: unknown) =>
        say(false, error),
      );
      await Promise.race([
        connecting,
        new Promise((resolve) => setTimeout(resolve, CONNECT_WAIT_MS).unref()),
      ]);
      reading = read(position, offer);
    },
    async stop() {
      isStopped = true;
      reader.destroy();
      writer.destroy();
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
