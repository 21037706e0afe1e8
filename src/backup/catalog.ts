import type pg from 'pg';

export const MIGRATIONS_TABLE = '_prisma_migrations';

export interface Table {
  name: string;
  columns: string[];
}

/** A table as it stands in the schema, whosever it is. */
export interface FoundTable extends Table {
  /** Whether an extension of PostgreSQL brought it along. */
  isExtensions: boolean;
}

export interface FoundSequence {
  name: string;
  /** The column that it numbers, and the table of that; null where it stands alone. */
  table: string | null;
  column: string | null;
}

export interface SequenceState {
  name: string;
  value: string;
  isCalled: boolean;
}

/** All tables of the schema, partitions within their parent, and those columns that are written. */
export async function readTables(client: pg.Client): Promise<FoundTable[]> {
  const { rows } = await client.query<FoundTable>(
    `SELECT c.relname AS name, array_agg(a.attname::text ORDER BY a.attnum) AS columns,
       EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
         AND d.deptype = 'e') AS "isExtensions"
     FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
       AND NOT c.relispartition AND c.relname <> $1
       AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
     GROUP BY c.oid, c.relname ORDER BY c.relname`,
    [MIGRATIONS_TABLE],
  );
  return rows;
}

/** All sequences of the schema. */
export async function readSequences(client: pg.Client): Promise<FoundSequence[]> {
  const { rows } = await client.query<FoundSequence>(
    `SELECT c.relname AS name, t.relname AS table, a.attname AS column
     FROM pg_class c
       LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
         AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
       LEFT JOIN pg_class t ON t.oid = d.refobjid
       LEFT JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
     WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S' ORDER BY c.relname`,
  );
  return rows;
}

/** Where sequences stand. They know no snapshot: they are at what rows say, or further. */
export async function readStates(
  client: pg.Client,
  names: readonly string[],
): Promise<SequenceState[]> {
  const states: SequenceState[] = [];
  for (const name of names) {
    const state = await client.query<Omit<SequenceState, 'name'>>(
      `SELECT last_value::text AS value, is_called AS "isCalled" FROM ${quoted(name)}`,
    );
    states.push(...state.rows.map((one) => ({ name, ...one })));
  }
  return states;
}

export interface AppliedMigration {
  name: string;
  checksum: string;
}

/** The migrations that were applied, in order; none where there is no desk. */
export async function readApplied(client: pg.Client): Promise<AppliedMigration[]> {
  const { rows: tables } = await client.query(`SELECT to_regclass($1) AS found`, [
    MIGRATIONS_TABLE,
  ]);
  if (tables[0]?.found == null) return [];
  const { rows } = await client.query<AppliedMigration>(
    `SELECT migration_name AS name, checksum FROM ${MIGRATIONS_TABLE}
     WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`,
  );
  return rows;
}

export interface ForeignKey {
  table: string;
  name: string;
  definition: string;
}

export async function readForeignKeys(client: pg.Client): Promise<ForeignKey[]> {
  const { rows } = await client.query<ForeignKey>(
    `SELECT c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition
     FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND k.conparentid = 0
       AND c.relnamespace = current_schema()::regnamespace ORDER BY 1, 2`,
  );
  return rows;
}

/** Names of the other clients of the database, as they call themselves: a name is whatever an address says. */
export async function readOtherClients(client: pg.Client): Promise<string[]> {
  // Within a transaction it would say what it said at first.
  await client.query('SELECT pg_stat_clear_snapshot()');
  // A role without rights sees of others neither what they are nor what they do.
  const { rows } = await client.query<{ name: string }>(
    `SELECT DISTINCT coalesce(nullif(application_name, ''), 'process ' || pid) AS name
     FROM pg_stat_activity
     WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
       AND coalesce(backend_type, 'client backend') = 'client backend' ORDER BY name`,
  );
  return rows.map(({ name }) => name);
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
