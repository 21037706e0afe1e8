import type pg from 'pg';
import { PrismaClient } from './generated/client/client.ts';
import type { NameOf } from './statement-names.ts';
import { createStatementNames, withoutNames } from './statement-names.ts';
import { createAdapter } from './tx/attached-prisma.ts';

export { Prisma } from './generated/client/client.ts';
export type Db = PrismaClient;

/** What a client is made of, for statements that do not go through Prisma. */
export interface Parts {
  pool: pg.Pool;
  nameOf: NameOf;
  /** Whether a transaction pooler stands between, where what is set for a connection does not hold. */
  isPooled: boolean;
  /** Whether a connection is to be made anew when it is given back (`StatementNames`). */
  isWorn(client: pg.ClientBase): boolean;
}

/** On the client itself, so that whatever stands before a client for a while has them as well. */
const PARTS = Symbol('parts');

/** @throws Error for a client that {@link createClient} has not made. */
export function partsOf(db: Db): Parts {
  const found = (db as Db & { [PARTS]?: Parts })[PARTS];
  if (found === undefined) throw new Error('This client was not made by createClient.');
  return found;
}

/**
 * Makes the Prisma client over a pool. Its statements, and those of transactions, are prepared under a name,
 * once for each connection.
 *
 * @param pooler whether a transaction pooler stands between: the next statement of a connection may reach
 *   another backend, which knows none of the names, so none are given.
 */
export function createClient(pool: pg.Pool, { pooler = false } = {}): Db {
  const names = createStatementNames();
  const nameOf = pooler ? withoutNames : names.nameOf;
  pool.on('connect', names.connected);
  const adapter = createAdapter(pool, { statementNameGenerator: ({ sql }) => nameOf(sql) });
  const db = new PrismaClient({ adapter });
  const parts: Parts = { pool, nameOf, isPooled: pooler, isWorn: names.isWorn };
  // Configurable, or what stands before it may show no other ones.
  return Object.defineProperty(db, PARTS, { value: parts, configurable: true });
}

/**
 * A client like another, for which everything fails at once, with the error that a statement has just failed
 * with. Nothing is asked of the database.
 */
export function failingClient(db: Db, error: unknown): Db {
  const fail = () => Promise.reject(error);
  const { pool, ...others } = partsOf(db);
  const failing = <Target extends object>(target: Target): Target =>
    new Proxy(target, {
      get(of, name) {
        if (name === PARTS) return parts;
        const value: unknown = Reflect.get(of, name);
        if (typeof value === 'function') return fail;
        return typeof value === 'object' && value !== null && 'findMany' in value
          ? failing(value)
          : value;
      },
    });
  const parts: Parts = { ...others, pool: failing(pool) };
  return failing(db);
}
