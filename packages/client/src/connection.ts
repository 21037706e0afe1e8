import type { Client, ClientOptions, SubscribePayload } from 'graphql-ws/client';
import { createClient } from 'graphql-ws/client';
import { DeskClientError } from './errors.ts';
import { quietSocket } from './socket.ts';

/** An API key or a token of an identity provider, or how to get one; then it is asked for at each connect. */
export type Key = string | (() => string | Promise<string>);

/** Options of graphql-ws that are left to the caller. */
export type PassedOptions = Pick<
  ClientOptions,
  | 'on'
  | 'lazyCloseTimeout'
  | 'keepAlive'
  | 'webSocketImpl'
  | 'jsonMessageReviver'
  | 'jsonMessageReplacer'
>;

export interface ConnectionOptions extends Omit<PassedOptions, 'on'> {
  url: string;
  key: Key;
  /** For a connection to be made, and for each ping to be answered. In milliseconds. */
  answerWait: number;
}

export interface Connection {
  client: Client;
  /** Says under which id the next subscribe of this payload goes out. */
  name(payload: SubscribePayload, id: string): void;
}

/**
 * One connection of graphql-ws that never tries again by itself: whoever uses it does, each in its own
 * way. A peer that is silent for too long is given up, whatever TCP believes.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { key, answerWait, ...passed } = options;
  const url = socketUrl(options.url);
  const ids = new WeakMap<SubscribePayload, string>();
  let parameters: () => { authorization: string } = () => ({ authorization: '' });
  let others = 0;

  const client = createClient({
    ...passed,
    // The key is had before there is a socket: the desk waits for it three seconds only.
    url: async () => {
      parameters = await askFor(key);
      expectAnswer();
      return url;
    },
    connectionParams: () => parameters(),
    webSocketImpl: quietSocket(passed.webSocketImpl),
    retryAttempts: 0,
    generateID: (payload) => {
      others += 1;
      return ids.get(payload) ?? `other-${others}`;
    },
  });
  const expectAnswer = giveUpSilent(client, answerWait);
  return { client, name: (payload, id) => void ids.set(payload, id) };
}

/** @throws TypeError for what is no address. In a browser it may be relative to the page. */
function socketUrl(text: string): string {
  const { location } = globalThis as { location?: { href: string } };
  return new URL(text, location?.href).href.replace(/^http/, 'ws');
}

/** Never rejects: what went wrong is thrown where graphql-ws expects it. */
async function askFor(key: Key): Promise<() => { authorization: string }> {
  try {
    const text = typeof key === 'function' ? await key() : key;
    return () => ({ authorization: `Bearer ${text}` });
  } catch (cause) {
    return () => {
      throw new DeskClientError('KEY', 'The key could not be had.', { cause });
    };
  }
}

/** @returns to be called when a socket is about to be made. */
function giveUpSilent(client: Client, answerWait: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = (): void => {
    clearTimeout(timer);
    timer = undefined;
  };
  const expect = (): void => {
    stop();
    timer = setTimeout(client.terminate, answerWait);
  };
  client.on('connected', stop);
  client.on('ping', (isReceived) => {
    if (!isReceived) expect();
  });
  // The answer may stand in line behind much else: as long as anything comes, somebody is there.
  client.on('message', () => {
    if (timer !== undefined) expect();
  });
  client.on('pong', (isReceived) => {
    if (isReceived) stop();
  });
  client.on('closed', stop);
  client.on('error', stop);
  return expect;
}
