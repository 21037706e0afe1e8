import type pg from 'pg';

/** A lock as a statement takes it on a table by itself, and those of others that keep it away. */
interface Entry {
  mode: string;
  tables: readonly string[];
  kept: readonly string[];
}

const EXCLUSIVE = ['ExclusiveLock', 'AccessExclusiveLock'];

/**
 * All tables that the opening of a case goes into, its places in the log included. VACUUM and ANALYZE, and whatever
 * else writers do not wait for, keep nobody out.
 */
const ENTRIES: readonly Entry[] = [
  {
    mode: 'ROW EXCLUSIVE',
    tables: [
      ...['escalation', 'log_entry', 'sla_clock', 'search_text', 'interaction', 'idempotency_key'],
      ...['case_figure', 'case_risk', 'last_change'],
    ],
    kept: ['ShareLock', 'ShareRowExclusiveLock', ...EXCLUSIVE],
  },
  { mode: 'ROW SHARE', tables: ['customer'], kept: EXCLUSIVE },
  {
    mode: 'ACCESS SHARE',
    tables: ['sla_policy', 'business_calendar', 'user'],
    kept: ['AccessExclusiveLock'],
  },
];

/** Takes all of these locks, one after the other. */
export const ENTER_TABLES = ENTRIES.map(
  ({ mode, tables }) =>
    `LOCK TABLE ${tables.map((table) => `"${table}"`).join(', ')} IN ${mode} MODE`,
).join('; ');

/** Who waits for a lock keeps out those that come later; but whoever has one is named first. */
const LOCKED = `
  SELECT t.name FROM unnest($1::text[], $2::text[]) AS t(name, mode)
    JOIN pg_locks l ON l.locktype = 'relation' AND l.relation = to_regclass(quote_ident(t.name))
      AND l.mode = t.mode AND l.pid <> pg_backend_pid()
      AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
  GROUP BY t.name ORDER BY bool_or(l.granted) DESC, t.name`;

/** Which of these tables somebody keeps, or is about to keep, openers of cases from. */
export async function lockedTables(client: pg.ClientBase): Promise<string[]> {
  const pairs = ENTRIES.flatMap(({ tables, kept }) =>
    tables.flatMap((table) => kept.map((mode) => [table, mode] as const)),
  );
  const { rows } = await client.query<{ name: string }>(LOCKED, [
    pairs.map(([table]) => table),
    pairs.map(([, mode]) => mode),
  ]);
  return rows.map(({ name }) => name);
}
