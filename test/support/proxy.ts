import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A line between clients and a server that can fail in the ways in which lines do. */
export interface TestProxy {
  /** The address of the server, by way of the proxy. */
  through(url: string): string;
  /** Breaks what is connected, without a word of goodbye. */
  cut(): void;
  /** Passes nothing on, in either direction, and says nothing: connections look alive. Until `heal`. */
  stall(): void;
  /** What is connected stays silent for good; what connects from now on is passed on. */
  leaveSilent(): void;
  /** Breaks what is connected, and whatever connects, until `heal`. */
  refuse(): void;
  heal(): void;
  /** Where new connections lead from now on. */
  leadTo(target: string): void;
  /** Connections that were made so far. */
  connections(): number;
  close(): Promise<void>;
}

type State = 'open' | 'stalled' | 'refusing';

/** @param target the URL of the server. */
export async function startProxy(target: string): Promise<TestProxy> {
  let { hostname, port } = new URL(target);
  const pairs = new Set<readonly [Socket, Socket]>();
  const all = new Set<Socket>();
  let state: State = 'open';
  let connections = 0;

  const server = createServer((client) => {
    connections += 1;
    client.on('error', () => {});
    if (state === 'refusing') {
      client.destroy();
      return;
    }
    const upstream = connect(Number(port), hostname);
    upstream.on('error', () => {});
    const pair = [client, upstream] as const;
    pairs.add(pair);
    for (const socket of pair) {
      all.add(socket);
      socket.once('close', () => {
        pairs.delete(pair);
        all.delete(socket);
        for (const side of pair) side.destroy();
      });
    }
    join(pair);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;

  function join([client, upstream]: readonly [Socket, Socket]): void {
    if (state === 'stalled') return;
    client.pipe(upstream);
    upstream.pipe(client);
  }

  function cut(): void {
    for (const [client, upstream] of pairs) {
      client.resetAndDestroy();
      upstream.destroy();
    }
  }

  function stall(): void {
    state = 'stalled';
    for (const [client, upstream] of pairs) {
      client.unpipe(upstream).pause();
      upstream.unpipe(client).pause();
    }
  }

  return {
    through(url) {
      const address = new URL(url);
      address.host = `127.0.0.1:${own}`;
      return address.href;
    },
    cut,
    stall,
    leaveSilent() {
      stall();
      pairs.clear();
      state = 'open';
    },
    refuse() {
      state = 'refusing';
      cut();
    },
    heal() {
      const wasStalled = state === 'stalled';
      state = 'open';
      if (wasStalled) for (const pair of pairs) join(pair);
    },
    leadTo(other) {
      ({ hostname, port } = new URL(other));
    },
    connections: () => connections,
    async close() {
      cut();
      for (const socket of all) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
