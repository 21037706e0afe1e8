import type { Db, Prisma } from './client.ts';
import { partsOf } from './client.ts';
import { AS_PRISMA, toParameter } from './rows/values.ts';

/**
 * Runs a statement outside of any transaction with the driver alone: for those that run so often that what
 * Prisma's client does around each counts.
 *
 * @returns the rows, with values as Prisma reads them.
 */
export async function ask<Row extends object>(db: Db, sql: Prisma.Sql): Promise<Row[]> {
  const { pool, nameOf } = partsOf(db);
  const { text } = sql;
  const values = sql.values.map(toParameter);
  const query = { name: nameOf(text), text, values, types: AS_PRISMA };
  const { rows } = await pool.query<Row>(query);
  return rows;
}
