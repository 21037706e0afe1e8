import type { AddressInfo, Socket } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { answerCalls } from './calls.ts';
import type { Feed } from './fanout-events.ts';
import { eventOf, groupOf, numbersOf } from './fanout-events.ts';
import { sharedNow } from './process-figures.ts';

/**
 * The limit: one frame, made once, sent to every socket of a group by `ws` and nothing else. What is told at
 * once goes to a socket at once: several frames, joined for the whole group, in one write.
 */
const groups = new Map<number, Map<WebSocket, Socket>>();

const calls = {
  async listen(): Promise<string> {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: false,
      clientTracking: false,
    });
    server.on('connection', (socket, { socket: below }) => {
      socket.once('message', (data: Buffer) => {
        const { group } = JSON.parse(data.toString()) as { group: number };
        const members = groups.get(group) ?? new Map<WebSocket, Socket>();
        groups.set(group, members.set(socket, below));
        socket.once('close', () => members.delete(socket));
      });
    });
    await new Promise((resolve) => server.once('listening', resolve));
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
  /** @returns when it was told. */
  feed(feed: Feed): number {
    const toldAt = sharedNow();
    const byGroup = new Map<number, Buffer[]>();
    for (const number of numbersOf(feed)) {
      const data = { escalationEvents: eventOf(number, feed.groups) };
      const frame = Buffer.from(JSON.stringify({ id: '0001', type: 'next', payload: { data } }));
      const group = groupOf(number, feed.groups);
      const frames = byGroup.get(group);
      if (frames === undefined) byGroup.set(group, [frame]);
      else frames.push(frame);
    }
    for (const [group, frames] of byGroup) send(frames, groups.get(group) ?? new Map());
    return toldAt;
  },
};

function send([frame, ...more]: readonly Buffer[], sockets: ReadonlyMap<WebSocket, Socket>): void {
  if (frame === undefined) return;
  if (more.length === 0) {
    for (const socket of sockets.keys()) {
      if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false });
    }
    return;
  }
  const together = Buffer.concat([frame, ...more].flatMap((one) => [headerOf(one), one]));
  for (const [socket, below] of sockets) {
    if (socket.readyState === WebSocket.OPEN) below.write(together);
  }
}

/** Of a text of 126 to 65,535 bytes that is not masked (RFC 6455, section 5.2). */
function headerOf({ length }: Buffer): Buffer {
  return Buffer.from([0x81, 126, length >> 8, length & 0xff]);
}

export type FanoutServerCalls = typeof calls;
answerCalls(calls);
