import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { WebSocket } from 'ws';
import type { Variables } from '../../support/client.ts';
import type { MadeDocument } from './selection.fixture.ts';

/** Somebody who asks, at every door. */
export interface Caller {
  /** As the tests name it. */
  label: string;
  credential: string;
  /** Sends the hash of a document that was registered for it in place of its text. */
  isRegistered: boolean;
}

export interface Answer {
  /** All that came, as it came. */
  text: string;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown[]; extensions?: { code?: string } }[];
}

export const DOORS = ['HTTP', 'SSE', 'WebSocket'] as const;
export type Door = (typeof DOORS)[number];

export function hashOf({ text }: MadeDocument): string {
  return createHash('sha256').update(text).digest('hex');
}

function bodyOf(caller: Caller, document: MadeDocument, variables: Variables): object {
  return caller.isRegistered
    ? { documentId: `sha256:${hashOf(document)}`, variables }
    : { query: document.text, variables };
}

function post(url: string, caller: Caller, body: object, accept: string, signal?: AbortSignal) {
  return fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${caller.credential}`,
      accept,
    },
    body: JSON.stringify(body),
    ...(signal === undefined ? {} : { signal }),
  });
}

export async function overHttp(
  url: string,
  caller: Caller,
  document: MadeDocument,
  variables: Variables,
): Promise<Answer> {
  const response = await post(url, caller, bodyOf(caller, document, variables), 'application/json');
  const text = await response.text();
  return text.startsWith('{') ? { text, ...(JSON.parse(text) as object) } : { text };
}

/** A query or a mutation whose answer comes as a server-sent event. */
export async function overSse(
  url: string,
  caller: Caller,
  document: MadeDocument,
  variables: Variables,
): Promise<Answer> {
  const body = bodyOf(caller, document, variables);
  const response = await post(url, caller, body, 'text/event-stream');
  const text = await response.text();
  const [first] = eventsIn(text);
  return { text, ...(first ?? (text.startsWith('{') ? (JSON.parse(text) as object) : {})) };
}

function eventsIn(text: string): Omit<Answer, 'text'>[] {
  return text.split('\n\n').flatMap((block) => {
    const isNext = /^event: ?next$/m.test(block);
    const data = /^data: ?(.*)$/m.exec(block)?.[1];
    return isNext && data !== undefined ? [JSON.parse(data) as Omit<Answer, 'text'>] : [];
  });
}

/** A subscription over server-sent events, and what has come of it. */
export interface Stream {
  /** Each as JSON text. */
  messages: readonly string[];
  close(): Promise<void>;
}

export async function streamOverSse(
  url: string,
  caller: Caller,
  document: MadeDocument,
  variables: Variables,
): Promise<Stream> {
  const abort = new AbortController();
  const body = bodyOf(caller, document, variables);
  const response = await post(url, caller, body, 'text/event-stream', abort.signal);
  const messages: string[] = [];
  const reading = (async () => {
    let rest = '';
    const decoder = new TextDecoder();
    for await (const chunk of response.body ?? []) {
      rest += decoder.decode(chunk as Uint8Array, { stream: true });
      const blocks = rest.split('\n\n');
      rest = blocks.pop() ?? '';
      for (const event of eventsIn(blocks.join('\n\n'))) messages.push(JSON.stringify(event));
    }
  })().catch(() => {});
  return {
    messages,
    async close() {
      abort.abort();
      await reading;
    },
  };
}

interface Running {
  messages: string[];
  errors: Answer['errors'];
  isLive: boolean;
  isOver: boolean;
  /** Called at whatever comes. */
  onMessage(): void;
}

/** One socket, on which one who asks sends everything. */
export interface Socket {
  ask(document: MadeDocument, variables: Variables): Promise<Answer>;
  /** Starts a subscription; resolves when it has caught up, or was refused. */
  follow(document: MadeDocument, variables: Variables): Promise<Running & { end(): void }>;
  close(): void;
}

export async function openSocket(url: string, caller: Caller): Promise<Socket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  const running = new Map<string, Running>();
  await once(socket, 'open');
  const acknowledged = new Promise<void>((resolve, reject) => {
    socket.on('close', (code, reason) => reject(new Error(`closed: ${code} ${reason}`)));
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Frame;
      if (message.type === 'connection_ack') resolve();
      else take(message);
    });
  });
  acknowledged.catch(() => {});
  const authorization = `Bearer ${caller.credential}`;
  send({ type: 'connection_init', payload: { authorization } });
  await acknowledged;

  function send(frame: object): void {
    socket.send(JSON.stringify(frame));
  }

  function take({ type, id, payload }: Frame): void {
    if (type === 'ping') {
      send({ type: 'pong' });
      const live = running.get(String((payload as { live?: string } | undefined)?.live));
      if (live === undefined) return;
      live.isLive = true;
      live.onMessage();
      return;
    }
    const one = running.get(id ?? '');
    if (one === undefined) return;
    if (type === 'next') one.messages.push(JSON.stringify(payload));
    if (type === 'error') one.errors = payload as Answer['errors'];
    if (type !== 'next') one.isOver = true;
    one.onMessage();
  }

  function reached(one: Running, isThere: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      one.onMessage = () => {
        if (isThere()) resolve();
      };
      one.onMessage();
    });
  }

  let started = 0;
  function start(document: MadeDocument, variables: Variables) {
    started += 1;
    const id = String(started);
    const one: Running = {
      messages: [],
      errors: undefined,
      isLive: false,
      isOver: false,
      onMessage() {},
    };
    running.set(id, one);
    const query = caller.isRegistered ? { query: '' } : {};
    send({ id, type: 'subscribe', payload: { ...query, ...bodyOf(caller, document, variables) } });
    return { id, one };
  }

  return {
    async ask(document, variables) {
      const { id, one } = start(document, variables);
      await reached(one, () => one.isOver);
      running.delete(id);
      const [text = JSON.stringify({ errors: one.errors })] = one.messages;
      return { text, ...(JSON.parse(text) as object) };
    },
    async follow(document, variables) {
      const { id, one } = start(document, variables);
      const isThere = () =>
        one.isLive || one.isOver || (document.name.startsWith('stats') && one.messages.length > 0);
      await reached(one, isThere);
      return Object.assign(one, {
        end: () => {
          running.delete(id);
          send({ id, type: 'complete' });
        },
      });
    },
    close: () => socket.close(),
  };
}

interface Frame {
  type: string;
  id?: string;
  payload?: unknown;
}
