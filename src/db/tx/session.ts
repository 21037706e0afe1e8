import type pg from 'pg';
import { sendTogether } from '../line.ts';
import { toParameter } from '../rows/values.ts';
import type { Statement } from '../rows/write.sql.ts';
import type { NameOf } from '../statement-names.ts';
import type { Batch } from './batch.ts';
import { createBatch } from './batch.ts';
import type { Reply, RoundTrip, Wanted } from './round-trip.ts';
import { createRoundTrip } from './round-trip.ts';

type Result = pg.QueryResult<pg.QueryResultRow>;

/**
 * A transaction on one connection. Statements go out without waiting for the answers of earlier ones, all those
 * of a turn together: PostgreSQL takes them in order, and after one that fails it refuses the rest, COMMIT too.
 */
export interface Session {
  /** Writes that wait for the next statement, with which they are sent. */
  batch: Batch;
  /** Sends a statement behind all before it. @throws what failed first, be it a statement before this one. */
  ask(statement: Statement): Promise<Reply>;
  /** Like `ask` for a statement of the driver's, with its name and the types that it is read by. */
  pass(config: pg.QueryConfig): Promise<Result>;
  /** Sends a statement whose answer nobody needs. Its failure is that of the next `ask`, or of `commit`. */
  tell(statement: Statement): void;
  /** Forgets the failure of a part that is about to be rolled back by itself, and the writes that waited. */
  forget(): void;
  /** @throws what failed first; nothing was written then, unless the connection was lost (`isLineLost`). */
  commit(): Promise<void>;
  /** @returns whether the connection can be used further. Never rejects. */
  rollBack(): Promise<boolean>;
}

/** A statement came after the end of its transaction. */
export class TransactionOver extends Error {
  constructor() {
    super('The transaction is over.');
    this.name = 'TransactionOver';
  }
}

const BEGIN: Statement = { text: 'BEGIN', values: [] };
const COMMIT: Statement = { text: 'COMMIT', values: [] };
const ROLLBACK: Statement = { text: 'ROLLBACK', values: [] };

/** Begins a transaction, without waiting for it to have begun. */
export function begin(client: pg.PoolClient, nameOf: NameOf): Session {
  const batch = createBatch();
  let isOver = false;
  /** What failed first of the statements whose answers nobody waits for. */
  let failure: { error: unknown } | undefined;
  /** Counts what was forgotten: what was sent before may yet fail, and is forgotten all the same. */
  let forgotten = 0;

  /** Whatever is asked for before anything has to be waited for goes along. */
  let next: RoundTrip | undefined;

  function sendNext(): void {
    const trip = next;
    next = undefined;
    trip?.send(client);
  }

  function send({ text, values }: Statement, wanted: Wanted): Promise<Reply> {
    if (next === undefined) {
      next = createRoundTrip();
      process.nextTick(sendNext);
    }
    return next.add({ name: nameOf(text), text, values: values.map(toParameter), wanted });
  }

  function watch(sent: Promise<unknown>): void {
    const before = forgotten;
    sent.catch((error: unknown) => {
      if (forgotten === before) failure ??= { error };
    });
  }

  function flush(): void {
    for (const statement of batch.take()) watch(send(statement, 'nothing'));
  }

  async function inOrder<Answer>(sendIt: () => Promise<Answer>): Promise<Answer> {
    if (isOver) throw new TransactionOver();
    flush();
    try {
      return await sendIt();
    } catch (error) {
      // In place of the way by which it came from the socket: who asked.
      if (error instanceof Error) Error.captureStackTrace(error);
      throw failure === undefined ? error : failure.error;
    }
  }

  watch(send(BEGIN, 'nothing'));
  return {
    batch,
    ask: (statement) => inOrder(() => send(statement, 'rows')),
    pass: (config) =>
      inOrder(() => {
        sendTogether(client);
        sendNext();
        return client.query(config);
      }),
    tell(statement) {
      if (isOver) throw new TransactionOver();
      flush();
      watch(send(statement, 'nothing'));
    },
    forget() {
      // By itself: behind one that fails PostgreSQL would not look at what takes it back.
      sendNext();
      batch.clear();
      forgotten += 1;
      failure = undefined;
    },
    async commit() {
      const { command } = await inOrder(() => {
        isOver = true;
        return send(COMMIT, 'nothing');
      });
      if (failure !== undefined) throw failure.error;
      // PostgreSQL answers a COMMIT of what it has given up in this way, and not with an error.
      if (command !== 'COMMIT') throw new Error('PostgreSQL rolled the transaction back.');
    },
    async rollBack() {
      isOver = true;
      sendNext();
      try {
        await send(ROLLBACK, 'nothing');
        return true;
      } catch {
        return false;
      }
    },
  };
}
