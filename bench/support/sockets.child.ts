import { setTimeout } from 'node:timers/promises';
import { answerCalls, tellNews } from './calls.ts';
import { frameProblem } from './fanout-events.ts';
import { percentile } from './percentile.ts';
import { sharedNow } from './process-figures.ts';
import type { RawSocket } from './raw-socket.ts';
import { openRawSocket } from './raw-socket.ts';

/** One process that holds many sockets, reads every frame and counts. */
export interface OpenOptions {
  /** Where; the sockets go to them in turn. */
  urls: readonly string[];
  count: number;
  /** Of the WebSocket; with it the sockets speak graphql-transport-ws. */
  protocol?: 'graphql-transport-ws' | undefined;
  init?: object | undefined;
  /** The address that the sockets come from. */
  from?: string | undefined;
  /** What a socket of each group asks for; socket n is of group n modulo their number. */
  groups: readonly object[];
}

export interface Counts {
  frames: number;
  bytes: number;
  /** When it was counted, when a socket asked last, and when the last frame came. */
  at: number;
  askedAt: number;
  lastAt: number;
  /** The first thing that was wrong with a frame or a socket. */
  problem: string | undefined;
}

export interface Commits {
  /** Number of the first event. */
  first: number;
  /** When each was about to be committed. */
  at: readonly number[];
}

const OPENED_AT_ONCE = 50;
/** Longer than whatever else the servers send. */
const MIN_FRAME_BYTES = 150;
const SAMPLE = 997;
/** How late the parent knows at most, in time and in frames. */
const NEWS_INTERVAL_MS = 4;
const NEWS_FRAMES = 1_000;
const CLOSE_MS = 5_000;
const MAX_RECEIPTS = 2_000_000;

let sockets: RawSocket[] = [];
let isClosing = false;
let counts = zero();
let isRecording = false;
let receipts = 0;
const numbers = new Uint32Array(MAX_RECEIPTS);
const times = new Float64Array(MAX_RECEIPTS);

function zero(): Counts {
  return { frames: 0, bytes: 0, at: 0, askedAt: 0, lastAt: 0, problem: undefined };
}

/** Who waits for a number of frames. */
let awaited: { frames: number; came: () => void } | undefined;

let told = 0;
setInterval(tellCounts, NEWS_INTERVAL_MS);

function tellCounts(): void {
  if (counts.frames === told) return;
  told = counts.frames;
  tellNews({ ...counts, at: sharedNow() });
}

function openOne(
  { urls, protocol, init, from, groups }: OpenOptions,
  place: number,
): Promise<void> {
  const group = place % groups.length;
  const id = String(place).padStart(4, '0');
  let isFirst = true;
  return new Promise((resolve, reject) => {
    const target = { url: urls[place % urls.length] ?? '', protocol, from };
    const socket = openRawSocket(target, {
      onClose(why) {
        if (!isClosing) counts.problem ??= `A socket was closed ${why}.`;
        reject(new Error(`A socket was closed ${why}.`));
      },
      onOpen() {
        if (protocol !== undefined) {
          socket.send(JSON.stringify({ type: 'connection_init', payload: init }));
          return;
        }
        counts.askedAt = sharedNow();
        socket.send(JSON.stringify(groups[group]));
        resolve();
      },
      onText(data) {
        if (data.length < MIN_FRAME_BYTES) {
          control(data.toString());
          return;
        }
        counts.frames += 1;
        counts.bytes += data.length;
        counts.lastAt = sharedNow();
        if (isRecording) record(data);
        if (counts.frames === awaited?.frames) awaited.came();
        if (counts.frames - told >= NEWS_FRAMES) tellCounts();
        if (!isFirst && counts.frames % SAMPLE !== 0) return;
        isFirst = false;
        counts.problem ??= frameProblem(data.toString(), group, groups.length);
      },
    });
    sockets.push(socket);

    function control(text: string): void {
      const { type } = JSON.parse(text) as { type: string };
      if (type === 'connection_ack') {
        counts.askedAt = sharedNow();
        socket.send(JSON.stringify({ id, type: 'subscribe', payload: groups[group] }));
        resolve();
      } else if (type === 'ping') socket.send(JSON.stringify({ type: 'pong' }));
      else counts.problem ??= `A server said ${text}`;
    }
  });
}

/** The number of an event, by where it stands in its frame. */
function record(data: Buffer): void {
  if (receipts === MAX_RECEIPTS) return;
  const start = data.indexOf('Note ') + 5;
  let number = 0;
  for (let place = start; place < start + 7; place += 1) {
    number = number * 10 + (data[place] ?? 0) - 48;
  }
  numbers[receipts] = number;
  times[receipts] = sharedNow();
  receipts += 1;
}

const calls = {
  async open(options: OpenOptions): Promise<void> {
    counts = zero();
    told = 0;
    for (let place = 0; place < options.count; place += OPENED_AT_ONCE) {
      const length = Math.min(OPENED_AT_ONCE, options.count - place);
      await Promise.all(Array.from({ length }, (_, turn) => openOne(options, place + turn)));
    }
  },
  counts: (): Counts => ({ ...counts, at: sharedNow() }),
  /** Resolves when so many frames have come. @returns when the last of them came. */
  async until(frames: number): Promise<number> {
    if (counts.frames < frames) {
      await new Promise<void>((resolve) => {
        awaited = { frames, came: resolve };
      });
      awaited = undefined;
    }
    return counts.lastAt;
  },
  /** Remembers from now on when what came. */
  record(): void {
    isRecording = true;
    receipts = 0;
  },
  /** Milliseconds from commits to receipts. */
  latencies({ first, at }: Commits) {
    isRecording = false;
    const all = new Float64Array(receipts);
    for (let place = 0; place < receipts; place += 1) {
      all[place] = (times[place] ?? 0) - (at[(numbers[place] ?? 0) - first] ?? Number.NaN);
    }
    const sorted = [...all.sort()];
    const max = sorted.at(-1) ?? Number.NaN;
    return { receipts, p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), max };
  },
  async close(): Promise<void> {
    isClosing = true;
    for (const socket of sockets) socket.close();
    const giveUpAt = sharedNow() + CLOSE_MS;
    while (!sockets.every((socket) => socket.isClosed()) && sharedNow() < giveUpAt) {
      await setTimeout(20);
    }
    sockets = [];
    isClosing = false;
  },
};

export type SocketCalls = typeof calls;
answerCalls(calls);
