import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { knownMigrations, migrationTexts } from '../db/migrate.ts';
import { isNumberSequence } from '../escalation/steps/number-sequence.ts';
import type { AppliedMigration, Table } from './catalog.ts';
import { quoted, readApplied, readSequences, readStates, readTables } from './catalog.ts';
import type { ConnectionSettings } from './connection.ts';
import { breakOff, inOneTransaction, withConnection } from './connection.ts';
import type { NewBackup } from './files.ts';
import { claimFolder, digesting, into } from './files.ts';
import type { Manifest, TableFile } from './manifest.ts';
import { BackupError, FORMAT, manifestText } from './manifest.ts';
import type { Contents } from './own.ts';
import { madeBy, tellApart } from './own.ts';

export interface BackupSettings extends ConnectionSettings {
  folder: string;
  /** Called with how many bytes were written, and the table at hand. */
  onProgress: (bytes: number, table: string) => void;
}

/** As one transaction saw it: what others write meanwhile is all in or all out. */
const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

export interface BackedUp {
  manifest: Manifest;
  /** Tables, columns and sequences in the schema that are not the desk's. */
  leftOut: string[];
}

/**
 * Writes every table of the desk into a folder, as of one moment, with a manifest that comes last: a folder without
 * it is no backup. Keeps nobody from reading and writing; migrations wait for its end.
 *
 * @throws BackupError when the folder is not empty, or the database holds no desk. Then no file is left of it.
 */
export async function backUp(settings: BackupSettings): Promise<BackedUp> {
  const backup = await claimFolder(settings.folder);
  try {
    const { content, leftOut } = await withConnection(settings, async (client) => {
      const known = await readContents(client);
      return inOneTransaction(client, SNAPSHOT, () => writeTables(client, known, backup, settings));
    });
    const text = manifestText(content);
    await backup.finish(text);
    return { manifest: JSON.parse(text) as Manifest, leftOut };
  } catch (error) {
    await backup.discard();
    throw error;
  }
}

interface KnownContents extends Contents {
  migrations: AppliedMigration[];
}

async function readContents(client: pg.Client): Promise<KnownContents> {
  const migrations = await readApplied(client);
  if (migrations.length === 0)
    throw new BackupError('The database holds no desk: no migration was applied to it.');
  const known = knownMigrations();
  const isNewer = migrations.some(({ name }) => !known.has(name));
  const found = { tables: await readTables(client), sequences: await readSequences(client) };
  const contents = tellApart(found, madeBy(migrationTexts()), isNewer, isNumberSequence);
  return { migrations, ...contents };
}

async function writeTables(
  client: pg.Client,
  known: KnownContents,
  backup: NewBackup,
  settings: BackupSettings,
): Promise<{ content: Omit<Manifest, 'sha256'>; leftOut: string[] }> {
  // Before the first look, which is the moment of the snapshot: then no migration changes a table before its
  // turn. Shared with all who read and write.
  if (known.tables.length > 0) {
    const names = known.tables.map(({ name }) => quoted(name)).join(', ');
    await client.query(`LOCK TABLE ${names} IN ACCESS SHARE MODE`);
  }
  const { migrations, tables: found, sequences, leftOut } = await readContents(client);
  if (JSON.stringify([migrations, found]) !== JSON.stringify([known.migrations, known.tables]))
    throw new BackupError('The database was migrated just now; try again.');
  const tables: TableFile[] = [];
  let before = 0;
  for (const table of found) {
    const written = await writeTable(client, table, backup, settings, before);
    before += written.bytes;
    tables.push(written);
  }
  const { rows } = await client.query<{ postgres: string; now: Date }>(
    `SELECT current_setting('server_version') AS postgres, now()`,
  );
  const content: Omit<Manifest, 'sha256'> = {
    format: FORMAT,
    version: versionOfDesk(),
    postgres: rows[0]?.postgres ?? '',
    takenAt: (rows[0]?.now ?? new Date()).toISOString(),
    migrations,
    tables,
    sequences: await readStates(client, sequences),
  };
  return { content, leftOut };
}

async function writeTable(
  client: pg.Client,
  { name, columns }: Table,
  backup: NewBackup,
  { folder, onProgress, interrupted }: BackupSettings,
  before: number,
): Promise<TableFile> {
  const file = `${name}.copy`;
  const { through, digest } = digesting((bytes) => onProgress(before + bytes, name));
  let rows = 0;
  await backup.write(file, async (handle) => {
    // Not before the file is there. A query, because a table in parts cannot be copied by its name.
    const copy = client.query(
      copyTo(`COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) TO STDOUT`),
    );
    const options = interrupted === undefined ? {} : { signal: interrupted };
    try {
      await pipeline(copy, through, into(handle, join(folder, file)), options);
    } catch (error) {
      // Nobody reads the rest, behind which every other answer would wait.
      copy.on('error', () => {});
      breakOff(client, 'The copy was broken off.');
      throw error;
    }
    rows = copy.rowCount;
  });
  const { bytes } = digest;
  return { name, file, columns, rows, bytes, sha256: digest.sha256() };
}

function versionOfDesk(): string {
  // The same distance from `src/backup` and from `dist/backup`.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
