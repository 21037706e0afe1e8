import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { StartupError } from '../shared/errors.ts';
import { hangUp, setSilence, watchLines } from './line.ts';
import { APPLICATION_NAME, KEEP_ALIVE_DELAY_MS, SILENCE_MS } from './pool.ts';
import { checkRights } from './readiness/rights.ts';

export interface MigrateSettings {
  /** Called with a message before each migration is applied. */
  log: (message: string) => void;
  /** Folder of the migrations. Default: `prisma/migrations` of this package. */
  migrationsDir?: string | undefined;
  /** Names of the only migrations to apply, for a database that is to stand where another stood. */
  only?: ReadonlySet<string> | undefined;
  /** Milliseconds to wait for a connection. Default 10,000. */
  connectTimeoutMs?: number | undefined;
}

interface Migration {
  name: string;
  sql: string;
  checksum: string;
}

interface Recorded {
  migration_name: string;
  checksum: string;
  finished: boolean;
}

type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

/** The same distance from `src/db` and from `dist/db`. */
const PACKAGED_MIGRATIONS = fileURLToPath(new URL('../../prisma/migrations', import.meta.url));
/** The number that Prisma's own engine locks, so that `prisma migrate deploy` and we exclude each other. */
const PRISMA_LOCK = 72_707_369;
/** Milliseconds to wait for the lock, and for tables that others use while a migration changes them. */
const LOCK_TIMEOUT_MS = 60_000;
/** An index of a large table takes its time; a line that broke silently is given up all the same. */
const LONGEST_STATEMENT_MS = 3_600_000;
/** Longer than a statement may take, so that PostgreSQL's own limit comes first. */
const APPLY_SILENCE_MS = LONGEST_STATEMENT_MS + 5_000;

/** Makes the table of migrations as Prisma makes it. */
const CREATE_TABLE = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

/**
 * What a migration that takes something away says of itself, by a comment on the table of migrations: only
 * versions that know this migration, the one behind which nothing of it is used, can work with the database.
 * See CONTRIBUTING.md, "Migrations".
 */
const NEEDS = /^needs (\S+)$/;

/**
 * Applies the missing migrations in order, each in a transaction of its own together with its record. Nodes
 * that start together take turns by a lock that ends with the transaction, so a killed node leaves neither
 * a lock nor half a migration. A database that a newer version has migrated is used as it is, unless
 * something was taken away that this version needs: during an upgrade both run side by side.
 * @returns the names applied by this call.
 * @throws StartupError when the database and the migrations of this version do not fit together.
 */
export async function migrate(
  directUrl: string,
  { log, migrationsDir = PACKAGED_MIGRATIONS, only, connectTimeoutMs = 10_000 }: MigrateSettings,
): Promise<readonly string[]> {
  const migrations = readMigrations(migrationsDir).filter(({ name }) => only?.has(name) ?? true);
  const client = new pg.Client({
    connectionString: directUrl,
    application_name: APPLICATION_NAME,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
  });
  await client.connect();
  try {
    watchLines(SILENCE_MS).watch(client);
    const applied: string[] = [];
    // Most starts find nothing to do and need no lock.
    if ((await findMissing(client, migrations)).length === 0) return applied;
    setSilence(client, APPLY_SILENCE_MS);
    for (;;) {
      const name = await applyNext(client, migrations, log);
      if (name === undefined) return applied;
      applied.push(name);
    }
  } catch (error) {
    if (isForWantOfRights(error)) await checkRights(client);
    throw error;
  } finally {
    await hangUp(client);
  }
}

/** PostgreSQL's codes for a right that is lacking, and for no schema that the user may make something in. */
const WANT_OF_RIGHTS = new Set(['42501', '3F000']);

function isForWantOfRights(error: unknown): boolean {
  return error instanceof pg.DatabaseError && WANT_OF_RIGHTS.has(error.code ?? '');
}

