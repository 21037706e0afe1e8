import { createHmac } from 'node:crypto';
import pg from 'pg';

/**
 * The desk's own role in the embedded PostgreSQL: it owns the desk's tables and nothing else. The superuser,
 * who could read files of the machine and run programs on it, makes the role and is not used after that.
 */
export const DESK_ROLE = 'desk';

/** Milliseconds to wait for whoever uses the tables: at most a command of an earlier version. */
const LOCK_TIMEOUT_MS = 10_000;
const QUERY_TIMEOUT_MS = 60_000;

/**
 * Derives the role's password from the superuser's, so that there is one to keep, and the folder holds it.
 */
export function deskPassword(superuserPassword: string): string {
  return createHmac('sha256', superuserPassword).update(DESK_ROLE).digest('base64url');
}

/**
 * Makes the role, and gives it what is in the schema, whoever made that: earlier versions of the desk made
 * everything as the superuser. It does all or nothing, and changes nothing where all is in order. The
 * caller holds the gate.
 */
export async function ensureRole(
  superuserUrl: string,
  password: string,
  connectTimeoutMs: number,
): Promise<void> {
  const client = new pg.Client({
    connectionString: superuserUrl,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: QUERY_TIMEOUT_MS,
  });
  // The query that runs meanwhile rejects with the same error.
  client.on('error', () => {});
  await client.connect();
  try {
    const { rows } = await client.query<{ done: boolean }>(
      `SELECT ${IS_MADE} AND NOT EXISTS (${OTHERS}) AS done`,
    );
    if (rows[0]?.done === true) return;
    await client.query(`BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`);
    await client.query(
      `DO $do$ BEGIN
         IF to_regrole('${DESK_ROLE}') IS NULL THEN CREATE ROLE ${DESK_ROLE}; END IF;
       END $do$`,
    );
    await client.query(
      `ALTER ROLE ${DESK_ROLE} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
         PASSWORD ${client.escapeLiteral(password)}`,
    );
    // To the database no more than migrations need: schemas and the extensions that are trusted.
    await client.query(`DO $do$ BEGIN
         EXECUTE format('GRANT CREATE ON DATABASE %I TO ${DESK_ROLE}', current_database());
       END $do$`);
    await client.query(`ALTER SCHEMA public OWNER TO ${DESK_ROLE}`);
    await client.query(HAND_OVER);
    await client.query('COMMIT');
  } finally {
    await client.end();
  }
}

const IS_MADE = `EXISTS (
  SELECT FROM pg_roles WHERE rolname = '${DESK_ROLE}' AND rolcanlogin AND NOT rolsuper
    AND NOT rolcreatedb AND NOT rolcreaterole AND NOT rolreplication AND NOT rolbypassrls
)`;

/** Selects the rows of a catalogue that are in the schema, not the desk's, and no part of an extension. */
function others(catalogue: string, prefix: string, kind: string, name: string, where = ''): string {
  return `SELECT ${kind} AS kind, ${name} AS name
    FROM ${catalogue} one
    WHERE one.${prefix}namespace = 'public'::regnamespace
      AND one.${prefix}owner <> coalesce(to_regrole('${DESK_ROLE}')::oid, 0)
      AND NOT EXISTS (SELECT FROM pg_depend
        WHERE classid = '${catalogue}'::regclass AND objid = one.oid AND deptype = 'e')${where}`;
}

const named = (prefix: string) => `format('public.%I', one.${prefix}name)`;

/**
 * Selects what is not the desk's yet. Indexes, sequences of columns and types of tables go along with
 * tables.
 */
const OTHERS = [
  others(
    'pg_class',
    'rel',
    `CASE one.relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
       WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END`,
    named('rel'),
    ` AND one.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND NOT (one.relkind = 'S' AND EXISTS (SELECT FROM pg_depend
        WHERE classid = 'pg_class'::regclass AND objid = one.oid AND deptype IN ('a', 'i')))`,
  ),
  others('pg_proc', 'pro', `'ROUTINE'`, 'one.oid::regprocedure::text'),
  others(
    'pg_type',
    'typ',
    `'TYPE'`,
    named('typ'),
    ` AND one.typelem = 0 AND (one.typrelid = 0
        OR EXISTS (SELECT FROM pg_class WHERE oid = one.typrelid AND relkind = 'c'))
      AND one.typtype <> 'm'`,
  ),
  others('pg_collation', 'coll', `'COLLATION'`, named('coll')),
  others('pg_ts_config', 'cfg', `'TEXT SEARCH CONFIGURATION'`, named('cfg')),
  others('pg_ts_dict', 'dict', `'TEXT SEARCH DICTIONARY'`, named('dict')),
  others('pg_statistic_ext', 'stx', `'STATISTICS'`, named('stx')),
].join('\n  UNION ALL ');

const HAND_OVER = `DO $do$
  DECLARE other record;
  BEGIN
    FOR other IN ${OTHERS} LOOP
      EXECUTE format('ALTER %s %s OWNER TO ${DESK_ROLE}', other.kind, other.name);
    END LOOP;
  END $do$`;
