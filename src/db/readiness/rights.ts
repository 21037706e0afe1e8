import type pg from 'pg';
import { StartupError } from '../../shared/errors.ts';
import { MODELS, tableOf } from '../rows/tables.ts';

type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

export interface MissingRights {
  /** What is lacking, as a sentence that names the first of it. */
  sentence: string;
  /** The statements that give it, on one line. */
  grants: string;
}

/** Tables that triggers and functions keep, for which there are no models. */
const KEPT_TABLES = ['"case_figure"', '"case_risk"', '"resolve_time_figure"'];
/** Trigger functions are not among them: PostgreSQL asks for no right to run those. */
const FUNCTIONS = [
  'all_words',
  'clock_breach_at',
  'clock_risk_at',
  'fold_figures',
  'is_open',
  'place_entries',
  'refresh_case_risk',
  'time_bucket',
  'words_of',
];
const ENTRY_IDS = 'log_entry_id_seq';
const MIGRATIONS = '_prisma_migrations';
/** Each year has a sequence of its own, which the first case of the year makes. */
const NUMBERS = '^escalation_number_[0-9]+$';
const TABLES = [...MODELS.map((model) => tableOf(model).sql), ...KEPT_TABLES];

/** The names of all that rights are asked for on, but for the sequences of years. */
export const RIGHTS_ON: ReadonlySet<string> = new Set([
  ...TABLES.map((table) => table.replaceAll('"', '')),
  ...[MIGRATIONS, ENTRY_IDS, ...FUNCTIONS],
]);

/**
 * One row a right. What was not migrated yet is not asked for. Who may not use the schema has no current one:
 * that schema is then the one by which PostgreSQL goes when nobody says another.
 */
const MISSING = `
  WITH place AS (SELECT coalesce(current_schema()::text, 'public') AS name),
  wanted AS (
    SELECT 1 AS rank, 'schema' AS kind, quote_ident(place.name) AS name, w.what,
      has_schema_privilege(to_regnamespace(quote_ident(place.name))::oid, w.what) AS given
    FROM place CROSS JOIN unnest('{USAGE,CREATE}'::text[]) AS w(what)
    UNION ALL
    SELECT 2, 'table', t.name, w.what, has_table_privilege(to_regclass(t.name), w.what)
    FROM unnest($1::text[]) AS t(name) CROSS JOIN unnest('{SELECT,INSERT,UPDATE,DELETE}'::text[]) AS w(what)
    UNION ALL
    SELECT 2, 'table', '${MIGRATIONS}', 'SELECT',
      has_table_privilege(to_regclass('${MIGRATIONS}'), 'SELECT')
    UNION ALL
    SELECT 3, 'sequence', quote_ident(s.relname), 'USAGE',
      has_sequence_privilege(s.oid, 'USAGE') OR has_sequence_privilege(s.oid, 'UPDATE')
    FROM pg_class s WHERE s.relkind = 'S' AND s.relnamespace = current_schema()::regnamespace
      AND (s.relname = $2 OR s.relname ~ $3)
    UNION ALL
    SELECT 4, 'function', quote_ident(f.proname), 'EXECUTE', has_function_privilege(f.oid, 'EXECUTE')
    FROM pg_proc f WHERE f.pronamespace = current_schema()::regnamespace AND f.proname = ANY($4::text[])
  )
  SELECT quote_ident(current_user) AS "user", quote_ident(place.name) AS schema, kind, wanted.name, what AS "right"
  FROM wanted, place WHERE NOT given ORDER BY rank, wanted.name, what`;

interface Missing {
  user: string;
  schema: string;
  kind: 'schema' | 'table' | 'sequence' | 'function';
  name: string;
  right: string;
}

/** What the desk's user lacks; undefined when it has all rights that the desk needs. */
export async function missingRights(connection: Queryable): Promise<MissingRights | undefined> {
  const { rows } = await connection.query<Missing>(MISSING, [
    TABLES,
    ENTRY_IDS,
    NUMBERS,
    FUNCTIONS,
  ]);
  const [first, ...others] = rows;
  if (first === undefined) return undefined;
  const more = others.length === 0 ? '' : `, and ${others.length} more`;
  return {
    sentence: `The user ${first.user} of the database lacks the right ${first.right} on the ${first.kind} ${first.name}${more}.`,
    grants: grantsOf(rows),
  };
}

const ALL = { table: 'TABLES', sequence: 'SEQUENCES', function: 'FUNCTIONS' };

/** For each kind of which something is lacking: the rights that are, on all of its kind. */
function grantsOf(missing: readonly Missing[]): string {
  const kinds = [...new Set(missing.map(({ kind }) => kind))];
  return kinds
    .map((kind) => {
      const of = missing.filter((one) => one.kind === kind);
      const [{ user, schema } = { user: '', schema: '' }] = of;
      const rights = [...new Set(of.map(({ right }) => right))].join(', ');
      const on = kind === 'schema' ? `SCHEMA ${schema}` : `ALL ${ALL[kind]} IN SCHEMA ${schema}`;
      return `GRANT ${rights} ON ${on} TO ${user};`;
    })
    .join(' ');
}

/** @throws StartupError when the desk's user lacks a right that the desk needs. */
export async function checkRights(connection: Queryable): Promise<void> {
  const missing = await missingRights(connection);
  if (missing === undefined) return;
  throw new StartupError(
    `${missing.sentence} Their owner gives what is lacking by: ${missing.grants}`,
  );
}
