import type { Db } from '../client.ts';
import { Prisma, partsOf } from '../client.ts';
import type { TextQuery, TextRow } from './text-rows.ts';
import { readTextsFrom } from './text-rows.ts';

/**
 * Runs a statement whose one value is JSON.
 *
 * @param keepPlan whether one plan is right for all values of the statement. PostgreSQL, which guesses what
 *   values change, may otherwise plan it anew each time. Default: it decides.
 * @returns the text; null for no row, or null.
 */
export type ReadJson = (statement: Prisma.Sql, keepPlan?: boolean) => Promise<string | null>;

type Read = (query: TextQuery) => Promise<TextRow[]>;

/** Sends a query, by the usual way that it is given or by another. */
export type Send = (query: TextQuery, usual: Read) => Promise<TextRow[]>;

/** Ways to read JSON with the driver alone: nothing is made of the text, and statements are prepared once. */
export interface JsonReader {
  read: ReadJson;
  /**
   * Makes a reader whose statements go out as one, as many as are asked for before anything is waited for:
   * they take one connection and one round trip, and see the same moment. One that fails fails all.
   *
   * @param send how they are sent. Default: as usual, on any connection.
   */
  together(send?: Send): ReadJson;
}

/** Statements that one takes as its parts, for its text to stay short. */
const MAX_TOGETHER = 16;

export function createJsonReader(db: Db): JsonReader {
  const { pool, nameOf, isPooled } = partsOf(db);
  const usual: Read = (query) => readTextsFrom(pool, query);
  const withKeptPlan: Read = (query) => readTextsFrom(pool, query, true);

  async function readRow({ text, values }: Prisma.Sql, send?: Send): Promise<TextRow> {
    const query = { name: nameOf(text), text, values };
    const rows = await (send === undefined ? usual(query) : send(query, usual));
    return rows[0] ?? [];
  }

  function together(send?: Send): ReadJson {
    let waiting: Prisma.Sql[] = [];
    let row: Promise<TextRow> | undefined;

    async function readWaiting(): Promise<TextRow> {
      // Whoever asks in the same turn is among them.
      await undefined;
      const [first = Prisma.empty, ...others] = waiting;
      waiting = [];
      row = undefined;
      if (others.length === 0) return readRow(first, send);
      return readRow(Prisma.sql`SELECT (${Prisma.join([first, ...others], '), (')})`, send);
    }

    return async (statement) => {
      if (waiting.length >= MAX_TOGETHER) return (await readRow(statement, send))[0] ?? null;
      const place = waiting.push(statement) - 1;
      row ??= readWaiting();
      return (await row)[place] ?? null;
    };
  }

  return {
    async read(statement, keepPlan = false) {
      // Behind a pooler a setting would reach others, and no plan is kept anyway.
      const send = keepPlan && !isPooled ? withKeptPlan : undefined;
      return (await readRow(statement, send))[0] ?? null;
    },
    together,
  };
}
