import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { knownMigrations, migrate, migrationTexts } from '../db/migrate.ts';
import { isNumberSequence } from '../escalation/steps/number-sequence.ts';
import { newEpoch } from '../events/epoch.ts';
import type { Table } from './catalog.ts';
import {
  quoted,
  readApplied,
  readForeignKeys,
  readOtherClients,
  readSequences,
  readTables,
} from './catalog.ts';
import type { ConnectionSettings } from './connection.ts';
import { inOneTransaction, withConnection } from './connection.ts';
import { changed, checkFiles, digesting, fileOf, isSame, openBackup } from './files.ts';
import type { Manifest, TableFile } from './manifest.ts';
import { BackupError } from './manifest.ts';
import { madeBy } from './own.ts';

const LEAVE_MS = 3_000;
const LOOK_AGAIN_MS = 200;

export interface RestoreSettings extends ConnectionSettings {
  log: (message: string) => void;
  /** Called with how many bytes were copied, and the table at hand. */
  onProgress: (bytes: number, table: string) => void;
}

export interface Restored {
  tables: TableFile[];
  /** Tables and sequences of the backup that are not the desk's. */
  leftOut: string[];
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
 * @throws BackupError when the database is not empty or others use it; then it is as it was.
 */
export async function restore(
  { folder, manifest }: CheckedBackup,
  settings: RestoreSettings,
): Promise<Restored> {
  const { directUrl, connectTimeoutMs, log, onProgress, interrupted } = settings;
  const only = new Set(manifest.migrations.map(({ name }) => name));
  const restored = await withConnection(settings, async (client) => {
    await checkEmpty(client, only);
    await migrate(directUrl, { log: () => {}, only, connectTimeoutMs });
    const done = await inOneTransaction(client, 'BEGIN', async () => {
      const own = await ownOf(client, manifest);
      await replaceContents(client, own, async () => {
        // Whoever came since the first look; whoever comes from now on waits for the locks on all tables.
        await checkAlone(client);
        let before = 0;
        for (const table of own.tables) {
          interrupted?.throwIfAborted();
          await copyTable(client, folder, table, (bytes) => onProgress(before + bytes, table.name));
          before += table.bytes;
        }
      });
      await newEpoch(client);
      return { tables: own.tables, leftOut: own.leftOut };
    });
    await client.query('ANALYZE');
    return done;
  });
  await migrate(directUrl, { log, connectTimeoutMs });
  return restored;
}

/**
 * Any other client may be a desk: its address gives it any name, and a pooler shows its own connections.
 *
 * @throws BackupError when there is one, and was for a while: PostgreSQL takes a moment to see one leave.
 */
async function checkAlone(client: pg.Client): Promise<void> {
  const deadline = Date.now() + LEAVE_MS;
  for (;;) {
    const others = await readOtherClients(client);
    if (others.length === 0) return;
    if (Date.now() >= deadline)
      throw new BackupError(
        `Others are connected to the database (${others.join(', ')}): stop every desk and whatever else uses it, and restore into an empty one.`,
      );
    await sleep(LOOK_AGAIN_MS);
  }
}

/** Empty is what has no tables, or the desk's own as migrations leave them, which nobody has used. */
async function checkEmpty(client: pg.Client, only: ReadonlySet<string>): Promise<void> {
  await checkAlone(client);
  const tables = await readOwnOrOthers(client);
  const applied = await readApplied(client);
  if (tables.length === 0 && applied.length === 0) return;
  const made = madeBy(migrationTexts());
  const isFresh =
    applied.every(({ name }) => only.has(name)) &&
    tables.every(({ name }) => made.has(name)) &&
    tables.some(({ name }) => name === 'log_entry') &&
    // Whatever was ever done stands there.
    (await client.query('SELECT FROM log_entry LIMIT 1')).rows.length === 0;
  if (!isFresh)
    throw new BackupError('The database is not empty: restore into one that has no tables yet.');
}

/** All tables but those that extensions brought along, of which some are in every new database of a server. */
async function readOwnOrOthers(client: pg.Client): Promise<Table[]> {
  return (await readTables(client)).filter(({ isExtensions }) => !isExtensions);
}

/**
 * Tells what of a backup is the desk's: what its migrations have just made. Others were taken along by earlier
 * versions, and by ones that did not know the latest migrations of their database.
 *
 * @throws BackupError when the backup lacks a table, or has one with other columns than its migrations make.
 */
async function ownOf(
  client: pg.Client,
  { tables, sequences }: Manifest,
): Promise<Pick<Manifest, 'tables' | 'sequences'> & { leftOut: string[] }> {
  const made = new Map((await readOwnOrOthers(client)).map(({ name, columns }) => [name, columns]));
  const numbering = new Set((await readSequences(client)).map(({ name }) => name));
  const own = {
    tables: tables.filter(({ name }) => made.has(name)),
    // That of a year is made with its first case.
    sequences: sequences.filter(({ name }) => numbering.has(name) || isNumberSequence(name)),
  };
  const wrong = [...made].find(
    ([name, columns]) =>
      own.tables.find((table) => table.name === name)?.columns.join() !== columns.join(),
  );
  if (wrong !== undefined)
    throw new BackupError(`The table ${wrong[0]} of the backup is not as its migrations make it.`);
  const kept = new Set<object>([...own.tables, ...own.sequences]);
  const leftOut = [...tables, ...sequences].filter((one) => !kept.has(one));
  return { ...own, leftOut: leftOut.map(({ name }) => name) };
}

/**
 * Empties the tables and has them filled without triggers, for what these keep is in the backup too. References
 * are checked at the end, all at once: no order of tables would do when they refer to each other.
 */
async function replaceContents(
  client: pg.Client,
  { tables, sequences }: Pick<Manifest, 'tables' | 'sequences'>,
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
  const file = createReadStream(fileOf(folder, table));
  let lost: Error | undefined;
  file.once('error', (error) => {
    lost = error;
  });
  try {
    await pipeline(file, through, copy);
  } catch (error) {
    if (lost === undefined) throw error;
    throw new BackupError(`${table.file} of the backup cannot be read.`, { cause: lost });
  }
  // It was as written when it was checked; who knows what happened since.
  if (!isSame(table, digest) || copy.rowCount !== table.rows) throw changed(table);
}
