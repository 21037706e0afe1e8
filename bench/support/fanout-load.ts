import { setTimeout } from 'node:timers/promises';
import type { Child } from './child.ts';
import { startChild } from './child.ts';
import type { RunningWay } from './fanout-ways.ts';
import { cpuMicros } from './process-figures.ts';
import type { Counts, SocketCalls } from './sockets.child.ts';

export interface Load {
  /** Deliveries: frames of events that the client process has read. */
  perSecond: number;
  serverMicros: number;
  clientMicros: number;
  frameBytes: number;
}

/** Milliseconds of feeding before anything is counted, and while it is. */
export interface Span {
  warmUpMs: number;
  windowMs: number;
}

export const SOCKETS = 2_000;
/** Frames on their way to each socket: enough that the server never waits. */
const DEPTH = 60;
const MAX_BATCH = 1_000;
const GIVE_UP_MS = 20_000;
/** For subscriptions that say nothing when they begin. */
const SETTLE_MS = 700;

/** The one process that reads, the same for all ways. */
export interface Reading extends Child<SocketCalls> {
  latest(): Counts;
}

export function startReading(): Reading {
  let latest: Counts = { frames: 0, bytes: 0, at: 0, askedAt: 0, lastAt: 0, problem: undefined };
  const file = new URL('./sockets.child.ts', import.meta.url);
  const child = startChild<SocketCalls>(file, (news: Counts) => {
    latest = news;
  });
  return {
    ...child,
    latest: () => latest,
    async call(name, ...arg) {
      const result = await child.call(name, ...arg);
      if (name === 'counts' || name === 'open') latest = await child.call('counts');
      if (latest.problem !== undefined) throw new Error(latest.problem);
      return result;
    },
  } as Reading;
}

export async function openSockets(
  reading: Reading,
  way: RunningWay,
  groups: number,
): Promise<void> {
  await reading.call('open', { urls: [way.url], count: SOCKETS, ...way.asking(groups) });
  await setTimeout(SETTLE_MS);
}

/**
 * Feeds one event to every socket and waits until all have it before it feeds the next: nothing can be
 * gathered. What counts is the time from when the events were told, or were about to be committed, to
 * when the last socket had its own.
 */
export async function eventByEvent(
  reading: Reading,
  way: RunningWay,
  groups: number,
  { warmUpMs, windowMs }: Span,
): Promise<Load> {
  const { frames: start } = await reading.call('counts');
  let rounds = 0;
  /** @returns milliseconds that all rounds took. */
  async function feedFor(ms: number): Promise<number> {
    const endAt = performance.now() + ms;
    let sum = 0;
    while (performance.now() < endAt) {
      const all = reading.call('until', start + (rounds + 1) * SOCKETS);
      const toldAt = await way.feed({ first: rounds * groups, count: groups, groups });
      const lastAt = await Promise.race([all, setTimeout(GIVE_UP_MS, undefined, { ref: false })]);
      if (lastAt === undefined) throw new Error('An event did not come to all sockets.');
      sum += lastAt - toldAt;
      rounds += 1;
    }
    return sum;
  }
  await feedFor(warmUpMs);
  const from = await look(reading, way);
  const ms = await feedFor(windowMs);
  return loadOf(from, await look(reading, way), ms);
}

/** Feeds events as fast as they come out at the other end, and counts over a window. */
export async function saturate(
  reading: Reading,
  way: RunningWay,
  groups: number,
  { warmUpMs, windowMs }: Span,
): Promise<Load> {
  const perEvent = SOCKETS / groups;
  const depth = DEPTH * groups;
  let fed = 0;
  const { frames: start } = await reading.call('counts');
  const inFlight = () => fed - (reading.latest().frames - start) / perEvent;

  async function feedFor(ms: number): Promise<void> {
    const endAt = performance.now() + ms;
    while (performance.now() < endAt) {
      const room = Math.min(Math.floor(depth - inFlight()), MAX_BATCH);
      if (room < Math.min(groups, MAX_BATCH / 2)) await setTimeout(1);
      else {
        const feed = { first: fed, count: room, groups };
        fed += room;
        await way.feed(feed);
      }
      if (reading.latest().problem !== undefined) throw new Error(reading.latest().problem);
    }
  }

  await feedFor(warmUpMs);
  const from = await look(reading, way);
  await feedFor(windowMs);
  const to = await look(reading, way);
  await allCame(reading, start + fed * perEvent);
  return loadOf(from, to, to.at - from.at);
}

type Look = Counts & { serverMicros: number; clientMicros: number };

function loadOf(from: Look, to: Look, ms: number): Load {
  const frames = to.frames - from.frames;
  return {
    perSecond: (frames * 1_000) / ms,
    serverMicros: (to.serverMicros - from.serverMicros) / frames,
    clientMicros: (to.clientMicros - from.clientMicros) / frames,
    frameBytes: (to.bytes - from.bytes) / frames,
  };
}

async function look(reading: Reading, way: RunningWay): Promise<Look> {
  const counts = await reading.call('counts');
  return {
    ...counts,
    serverMicros: cpuMicros(way.pid),
    clientMicros: cpuMicros(reading.pid),
  };
}

/** Not one more and not one less. */
export async function allCame(reading: Reading, frames: number): Promise<void> {
  const giveUpAt = performance.now() + GIVE_UP_MS;
  while ((await reading.call('counts')).frames < frames && performance.now() < giveUpAt) {
    await setTimeout(20);
  }
  await setTimeout(100);
  const came = (await reading.call('counts')).frames;
  if (came !== frames) throw new Error(`Of ${frames} frames ${came} came.`);
}
