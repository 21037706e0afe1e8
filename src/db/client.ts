import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from './generated/client/client.ts';

export { Prisma } from './generated/client/client.ts';
export type Db = PrismaClient;
type PrismaPgOptions = NonNullable<ConstructorParameters<typeof PrismaPg>[1]>;

const MAX_STATEMENT_NAMES = 1_000;
/** Characters of all named statements together: each connection keeps their texts too. */
const MAX_NAMED_CHARACTERS = 4_000_000;
/** A longer statement is of a selection that few have, and costs more to keep than to plan. */
const MAX_STATEMENT_CHARACTERS = 16_000;
/** What the PostgreSQL protocol calls a statement that is not kept. */
const UNNAMED = '';

/** Clients behind a transaction pooler, where what is set for a connection does not hold. */
const behindPoolers = new WeakSet<Db>();

export function isBehindPooler(db: Db): boolean {
  return behindPoolers.has(db);
}

/** The pools below clients. */
const pools = new WeakMap<Db, pg.Pool>();

/** The pool below a client, for statements whose rows are many; undefined for one that is within a transaction. */
export function poolOf(db: Db): pg.Pool | undefined {
  return pools.get(db);
}

/**
 * Makes the Prisma client over a pool. Statements are prepared under a name, once for each connection:
 * unnamed ones are planned anew at every call, which halves the rate. The names are bounded, because a
 * statement of ours can come in as many texts as there are selections.
 *
 * @param pooler whether a transaction pooler stands between: the next statement of a connection may reach
 *   another backend, which knows none of the names, so none are given.
 */
export function createClient(pool: pg.Pool, { pooler = false } = {}): Db {
  const db = new PrismaClient({ adapter: new PrismaPg(pool, pooler ? {} : namedStatements()) });
  if (pooler) behindPoolers.add(db);
  pools.set(db, pool);
  return db;
}

function namedStatements(): PrismaPgOptions {
  const names = new Map<string, string>();
  let characters = 0;
  return {
    statementNameGenerator: ({ sql }) => {
      const known = names.get(sql);
      if (known !== undefined) return known;
      if (names.size >= MAX_STATEMENT_NAMES || sql.length > MAX_STATEMENT_CHARACTERS)
        return UNNAMED;
      if (characters + sql.length > MAX_NAMED_CHARACTERS) return UNNAMED;
      characters += sql.length;
      const name = `desk_${names.size}`;
      names.set(sql, name);
      return name;
    },
  };
}
