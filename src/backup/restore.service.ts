import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { knownMigrations, migrate } from '../db/migrate.ts';
import { APPLICATION_NAME } from '../db/pool.ts';
import { newEpoch } from '../events/epoch.ts';
import { quoted, readApplied, readForeignKeys, readTables } from './catalog.ts';
import { inOneTransaction, withConnection } from './connection.ts';
import { changed, checkFiles, digesting, fileOf, isSame, openBackup } from './files.ts';
import type { Manifest, TableFile } from './manifest.ts';
import { BackupError } from './manifest.ts';

export interface RestoreSettings {
  /** Address of PostgreSQL itself. */
  directUrl: string;
  connectTimeoutMs: number;
  log: (message: string) => void;
  /** Called with how many bytes were copied, and the table at hand. */
  onProgress: (bytes: number, table: string) => void;
  interrupted?: AbortSignal;
}

/** A backup that is whole and that this version can restore. */
export interface CheckedBackup {
  folder: string;
  manifest: Manifest;
}

/**
 * Checks a backup: every file by its hash, and that this version knows its migrations. Touches no database.
 *
 * @throws BackupError
 */
export async function checkBackup(
  folder: string,
  onProgress: (bytes: number) => void = () => {},
): Promise<CheckedBackup> {
  const manifest = await openBackup(folder);
  const known = knownMigrations();
  for (const { name, checksum } of manifest.migrations) {
    if (!known.has(name))
      throw new BackupError(
        `The backup has the migration ${name}, which this version of the desk does not know: it is of version ${manifest.version} or newer; restore it with that.`,
      );
    if (known.get(name) !== checksum)
      throw new BackupError(`The migration ${name} is not the one that the backup was made with.`);
  }
  await checkFiles(folder, manifest.tables, onProgress);
  return { folder, manifest };
}

/**
 * Makes an empty database into what was backed up: migrates it to where the backup stood, copies every table in
 * one transaction, and migrates on to this version. The log begins another life.
 *
 * @throws BackupError when the database is not empty or a desk uses it; then it is as it was.
 */
export async function restore(
  { folder, manifest }: CheckedBackup,
  { directUrl, connectTimeoutMs, log, onProgress, interrupted }: RestoreSettings,
): Promise<void> {
  const only = new Set(manifest.migrations.map(({ name }) => name));
  await withConnection(directUrl, connectTimeoutMs, async (client) => {
    await checkEmpty(client, only);
    await migrate(directUrl, { log: () => {}, only, connectTimeoutMs });
    await inOneTransaction(client, 'BEGIN', async () => {
      await checkTables(client, manifest);
      await replaceContents(client, manifest, async () => {
        let before = 0;
        for (const table of manifest.tables) {
          interrupted?.throwIfAborted();
          await copyTable(client, folder, table, (bytes) => onProgress(before + bytes, table.name));
          before += table.bytes;
        }
      });
      await newEpoch(client);
    });
    await client.query('ANALYZE');
  });
  await migrate(directUrl, { log, connectTimeoutMs });
}

/** Empty is what has no tables, or the desk's own as migrations leave them, which nobody has used. */
async function checkEmpty(client: pg.Client, only: ReadonlySet<string>): Promise<void> {
  const { rows: desks } = await client.query(
    `SELECT FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = $1 LIMIT 1`,
    [APPLICATION_NAME],
  );
  if (desks.length > 0)
    throw new BackupError(
      'A desk uses the database: stop it first, and restore into an empty one.',
    );
  const tables = await readTables(client);
  const applied = await readApplied(client);
  if (tables.length === 0 && applied.length === 0) return;
  const isFresh =
    applied.every(({ name }) => only.has(name)) &&
    tables.some(({ name }) => name === 'log_entry') &&
    // Whatever was ever done stands there.
    (await client.query('SELECT FROM log_entry LIMIT 1')).rows.length === 0;
  if (!isFresh)
    throw new BackupError('The database is not empty: restore into one that has no tables yet.');
}

/** @throws BackupError when the backup has other tables or columns than its migrations make. */
async function checkTables(client: pg.Client, { tables }: Manifest): Promise<void> {
  const made = new Map((await readTables(client)).map(({ name, columns }) => [name, columns]));
  const strange = tables.filter(({ name, columns }) => made.get(name)?.join() !== columns.join());
  const lacking = [...made.keys()].filter((name) => !tables.some((table) => table.name === name));
  const [wrong] = [...strange.map(({ name }) => name), ...lacking];
  if (wrong !== undefined)
    throw new BackupError(`The table ${wrong} of the backup is not as its migrations make it.`);
}

/**
 * Empties the tables and has them filled without triggers, for what these keep is in the backup too. References
 * are checked at the end, all at once: no order of tables would do when they refer to each other.
 */
async function replaceContents(
  client: pg.Client,
  { tables, sequences }: Manifest,
  fill: () => Promise<void>,
): Promise<void> {
  const names = tables.map(({ name }) => quoted(name));
  await client.query(`TRUNCATE ${names.join(', ')}`);
  const keys = await readForeignKeys(client);
  for (const { table, name } of keys)
    await client.query(`ALTER TABLE ${quoted(table)} DROP CONSTRAINT ${quoted(name)}`);
  for (const name of names) await client.query(`ALTER TABLE ${name} DISABLE TRIGGER USER`);
  await fill();
  for (const name of names) await client.query(`ALTER TABLE ${name} ENABLE TRIGGER USER`);
  for (const { table, name, definition } of keys)
    await client.query(`ALTER TABLE ${quoted(table)} ADD CONSTRAINT ${quoted(name)} ${definition}`);
  for (const { name, value, isCalled } of sequences) {
    // That of a year is made with its first case.
    await client.query(`CREATE SEQUENCE IF NOT EXISTS ${quoted(name)}`);
    await client.query('SELECT setval($1::regclass, $2, $3)', [quoted(name), value, isCalled]);
  }
}

async function copyTable(
  client: pg.Client,
  folder: string,
  table: TableFile,
  onBytes: (bytes: number) => void,
): Promise<void> {
  const { through, digest } = digesting(onBytes);
  const columns = table.columns.map(quoted).join(', ');
  const copy = client.query(copyFrom(`COPY ${quoted(table.name)} (${columns}) FROM STDIN`));
  await pipeline(createReadStream(fileOf(folder, table)), through, copy);
  // It was as written when it was checked; who knows what happened since.
  if (!isSame(table, digest) || copy.rowCount !== table.rows) throw changed(table);
}
