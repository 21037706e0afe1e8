import type { Db } from './client.ts';
import { Prisma, partsOf } from './client.ts';

/** Runs a statement whose one value is JSON. @returns the text; null for no row, or null. */
export type ReadJson = (statement: Prisma.Sql) => Promise<string | null>;

/** Ways to read JSON with the driver alone: nothing is made of the text, and statements are prepared once. */
export interface JsonReader {
  read: ReadJson;
  /**
   * Makes a reader whose statements go out as one, as many as are asked for before anything is waited for:
   * they take one connection and one round trip, and see the same moment. One that fails fails all.
   */
  together(): ReadJson;
}

/** Statements that one takes as its parts, for its text to stay short. */
const MAX_TOGETHER = 16;

const asText = (text: string): string => text;
const AS_TEXT = { getTypeParser: () => asText };

export function createJsonReader(db: Db): JsonReader {
  const { pool, nameOf } = partsOf(db);

  async function readRow({ text, values }: Prisma.Sql): Promise<readonly (string | null)[]> {
    const query = { name: nameOf(text), text, values, rowMode: 'array' as const, types: AS_TEXT };
    const { rows } = await pool.query<(string | null)[]>(query);
    return rows[0] ?? [];
  }

  const read: ReadJson = async (statement) => (await readRow(statement))[0] ?? null;

  function together(): ReadJson {
    let waiting: Prisma.Sql[] = [];
    let row: ReturnType<typeof readRow> | undefined;

    async function send(): ReturnType<typeof readRow> {
      // Whoever asks in the same turn is among them.
      await undefined;
      const [first, ...others] = waiting;
      waiting = [];
      row = undefined;
      if (first === undefined || others.length === 0) return readRow(first ?? Prisma.empty);
      return readRow(Prisma.sql`SELECT (${Prisma.join([first, ...others], '), (')})`);
    }

    return async (statement) => {
      if (waiting.length >= MAX_TOGETHER) return read(statement);
      const place = waiting.push(statement) - 1;
      row ??= send();
      return (await row)[place] ?? null;
    };
  }

  return { read, together };
}
