import type pg from 'pg';
import { SECOND_MS } from '../shared/duration.ts';
import type { Histogram } from '../shared/histogram.ts';
import { createHistogram, SECONDS } from '../shared/histogram.ts';

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

/** What one connection has sent and not been told the end of. */
type Sent = number[];

/** @param onAnswered called whenever PostgreSQL has answered a statement, be it with an error. */
export function createPoolFigures(onAnswered: () => void = () => {}): PoolFigures {
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
      const sent: Sent = [];
      whenSent(connection, sent);
      connection.on('readyForQuery', () => {
        const since = sent.shift();
        if (since !== undefined) statements.observe((performance.now() - since) / SECOND_MS);
        onAnswered();
      });
      connection.on('errorMessage', ({ code = '' }: { code?: string }) => {
        const kind = code.slice(0, CLASS_LENGTH);
        errors.set(kind, (errors.get(kind) ?? 0) + 1);
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
function whenSent(connection: pg.Connection, sent: Sent): void {
  const { query, sync } = connection;
  Object.assign(connection, {
    query(text: string) {
      sent.push(performance.now());
      query.call(connection, text);
    },
    sync() {
      sent.push(performance.now());
      sync.call(connection);
    },
  });
}
