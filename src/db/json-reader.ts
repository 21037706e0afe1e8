import type pg from 'pg';
import type { Prisma } from './client.ts';
import type { StatementNames } from './statement-names.ts';

/** Runs a statement whose one value is JSON. @returns the text; null for no row, or null. */
export type ReadJson = (statement: Prisma.Sql) => Promise<string | null>;

const asText = (text: string): string => text;
const AS_TEXT = { getTypeParser: () => asText };

/** Reads JSON with the driver alone: nothing is made of the text, and the statement is prepared once. */
export function createJsonReader(pool: pg.Pool, nameOf: StatementNames): ReadJson {
  return async ({ text, values }) => {
    const name = nameOf(text);
    const { rows } = await pool.query<(string | null)[]>({
      ...(name === '' ? {} : { name }),
      ...{ text, values, rowMode: 'array', types: AS_TEXT },
    } as pg.QueryArrayConfig);
    return rows[0]?.[0] ?? null;
  };
}
