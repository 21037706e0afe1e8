import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

export type Direction = 'to server' | 'to client';

/** What a line does to all that passes over it; nothing of it is the line at rest. */
export interface LineWeather {
  /** Later than it came. */
  delayMs?: number;
  /** Of each direction, over all connections. */
  bytesPerSecond?: number;
}

/** A line to a server that fails in the ways of real ones: slow, thin, half dead, cut at the worst moment. */
export interface FaultyLine {
  /** The address of the server, by way of the line. */
  through(url: string): string;
  /** Where new connections lead from now on; those that stand stay where they are. */
  leadTo(url: string): void;
  setWeather(weather: LineWeather): void;
  /** Breaks what is connected, without a word of goodbye. */
  cut(): void;
  /** Breaks what is connected, and whatever connects until {@link FaultyLine.heal}. */
  refuse(): void;
  /** What is connected loses all it sends in these directions for good; what connects later does not. */
  swallow(directions: readonly Direction[]): void;
  /** Tells clients, or the server, of what is connected that nothing more comes, and goes on listening. */
  halfClose(direction: Direction): void;
  /** Breaks a connection whose bytes in this direction hold the text, instead of passing them on. */
  cutAt(direction: Direction, text: string, everyNth: number): void;
  /** The line at rest; connections that were broken or swallow stay so. */
  heal(): void;
  /** Connections that stand. */
  open(): number;
  /** Broken by `cutAt` so far. */
  cutsMade(): number;
  close(): Promise<void>;
}

interface Pair {
  client: Socket;
  server: Socket;
  swallows: Set<Direction>;
}

/** More than this on the way and the sender is made to wait, as a real line does. */
const MAX_ON_THE_WAY = 256 * 1024;

/** @param target the URL of the server. */
export async function startFaultyLine(target: string): Promise<FaultyLine> {
  let { hostname, port } = new URL(target);
  const pairs = new Set<Pair>();
  let weather: LineWeather = {};
  let isRefusing = false;
  let trap: { direction: Direction; text: string; everyNth: number; seen: number } | undefined;
  let cuts = 0;
  /** When the line is free again, by direction: the pace is shared by all connections. */
  const freeAt: Record<Direction, number> = { 'to server': 0, 'to client': 0 };

  const server = createServer({ allowHalfOpen: true }, (client) => {
    client.on('error', () => {});
    if (isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect({ port: Number(port), host: hostname, allowHalfOpen: true });
    upstream.on('error', () => {});
    const pair: Pair = { client, server: upstream, swallows: new Set() };
    pairs.add(pair);
    for (const socket of [client, upstream]) {
      socket.once('close', () => {
        pairs.delete(pair);
        client.destroy();
        upstream.destroy();
      });
    }
    carry(pair, 'to server');
    carry(pair, 'to client');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;

  function carry(pair: Pair, direction: Direction): void {
    const [from, to] =
      direction === 'to server' ? [pair.client, pair.server] : [pair.server, pair.client];
    let onTheWay = 0;
    let last = Promise.resolve();
    from.on('data', (chunk: Buffer) => {
      if (pair.swallows.has(direction)) return;
      if (isTrapped(direction, chunk)) {
        cuts += 1;
        breakPair(pair);
        return;
      }
      const waitMs = arrivalIn(direction, chunk.length);
      if (waitMs === 0 && onTheWay === 0) {
        to.write(chunk);
        return;
      }
      const dueAt = performance.now() + waitMs;
      onTheWay += chunk.length;
      if (onTheWay > MAX_ON_THE_WAY) from.pause();
      last = last.then(async () => {
        const leftMs = dueAt - performance.now();
        if (leftMs > 0) await new Promise((resolve) => setTimeout(resolve, leftMs));
        onTheWay -= chunk.length;
        if (onTheWay <= MAX_ON_THE_WAY) from.resume();
        if (!pair.swallows.has(direction) && !to.destroyed) to.write(chunk);
      });
    });
    from.on('end', () => {
      if (!pair.swallows.has(direction)) void last.then(() => to.end());
    });
  }

  function isTrapped(direction: Direction, chunk: Buffer): boolean {
    if (trap?.direction !== direction || !chunk.includes(trap.text)) return false;
    trap.seen += 1;
    return trap.seen % trap.everyNth === 0;
  }

  function arrivalIn(direction: Direction, bytes: number): number {
    const { delayMs = 0, bytesPerSecond } = weather;
    if (bytesPerSecond === undefined) return delayMs;
    const now = performance.now();
    freeAt[direction] = Math.max(now, freeAt[direction]) + (bytes * 1000) / bytesPerSecond;
    return delayMs + freeAt[direction] - now;
  }

  function breakPair({ client, server: upstream }: Pair): void {
    client.resetAndDestroy();
    upstream.destroy();
  }

  function cut(): void {
    for (const pair of pairs) breakPair(pair);
  }

  return {
    through(url) {
      const address = new URL(url);
      address.host = `127.0.0.1:${own}`;
      return address.href;
    },
    leadTo(url) {
      ({ hostname, port } = new URL(url));
    },
    setWeather(next) {
      weather = next;
    },
    cut,
    refuse() {
      isRefusing = true;
      cut();
    },
    swallow(directions) {
      for (const pair of pairs) for (const one of directions) pair.swallows.add(one);
    },
    halfClose(direction) {
      for (const pair of pairs) (direction === 'to server' ? pair.server : pair.client).end();
    },
    cutAt(direction, text, everyNth) {
      trap = { direction, text, everyNth, seen: 0 };
    },
    heal() {
      weather = {};
      isRefusing = false;
      trap = undefined;
    },
    open: () => pairs.size,
    cutsMade: () => cuts,
    async close() {
      cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
