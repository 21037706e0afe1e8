import { WebSocket } from 'ws';
import { TEST_ADMIN_KEY } from './app.ts';

export const PROTOCOL = 'graphql-transport-ws';

/** A message of graphql-transport-ws. */
export interface Frame {
  type: string;
  id?: string;
  payload?: unknown;
}

export interface Closed {
  code: number;
  reason: string;
}

/** A connection that says and shows exactly what goes over it. */
export interface TestSocket {
  socket: WebSocket;
  /** What came, in order; pings of the server as well. */
  frames: Frame[];
  send(message: Frame | string | Buffer): void;
  /** The first of the frames that came, or else come, that is so; fails when the socket closes before. */
  saw(isIt: (frame: Frame) => boolean): Promise<Frame>;
  closed: Promise<Closed>;
}

export interface SocketOptions {
  /** Default: graphql-transport-ws alone. */
  protocols?: string[];
  /** Called with each message instead of keeping it. */
  onFrame?: (frame: Frame) => void;
}

/** @param url of the GraphQL endpoint, as HTTP. */
export async function openSocket(
  url: string,
  { protocols = [PROTOCOL], onFrame }: SocketOptions = {},
): Promise<TestSocket> {
  const socket = new WebSocket(url.replace(/^http/, 'ws'), protocols);
  const frames: Frame[] = [];
  const waiting = new Set<(frame: Frame | undefined) => void>();
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Frame;
    if (onFrame === undefined) frames.push(frame);
    else onFrame(frame);
    for (const check of waiting) check(frame);
  });
  const closed = new Promise<Closed>((resolve) => {
    socket.once('close', (code, reason) => {
      resolve({ code, reason: reason.toString() });
      for (const check of waiting) check(undefined);
    });
  });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  // What comes after is seen in how it closes.
  socket.on('error', () => {});
  return {
    socket,
    frames,
    closed,
    send(message) {
      const isRaw = typeof message === 'string' || Buffer.isBuffer(message);
      socket.send(isRaw ? message : JSON.stringify(message));
    },
    saw(isIt) {
      const before = frames.find(isIt);
      if (before !== undefined) return Promise.resolve(before);
      return new Promise((resolve, reject) => {
        const check = (frame: Frame | undefined): void => {
          if (frame !== undefined && !isIt(frame)) return;
          waiting.delete(check);
          if (frame === undefined) reject(new Error('The socket closed before.'));
          else resolve(frame);
        };
        waiting.add(check);
        if (socket.readyState === socket.CLOSED) check(undefined);
      });
    },
  };
}

export function init(key = TEST_ADMIN_KEY): Frame {
  return { type: 'connection_init', payload: { authorization: `Bearer ${key}` } };
}

/** A connection whose credentials were taken. */
export async function openAcknowledged(
  url: string,
  options: SocketOptions & { key?: string } = {},
): Promise<TestSocket> {
  const peer = await openSocket(url, options);
  const acknowledged = peer.saw(({ type }) => type === 'connection_ack');
  peer.send(init(options.key));
  await acknowledged;
  return peer;
}

export function subscribe(
  id: string,
  query: string,
  variables?: object,
  documentId?: string,
): Frame {
  return { id, type: 'subscribe', payload: { query, variables, documentId } };
}

/** Whether it says that a subscription has caught up: what is written from then on comes as it happens. */
export const isLive =
  (id: string) =>
  ({ type, payload }: Frame): boolean =>
    type === 'ping' && (payload as { live?: string } | undefined)?.live === id;
