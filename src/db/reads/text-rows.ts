import type pg from 'pg';
import type { Question } from '../tx/round-trip.ts';
import { sendAlone, sendAsOne } from '../tx/round-trip.ts';
import { onFreeConnection } from './free-connection.ts';

/** A statement of which nothing is made but what PostgreSQL writes. An empty name: it is not kept. */
export type TextQuery = Omit<Question, 'wanted'>;

export type TextRow = (string | null)[];

export async function readTexts(client: pg.ClientBase, query: TextQuery): Promise<TextRow[]> {
  const { rows } = await sendAlone(client, textsOf(query));
  return rows as TextRow[];
}

/**
 * Reads on any connection.
 *
 * @param keepsPlan whether PostgreSQL is not to look for a plan that knows the values. Not through a pooler.
 */
export function readTextsFrom(
  pool: pg.Pool,
  query: TextQuery,
  keepsPlan = false,
): Promise<TextRow[]> {
  return onFreeConnection(pool, async (client) => {
    if (!keepsPlan) return readTexts(client, query);
    // One: when the reading fails, nothing is set either.
    const [, read] = await sendAsOne(client, [KEEP_PLAN, textsOf(query), CHOOSE_PLAN]);
    return (read?.rows ?? []) as TextRow[];
  });
}

const KEEP_PLAN = setting('desk_keep_plan', 'SET plan_cache_mode = force_generic_plan');
const CHOOSE_PLAN = setting('desk_choose_plan', 'RESET plan_cache_mode');

function setting(name: string, text: string): Question {
  return { name, text, values: [], wanted: 'nothing' };
}

function textsOf(query: TextQuery): Question {
  return { ...query, wanted: 'texts' };
}