/** Returns the migrations of this version that the database lacks. @throws StartupError as `migrate` does. */
export async function pendingMigrations(
  connection: Queryable,
  migrationsDir: string = PACKAGED_MIGRATIONS,
): Promise<readonly string[]> {
  const pending = await findMissing(connection, readMigrations(migrationsDir));
  return pending.map(({ name }) => name);
}

/** The checksum of each migration of this version, by its name. */
export function knownMigrations(): ReadonlyMap<string, string> {
  return new Map(readMigrations(PACKAGED_MIGRATIONS).map(({ name, checksum }) => [name, checksum]));
}

/** What the migrations of this version do, in order. */
export function migrationTexts(): readonly string[] {
  return readMigrations(PACKAGED_MIGRATIONS).map(({ sql }) => sql);
}

function readMigrations(folder: string): readonly Migration[] {
  if (!existsSync(folder))
    throw new StartupError(
      `The folder of migrations ${folder} is missing; install the desk again.`,
    );
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'migration.sql')))
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function findMissing(
  connection: Queryable,
  migrations: readonly Migration[],
): Promise<readonly Migration[]> {
  const table = await connection.query<{ exists: boolean; comment: string | null }>(
    `SELECT to_regclass('_prisma_migrations') IS NOT NULL AS exists,
            obj_description(to_regclass('_prisma_migrations'), 'pg_class') AS comment`,
  );
  const [found] = table.rows;
  if (found?.exists !== true) return migrations;
  const needed = NEEDS.exec(found.comment ?? '')?.[1];
  return missing(migrations, await readRecorded(connection), needed);
}

/** Reads which migrations the database says were applied, without those that were rolled back. */
async function readRecorded(connection: Queryable): Promise<readonly Recorded[]> {
  const { rows } = await connection.query<Recorded>(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished
       FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

function missing(
  migrations: readonly Migration[],
  recorded: readonly Recorded[],
  needed: string | undefined,
): readonly Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  if (needed !== undefined && !known.has(needed))
    throw new StartupError(
      `The database was migrated for versions of the desk that have the migration ${needed}, which this one lacks; start a newer version.`,
    );
  for (const { migration_name: name, checksum, finished } of recorded) {
    const migration = known.get(name);
    if (!finished)
      throw new StartupError(
        `The migration ${name} was begun and not finished; put the database in order and say so with prisma migrate resolve.`,
      );
    // Of a newer version, which has said nothing against this one.
    if (migration === undefined) continue;
    if (migration.checksum !== checksum)
      throw new StartupError(
        `The migration ${name} is not the one that was applied to the database; restore its file, and make further changes in a new migration.`,
      );
  }
  const done = new Set(recorded.map(({ migration_name: name }) => name));
  return migrations.filter(({ name }) => !done.has(name));
}

async function applyNext(
  client: pg.Client,
  migrations: readonly Migration[],
  log: (message: string) => void,
): Promise<string | undefined> {
  await client.query('BEGIN');
  try {
    await client.query(
      `SET LOCAL statement_timeout = ${LONGEST_STATEMENT_MS}; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`,
    );
    await takeLock(client);
    await client.query(CREATE_TABLE);
    const [next] = await findMissing(client, migrations);
    if (next !== undefined) {
      log(`Applying the migration ${next.name}.`);
      await apply(client, next);
    }
    await client.query('COMMIT');
    return next?.name;
  } catch (error) {
    // Fails when the connection is what broke; then there is nothing left to roll back.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}

async function takeLock(client: pg.Client): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_xact_lock($1)', [PRISMA_LOCK]);
  } catch (cause) {
    throw new StartupError(
      `The database could not be locked for migration within ${LOCK_TIMEOUT_MS / 1000} s; see whether another node or prisma migrate hangs in one.`,
      { cause },
    );
  }
}

async function apply(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query(sql);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(`The migration ${name} failed and was rolled back: ${reason}.`, {
      cause,
    });
  }
  await client.query(
    `INSERT INTO _prisma_migrations (id, checksum, finished_at, migration_name, applied_steps_count)
     VALUES ($1, $2, clock_timestamp(), $3, 1)`,
    [randomUUID(), checksum, name],
  );
}
