import type pg from 'pg';
import { sendAlone } from './tx/round-trip.ts';

/** A statement of which nothing is made but what PostgreSQL writes. An empty name: it is not kept. */
export interface TextQuery {
  name: string;
  text: string;
  values: readonly unknown[];
}

export type TextRow = (string | null)[];

export async function readTexts(client: pg.ClientBase, query: TextQuery): Promise<TextRow[]> {
  const { name, text, values } = query;
  const { rows } = await sendAlone(client, { name, text, values: [...values], wanted: 'texts' });
  return rows as TextRow[];
}

/** Reads on any connection, which is not used further when that fails: it may be lost. */
export async function readTextsFrom(pool: pg.Pool, query: TextQuery): Promise<TextRow[]> {
  const client = await pool.connect();
  let isGood = false;
  try {
    const rows = await readTexts(client, query);
    isGood = true;
    return rows;
  } finally {
    client.release(!isGood);
  }
}
