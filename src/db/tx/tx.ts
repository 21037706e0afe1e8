import { Prisma } from '../generated/client/client.ts';
import type { Field, Key, Model, NewRow, Rows } from '../rows/tables.ts';
import { columnOf, MODELS } from '../rows/tables.ts';
import { insertOf, insertSql } from '../rows/write.sql.ts';
import type { AttachedPrisma } from './attached-prisma.ts';
import type { Session } from './session.ts';

/** What a transaction does by itself, on the connection that it has. */
export interface DriverTx {
  /**
   * Adds rows. They are sent with the next statement, or with COMMIT, many tables in one: what is wrong
   * with them fails there. Columns that no row names have their defaults.
   */
  insert<M extends Model>(model: M, rows: readonly NewRow<M>[]): void;
  /** Adds rows at once. @returns the value that each got for a field, in the order of the rows. */
  insertReturning<M extends Model, F extends Field<M>>(
    model: M,
    rows: readonly NewRow<M>[],
    field: F,
  ): Promise<Rows[M][F][]>;
  /** Changes the row with a key, as `insert` adds some. Nothing happens where there is no such row. */
  update<M extends Model>(model: M, key: Key<M>, data: Partial<NewRow<M>>): void;
  /** Removes the row with a key, as `insert` adds some. */
  remove<M extends Model>(model: M, key: Key<M>): void;
  /** Sends a statement whose answer nobody needs, without waiting for it. */
  tell(sql: Prisma.Sql): void;
  /** Does a part that can fail by itself: then what it wrote is gone, and the transaction goes on. */
  inPart<T>(work: () => Promise<T>): Promise<T>;
}

/** Whatever can be asked: a transaction, or the client, which asks outside of any. */
export type Queryable = Prisma.TransactionClient;

/**
 * A transaction. What every write does goes to PostgreSQL by the words of {@link DriverTx} and as raw SQL;
 * whatever else is asked, by the models of Prisma's client on the same connection.
 */
export type Tx = Queryable & DriverTx;

export function createTx(session: Session, prisma: AttachedPrisma): Tx {
  const ask = (sql: Prisma.Sql) => session.ask({ text: sql.text, values: sql.values });
  const { batch } = session;
  const raw =
    <T>(answer: (result: Awaited<ReturnType<Session['ask']>>) => T) =>
    async (query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<T> =>
      answer(await ask('raw' in query ? Prisma.sql(query, ...values) : query));

  const own: DriverTx & Pick<Tx, '$queryRaw' | '$executeRaw'> = {
    $queryRaw: raw(({ rows }) => rows) as Tx['$queryRaw'],
    $executeRaw: raw(({ count }) => count) as Tx['$executeRaw'],
    insert: batch.insert,
    update: batch.update,
    remove: batch.remove,
    async insertReturning(model, rows, field) {
      if (rows.length === 0) return [];
      const column = columnOf(model, field);
      const { rows: given } = await session.ask(insertSql([insertOf(model, rows)], column.sql));
      return (given as Record<string, never>[]).map((row) => row[column.name] as never);
    },
    tell: (sql) => session.tell({ text: sql.text, values: sql.values }),
    async inPart(work) {
      session.tell({ text: 'SAVEPOINT part', values: [] });
      try {
        const answer = await work();
        await session.ask({ text: 'RELEASE SAVEPOINT part', values: [] });
        return answer;
      } catch (error) {
        session.forget();
        await session.ask({ text: 'ROLLBACK TO SAVEPOINT part', values: [] });
        session.tell({ text: 'RELEASE SAVEPOINT part', values: [] });
        throw error;
      }
    },
  };
  return Object.assign(Object.create(WITH_MODELS), own, { [PRISMA]: prisma }) as Tx;
}

const PRISMA = Symbol('prisma');

/** The models of Prisma's client, each made when it is asked for: most transactions ask for none. */
const WITH_MODELS: object = Object.defineProperties(
  {},
  Object.fromEntries(
    MODELS.map((model) => [
      model,
      {
        get(this: { [PRISMA]: AttachedPrisma }) {
          return modelOf(this[PRISMA], model);
        },
      },
    ]),
  ),
);

/** A model of Prisma's client that is not attached before one of its operations is called. */
function modelOf(prisma: AttachedPrisma, model: string): object {
  return new Proxy(
    {},
    {
      get:
        (_target, operation: string) =>
        async (...args: unknown[]) => {
          const client = (await prisma.client()) as unknown as Record<string, Operations>;
          return client[model]?.[operation]?.(...args);
        },
    },
  );
}

type Operations = Record<string, (...args: unknown[]) => unknown>;
