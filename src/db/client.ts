import { PrismaPg } from '@prisma/adapter-pg';
import type pg from 'pg';
import { PrismaClient } from './generated/client/client.ts';
import { createStatementNames } from './statement-names.ts';

export { Prisma } from './generated/client/client.ts';
export type Db = PrismaClient;
type PrismaPgOptions = NonNullable<ConstructorParameters<typeof PrismaPg>[1]>;

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
 * Makes the Prisma client over a pool. Statements are prepared under a name, once for each connection.
 *
 * @param pooler whether a transaction pooler stands between; statements are given no names then.
 */
export function createClient(pool: pg.Pool, { pooler = false } = {}): Db {
  const nameOf = createStatementNames('desk');
  const named: PrismaPgOptions = { statementNameGenerator: ({ sql }) => nameOf(sql) };
  const db = new PrismaClient({ adapter: new PrismaPg(pool, pooler ? {} : named) });
  if (pooler) behindPoolers.add(db);
  pools.set(db, pool);
  return db;
}
