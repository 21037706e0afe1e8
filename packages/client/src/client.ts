import type { Client, FormattedExecutionResult, SubscribePayload } from 'graphql-ws/client';
import type { Key, PassedOptions } from './connection.ts';
import { createConnection } from './connection.ts';
import { DeskClientError } from './errors.ts';
import { listenAll, retryAware } from './events.ts';
import { iterate } from './iterate.ts';
import { readOperation } from './operation.ts';
import { backoffMs, closeCode, createRetries } from './retry.ts';
import type { DeskSink, Running } from './run.ts';
import { run } from './run.ts';
import { callSafely } from './safely.ts';
import type { DeskState, StatusListener } from './status.ts';
import { createStatusBoard } from './status.ts';

export interface DeskClientOptions extends PassedOptions {
  /** The GraphQL endpoint: `wss://desk.example/graphql`. `https:` is read as `wss:`, `http:` as `ws:`. */
  url: string;
  /** Sent as `authorization: "Bearer …"` when a connection begins. A function is called at each connect. */
  key: Key;
  /** A listener as for {@link DeskClient.onStatus}, added when the client is made. */
  onStatus?: StatusListener;
  /** Returns the text of a persisted operation, which is sent without it. Default: none is persisted. */
  documentOf?: (payload: SubscribePayload) => string | undefined;
  /** Milliseconds until the next try, given the number of tries so far. Default {@link backoffMs}. */
  retryWaitMs?: (retries: number, reason: unknown) => number;
  /** Milliseconds between an answered ping and the next one. Default 10,000; 0: no pings. */
  keepAlive?: number;
  /** Milliseconds that making a connection, and the answer to each ping, may take. Default 10,000. */
  answerWait?: number;
}

/** A client of graphql-ws that resumes subscriptions. It can be used wherever a client of graphql-ws can. */
export interface DeskClient extends Client {
  /**
   * Subscribes as in graphql-ws, over any number of connections. The sink may also have `status`. Its `error`
   * gets the errors of the desk (an array), a {@link DeskCloseError} for a fatal close code, or a
   * {@link DeskClientError}.
   */
  subscribe<Data = Record<string, unknown>, Extensions = unknown>(
    payload: SubscribePayload,
    sink: DeskSink<FormattedExecutionResult<Data, Extensions>>,
  ): () => void;
  /** The status of the client and of each subscription now. */
  state(): DeskState;
  /** Calls the listener at each change of a status. @returns a function that removes the listener. */
  onStatus(listener: StatusListener): () => void;
}

const DEFAULT_KEEP_ALIVE_MS = 10_000;
const DEFAULT_ANSWER_WAIT_MS = 10_000;
/** The code of a normal closing, after which graphql-ws itself reconnects at once while something runs. */
const NORMAL_CODE = 1000;

/**
 * Makes a client that connects when something is subscribed to, reconnects for ever, and resumes each
 * subscription after its last cursor: events of the meantime come in order, and no event comes twice.
 *
 * @throws TypeError when `url` is not a URL.
 */
export function createDeskClient(options: DeskClientOptions): DeskClient {
  const { on: listeners, onStatus, documentOf, retryWaitMs = backoffMs, ...passed } = options;
  const connection = createConnection({
    keepAlive: DEFAULT_KEEP_ALIVE_MS,
    answerWait: DEFAULT_ANSWER_WAIT_MS,
    ...passed,
  });
  const { client } = connection;
  const retries = createRetries(retryWaitMs);
  const board = createStatusBoard();
  const runs = new Set<Running>();
  const byId = new Map<string, Running>();
  let attempts = 0;
  let isDisposed = false;

  const on = retryAware(client, options.url, () => retries.count() > 0);
  listenAll(on, listeners);
  if (onStatus !== undefined) board.listen(onStatus);
  client.on('connected', retries.runNow);
  client.on('ping', (isReceived, payload) => {
    if (!isReceived) return;
    byId.get(String(payload?.['live']))?.onLive(payload?.['cursor']);
    byId.get(String(payload?.['behind']))?.onBehind();
  });
  client.on('closed', (event) => {
    if (closeCode(event) === NORMAL_CODE) for (const one of [...runs]) one.onReconnect(event);
  });

  function start<Data, Extensions>(
    payload: SubscribePayload,
    sink: DeskSink<FormattedExecutionResult<Data, Extensions>>,
  ): () => void {
    if (isDisposed) throw new DeskClientError('DISPOSED', 'The client was disposed of.');
    const operation = readOperation(textOf(payload, documentOf), payload.operationName);
    let id = '';
    const running = run<Data, Extensions>(payload, operation, sink, {
      client,
      retries,
      board,
      onAttempt(request, self) {
        byId.delete(id);
        attempts += 1;
        // Each try has an id of its own, so messages that still come for an earlier try are ignored.
        id = String(attempts);
        connection.name(request, id);
        byId.set(id, self);
      },
      onEnd(self) {
        byId.delete(id);
        runs.delete(self);
      },
    });
    runs.add(running);
    running.begin();
    return running.stop;
  }

  function subscribe<Data = Record<string, unknown>, Extensions = unknown>(
    payload: SubscribePayload,
    sink: DeskSink<FormattedExecutionResult<Data, Extensions>>,
  ): () => void {
    try {
      return start(payload, sink);
    } catch (error) {
      queueMicrotask(() => callSafely(() => sink.error(error)));
      return () => {};
    }
  }

  return {
    on,
    subscribe,
    iterate: <Data, Extensions>(payload: SubscribePayload) =>
      iterate<FormattedExecutionResult<Data, Extensions>>((sink) => subscribe(payload, sink)),
    state: board.state,
    onStatus: board.listen,
    terminate: client.terminate,
    async dispose() {
      isDisposed = true;
      for (const one of [...runs]) one.stop();
      // A connection that is being made may fail; then there is nothing to close.
      await Promise.resolve(client.dispose()).catch(() => {});
    },
  };
}

function textOf(
  payload: SubscribePayload,
  documentOf: DeskClientOptions['documentOf'] = () => undefined,
): string {
  const text = payload.query === '' ? documentOf(payload) : payload.query;
  if (text !== undefined) return text;
  throw new DeskClientError(
    'DOCUMENT',
    'A persisted operation is sent without its text: `documentOf` has to know it, so that it can be resumed.',
  );
}
