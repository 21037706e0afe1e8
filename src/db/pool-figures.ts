import type pg from 'pg';
import { currentCaller } from '../shared/caller.ts';
import { SECOND_MS } from '../shared/duration.ts';
import type { Histogram } from '../shared/histogram.ts';
import { createHistogram, SECONDS } from '../shared/histogram.ts';
import type { Span, Tracing } from '../shared/tracing.ts';

/** What the connections to PostgreSQL do, and how long it takes. */
export interface PoolFigures {
  /** Seconds from when somebody asked for a connection until it was there; refusals are left out. */
  waits: Histogram;
  /** Seconds from when a statement was sent until PostgreSQL was ready for the next. */
  statements: Histogram;
  /** Statements that ended with an error, by the class of its SQLSTATE. */
  errors: ReadonlyMap<string, number>;
  waited(ms: number): void;
  /** Times the statements of a connection for its whole life. */
  watch(client: pg.ClientBase): void;
}

/** What one connection has sent and not been told the end of, in order. */
interface Sent {
  since: number[];
  /** Where statements are traced: of each its span, if it has one. */
  spans: (Span | undefined)[];
}

/**
 * @param onAnswered called whenever PostgreSQL has answered a statement, be it with an error.
 * @param tracing undefined: statements are not traced.
 */
export function createPoolFigures(
  onAnswered: () => void = () => {},
  tracing?: Tracing | undefined,
): PoolFigures {
  const waits = createHistogram(SECONDS);
  const statements = createHistogram(SECONDS);
  const errors = new Map<string, number>();

  return {
    waits,
    statements,
    errors,
    waited: (ms) => waits.observe(ms / SECOND_MS),
    watch(client) {
      const { connection } = client as pg.Client;
      const sent: Sent = { since: [], spans: [] };
      const spanOfNow = tracing && traceStatements(client as pg.Client, tracing);
      whenSent(connection, sent, spanOfNow);
      connection.on('readyForQuery', () => {
        const since = sent.since.shift();
        sent.spans.shift()?.end();
        if (since !== undefined) statements.observe((performance.now() - since) / SECOND_MS);
        onAnswered();
      });
      connection.on('errorMessage', ({ code = '' }: { code?: string }) => {
        const kind = code.slice(0, CLASS_LENGTH);
        errors.set(kind, (errors.get(kind) ?? 0) + 1);
        sent.spans[0]?.set('db.response.status_code', code);
      });
      connection.once('end', () => {
        for (const span of sent.spans.splice(0)) span?.end('connection lost');
      });
    },
  };
}

const CLASS_LENGTH = 2;

/**
 * Notes when each statement is sent. PostgreSQL answers one `readyForQuery` to each of the two messages that
 * end one: of the simple protocol, and of the extended. Both are watched here, because promises of `query`
 * would have to be waited for once more.
 */
function whenSent(
  connection: pg.Connection,
  sent: Sent,
  spanOfNow: (() => Span | undefined) | undefined,
): void {
  const { query, sync } = connection;
  const begin = () => {
    sent.since.push(performance.now());
    if (spanOfNow !== undefined) sent.spans.push(spanOfNow());
  };
  Object.assign(connection, {
    query(text: string) {
      begin();
      query.call(connection, text);
    },
    sync() {
      begin();
      sync.call(connection);
    },
  });
}

/** Longer ones are of selections that few have. */
const MAX_TEXT = 2_000;

/**
 * Makes a function that begins the span of the statement that is being sent, if it is for a request: what the
 * desk does by itself is in no trace. Parameters are not in it.
 */
function traceStatements(client: pg.Client, tracing: Tracing): () => Span | undefined {
  let text = '';
  const query = client.query as (...args: unknown[]) => unknown;
  Object.assign(client, {
    query(...args: unknown[]) {
      const [config] = args as [string | { text?: string }];
      text = typeof config === 'string' ? config : (config.text ?? '');
      // On a connection that takes statements one behind the other it is sent before this returns.
      return query.apply(client, args);
    },
  });
  return () => {
    const parent = currentCaller().request?.span;
    if (parent === undefined) return undefined;
    const [operation = ''] = text.trimStart().split(/\W/, 1);
    return tracing.begin(operation.toUpperCase(), 'client', parent, {
      'db.system.name': 'postgresql',
      'db.query.text': text.slice(0, MAX_TEXT),
    });
  };
}
