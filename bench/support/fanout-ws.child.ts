import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { answerCalls } from './calls.ts';
import type { Feed } from './fanout-events.ts';
import { eventOf, groupOf, numbersOf } from './fanout-events.ts';

/** The limit: one frame, made once, sent to every socket of a group by `ws` and nothing else. */
const groups = new Map<number, Set<WebSocket>>();

const calls = {
  async listen(): Promise<string> {
    const server = new WebSocketServer({
      port: 0,
      host: '127.0.0.1',
      perMessageDeflate: false,
      clientTracking: false,
    });
    server.on('connection', (socket) => {
      socket.once('message', (data: Buffer) => {
        const { group } = JSON.parse(data.toString()) as { group: number };
        const members = groups.get(group) ?? new Set();
        groups.set(group, members.add(socket));
        socket.once('close', () => members.delete(socket));
      });
    });
    await new Promise((resolve) => server.once('listening', resolve));
    return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  },
  feed(feed: Feed): void {
    for (const number of numbersOf(feed)) {
      const data = { escalationEvents: eventOf(number, feed.groups) };
      const frame = Buffer.from(JSON.stringify({ id: '0001', type: 'next', payload: { data } }));
      for (const socket of groups.get(groupOf(number, feed.groups)) ?? []) {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame, { binary: false });
      }
    }
  },
};

export type FanoutServerCalls = typeof calls;
answerCalls(calls);
