import type pg from 'pg';
import { sendTogether } from '../line.ts';
import { AS_PRISMA, toParameter } from '../rows/values.ts';
import type { Statement } from '../rows/write.sql.ts';
import type { NameOf } from '../statement-names.ts';
import type { Batch } from './batch.ts';
import { createBatch } from './batch.ts';

type Result = pg.QueryResult<pg.QueryResultRow>;

/**
 * A transaction on one connection. Statements go out without waiting for the answers of earlier ones:
 * PostgreSQL takes them in order, and after one that fails it refuses the rest, COMMIT too.
 */
export interface Session {
  /** Writes that wait for the next statement, with which they are sent. */
  batch: Batch;
  /** Sends a statement behind all before it. @throws what failed first, be it a statement before this one. */
  ask({ text, values }: Statement): Promise<Result>;
  /** Like `ask` for a statement that is made already, with its name and the types that it is read by. */
  pass(config: pg.QueryConfig): Promise<Result>;
  /** Sends a statement whose answer nobody needs. Its failure is that of the next `ask`, or of `commit`. */
  tell(statement: Statement): void;
  /** Forgets the failure of a part that was rolled back by itself, and the writes that waited. */
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

/** Begins a transaction, without waiting for it to have begun. */
export function begin(client: pg.PoolClient, nameOf: NameOf): Session {
  const batch = createBatch();
  let isOver = false;
  /** What failed first of the statements whose answers nobody waits for. */
  let failure: { error: unknown } | undefined;

  function send(config: pg.QueryConfig): Promise<Result> {
    sendTogether(client);
    return client.query(config);
  }

  function sendStatement({ text, values }: Statement): Promise<Result> {
    return send({
      name: nameOf(text),
      text,
      values: values.map(toParameter),
      types: AS_PRISMA,
    });
  }

  function watch(sent: Promise<unknown>): void {
    sent.catch((error: unknown) => {
      failure ??= { error };
    });
  }

  function flush(): void {
    for (const statement of batch.take()) watch(sendStatement(statement));
  }

  async function inOrder(sendIt: () => Promise<Result>): Promise<Result> {
    if (isOver) throw new TransactionOver();
    flush();
    try {
      return await sendIt();
    } catch (error) {
      throw failure === undefined ? error : failure.error;
    }
  }

  watch(send({ text: 'BEGIN' }));
  return {
    batch,
    ask: (statement) => inOrder(() => sendStatement(statement)),
    pass: (config) => inOrder(() => send(config)),
    tell(statement) {
      if (isOver) throw new TransactionOver();
      flush();
      watch(sendStatement(statement));
    },
    forget() {
      batch.clear();
      failure = undefined;
    },
    async commit() {
      const { command } = await inOrder(() => {
        isOver = true;
        return send({ text: 'COMMIT' });
      });
      if (failure !== undefined) throw failure.error;
      // PostgreSQL answers a COMMIT of what it has given up in this way, and not with an error.
      if (command !== 'COMMIT') throw new Error('PostgreSQL rolled the transaction back.');
    },
    async rollBack() {
      isOver = true;
      try {
        await send({ text: 'ROLLBACK' });
        return true;
      } catch {
        return false;
      }
    },
  };
}
