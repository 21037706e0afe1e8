import type { Client, ClientOptions, SubscribePayload } from 'graphql-ws/client';
import { createClient } from 'graphql-ws/client';
import { DeskClientError } from './errors.ts';
import { quietSocket } from './socket.ts';

/** An API key or a token of an identity provider; or a function that gets one, called at each connect. */
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
  /** Milliseconds that making a connection, and the answer to each ping, may take. */
  answerWait: number;
}

export interface Connection {
  client: Client;
  /** Sets the id under which the next subscribe message with this payload goes out. */
  name(payload: SubscribePayload, id: string): void;
}

/**
 * Makes one connection of graphql-ws that never tries again by itself: its users do, each in its own way.
 * A peer that is silent for longer than `answerWait` is given up, even if TCP still holds the connection.
 */
export function createConnection(options: ConnectionOptions): Connection {
  const { key, answerWait, ...passed } = options;
  const url = socketUrl(options.url);
  const ids = new WeakMap<SubscribePayload, string>();
  let parameters: () => { authorization: string } = () => ({ authorization: '' });
  let others = 0;

  const client = createClient({
    ...passed,
    // The key is fetched before the socket is made: the desk waits only three seconds for it.
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

/** @throws TypeError when `text` is not a URL. In a browser it may be relative to the page. */
function socketUrl(text: string): string {
  const { location } = globalThis as { location?: { href: string } };
  return new URL(text, location?.href).href.replace(/^http/, 'ws');
}

/** Never rejects: the function that it resolves to throws the failure, where graphql-ws expects it. */
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

/** @returns a function to be called when a socket is about to be made. */
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
  // The pong may come behind many other messages: as long as any comes, the peer is there.
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
