import type { Db, Prisma } from '../client.ts';
import { partsOf } from '../client.ts';
import { toParameter } from '../rows/values.ts';
import { sendAsOne } from '../tx/round-trip.ts';
import { onFreeConnection } from './free-connection.ts';

/**
 * Runs statements outside of any transaction with the driver alone, in one round trip: for those that run so
 * often that what Prisma's client does around each counts.
 *
 * @param statements of which those that are undefined are not asked.
 * @returns the rows of each, with values as Prisma reads them; none of what is not asked.
 */
export async function askAll(
  db: Db,
  statements: readonly (Prisma.Sql | undefined)[],
): Promise<object[][]> {
  const { pool, nameOf } = partsOf(db);
  const asked = statements.filter((one) => one !== undefined);
  const questions = asked.map(({ text, values }) => ({
    name: nameOf(text),
    text,
    values: values.map(toParameter),
    wanted: 'rows' as const,
  }));
  const replies = await onFreeConnection(pool, (client) => sendAsOne(client, questions));
  const rowsOf = new Map(replies.map(({ rows }, place) => [asked[place], rows as object[]]));
  return statements.map((one) => rowsOf.get(one) ?? []);
}

/** Runs one statement as {@link askAll} does. */
export async function ask<Row extends object>(db: Db, sql: Prisma.Sql): Promise<Row[]> {
  const [rows = []] = await askAll(db, [sql]);
  return rows as Row[];
}
