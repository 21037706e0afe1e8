import type { Db, Prisma } from './client.ts';
import { partsOf } from './client.ts';

/** Runs a statement whose one value is JSON. @returns the text; null for no row, or null. */
export type ReadJson = (statement: Prisma.Sql) => Promise<string | null>;

const asText = (text: string): string => text;
const AS_TEXT = { getTypeParser: () => asText };

/** Reads JSON with the driver alone: nothing is made of the text, and the statement is prepared once. */
export function createJsonReader(db: Db): ReadJson {
  const { pool, nameOf } = partsOf(db);
  return async ({ text, values }) => {
    const query = { name: nameOf(text), text, values, rowMode: 'array' as const, types: AS_TEXT };
    const { rows } = await pool.query<(string | null)[]>(query);
    return rows[0]?.[0] ?? null;
  };
}
