import type { IncomingHttpHeaders } from 'node:http';
import { WebSocket } from 'ws';

export interface SocketMessage {
  type: string;
  id?: string;
  payload?: unknown;
}

/** A WebSocket as it comes: every message is seen, and nothing is answered by itself. */
export interface RawSocket {
  send(message: SocketMessage | string | Buffer): void;
  /** The next message that was not yet taken, pings left out. */
  next(): Promise<SocketMessage>;
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

/** @param headers of the upgrade, such as `origin`. @throws when the upgrade is refused, with its status. */
export async function openSocket(
  httpUrl: string,
  headers: IncomingHttpHeaders = {},
): Promise<RawSocket> {
  const socket = new WebSocket(httpUrl.replace(/^http/, 'ws'), 'graphql-transport-ws', { headers });
  const messages: SocketMessage[] = [];
  const waiting: ((message: SocketMessage) => void)[] = [];
  socket.on('message', (data) => {
    const message = JSON.parse(String(data)) as SocketMessage;
    if (message.type === 'ping') return;
    const taker = waiting.shift();
    if (taker === undefined) messages.push(message);
    else taker(message);
  });
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once('close', (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  socket.on('error', () => {});
  return {
    send: (message) =>
      socket.send(
        typeof message === 'string' || Buffer.isBuffer(message) ? message : JSON.stringify(message),
      ),
    next: () =>
      new Promise((resolve) => {
        const message = messages.shift();
        if (message === undefined) waiting.push(resolve);
        else resolve(message);
      }),
    closed,
    close: () => socket.close(),
  };
}

/** One that is signed in. */
export async function signedInSocket(httpUrl: string, key: string): Promise<RawSocket> {
  const socket = await openSocket(httpUrl);
  socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${key}` } });
  const { type } = await socket.next();
  if (type !== 'connection_ack') throw new Error(`Not signed in but: ${type}`);
  return socket;
}
