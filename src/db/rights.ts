import type pg from 'pg';
import { StartupError } from '../shared/errors.ts';
import { MODELS, tableOf } from './rows/tables.ts';

type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

const WANTED = ['SELECT', 'INSERT', 'UPDATE', 'DELETE'];

const MISSING = `
  SELECT current_user AS "user", t.name AS "table", w.what AS "right"
  FROM unnest($1::text[]) AS t(name) CROSS JOIN unnest($2::text[]) AS w(what)
  WHERE to_regclass(t.name) IS NOT NULL AND NOT has_table_privilege(to_regclass(t.name), w.what)
  ORDER BY t.name, w.what LIMIT 1`;

/** What the desk's user lacks, as a sentence; undefined when it has all rights that the desk needs. */
export async function missingRight(connection: Queryable): Promise<string | undefined> {
  const tables = MODELS.map((model) => tableOf(model).sql);
  const { rows } = await connection.query<{ user: string; table: string; right: string }>(MISSING, [
    tables,
    WANTED,
  ]);
  const [first] = rows;
  return first === undefined
    ? undefined
    : `The user ${first.user} of the database lacks the right ${first.right} on the table ${first.table}.`;
}

/** @throws StartupError when the desk's user lacks a right that the desk needs. */
export async function checkRights(connection: Queryable): Promise<void> {
  const missing = await missingRight(connection);
  if (missing === undefined) return;
  throw new StartupError(`${missing} Grant ${WANTED.join(', ')} on all tables of the desk.`);
}
