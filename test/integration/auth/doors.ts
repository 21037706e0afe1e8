import { GRAPHQL_TRANSPORT_WS_PROTOCOL } from 'graphql-ws';
import { WebSocket } from 'ws';

/** What goes on under credentials, on one of the doors. */
export interface OpenDoor {
  /** The results so far. */
  results: unknown[];
  /** Resolves when it is closed from the other side: the code of a socket, the last line of a stream. */
  closed: Promise<{ code: number | undefined; at: number }>;
  stop(): void;
}

const NOTES = 'subscription { escalationEvents(types: [NOTE_ADDED]) { data } }';

export interface OpenSocket extends OpenDoor {
  socket: WebSocket;
}

/** Signs in on a socket and subscribes, or asks once; it is also there when it was closed instead. */
export async function openSocket(
  url: string,
  credential: string,
  query = NOTES,
): Promise<OpenSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), GRAPHQL_TRANSPORT_WS_PROTOCOL);
  const results: unknown[] = [];
  const closed = new Promise<{ code: number; at: number }>((resolve) =>
    socket.on('close', (code) => resolve({ code, at: performance.now() })),
  );
  socket.on('error', () => {});
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(
    JSON.stringify({
      type: 'connection_init',
      payload: { authorization: `Bearer ${credential}` },
    }),
  );
  const isLive = new Promise<void>((resolve) => {
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as {
        type: string;
        payload?: { live?: string };
      };
      if (message.type === 'connection_ack') {
        socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
      } else if (message.type === 'ping' && message.payload?.live !== undefined) {
        resolve();
      } else if (message.type === 'next' || message.type === 'error') {
        results.push(message.payload);
        resolve();
      }
    });
  });
  await Promise.race([isLive, closed]);
  return { socket, results, closed, stop: () => socket.terminate() };
}

/** Subscribes by server-sent events. */
export async function openStream(
  url: string,
  credential: string,
  query = NOTES,
): Promise<OpenDoor & { status: number }> {
  const controller = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    signal: controller.signal,
    headers: {
      accept: 'text/event-stream',
      'content-type': 'application/json',
      authorization: `Bearer ${credential}`,
    },
    body: JSON.stringify({ query }),
  });
  const results: unknown[] = [];
  const read = async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) {
        const data = /^data: (.+)$/m.exec(event)?.[1];
        if (data !== undefined) results.push(JSON.parse(data));
      }
    }
    return { code: undefined, at: performance.now() };
  };
  const closed = read();
  closed.catch(() => {});
  return { status: response.status, results, closed, stop: () => controller.abort() };
}
