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
  /** Of the GraphQL endpoint: `wss://desk.example/graphql`. `https:` is taken for `wss:`, `http:` for `ws:`. */
  url: string;
  /** Sent as `authorization: "Bearer …"` when a connection begins. A function is asked at each connect. */
  key: Key;
  /** As {@link DeskClient.onStatus}, from the beginning. */
  onStatus?: StatusListener;
  /** The text of an operation that is sent without it, because it is persisted. Default: there are none. */
  documentOf?: (payload: SubscribePayload) => string | undefined;
  /** Milliseconds before the next try, told how many there were. Default {@link backoffMs}. */
  retryWaitMs?: (retries: number, reason: unknown) => number;
  /** Milliseconds between an answered ping and the next one. Default 10,000; 0: no pings. */
  keepAlive?: number;
  /** Milliseconds for a connection to be made, and for each ping to be answered. Default 10,000. */
  answerWait?: number;
}

/** A client of graphql-ws that resumes; it goes wherever one of graphql-ws goes. */
export interface DeskClient extends Client {
  /**
   * As in graphql-ws, over any number of connections. The sink may have `status` besides. Its `error` gets
   * the errors of the desk (an array), a {@link DeskCloseError} for a fatal
   * code, or a {@link DeskClientError}.
   */
  subscribe<Data = Record<string, unknown>, Extensions = unknown>(
    payload: SubscribePayload,
    sink: DeskSink<FormattedExecutionResult<Data, Extensions>>,
  ): () => void;
  /** How all subscriptions stand now. */
  state(): DeskState;
  /** Called at each change of a status. @returns stops listening. */
  onStatus(listener: StatusListener): () => void;
}

const DEFAULT_KEEP_ALIVE_MS = 10_000;
const DEFAULT_ANSWER_WAIT_MS = 10_000;
/** A normal closing: graphql-ws connects again at once by itself, as long as something runs. */
const NORMAL_CODE = 1000;

/**
 * Makes a client that connects when something is subscribed to, reconnects for ever, and resumes each
 * subscription after its last cursor: what happened meanwhile comes, in order, and nothing comes twice.
 *
 * @throws TypeError when `url` is none.
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
        // One id for each try: whatever still comes for an earlier one is nobody's.
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
      // A connection that is being made may fail: then there is none to be closed.
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
