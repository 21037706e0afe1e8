import { readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Table } from './catalog.ts';
import { quoted, readApplied, readSequences, readTables } from './catalog.ts';
import { inOneTransaction, withConnection } from './connection.ts';
import { digesting, emptyFolder, into, prepareFolder, writeNew } from './files.ts';
import type { Manifest, TableFile } from './manifest.ts';
import { BackupError, FORMAT, MANIFEST_FILE, manifestText } from './manifest.ts';

export interface BackupSettings {
  /** Address of PostgreSQL itself. */
  directUrl: string;
  connectTimeoutMs: number;
  folder: string;
  /** Called with how many bytes were written, and the table at hand. */
  onProgress: (bytes: number, table: string) => void;
  interrupted?: AbortSignal;
}

/** As one transaction saw it: what others write meanwhile is all in or all out. */
const SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';

/**
 * Writes every table into a folder, as of one moment, with a manifest that comes last: a folder without it is no
 * backup. Keeps nobody from reading and writing; migrations wait for its end.
 *
 * @throws BackupError when the folder is not empty, or the database holds no desk.
 */
export async function backUp(settings: BackupSettings): Promise<Manifest> {
  const { folder, directUrl, connectTimeoutMs } = settings;
  await prepareFolder(folder);
  try {
    const content = await withConnection(directUrl, connectTimeoutMs, async (client) => {
      const tables = await readTables(client);
      return inOneTransaction(client, SNAPSHOT, () => writeTables(client, tables, settings));
    });
    const text = manifestText(content);
    await writeNew(folder, MANIFEST_FILE, (file) => file.writeFile(text));
    return JSON.parse(text) as Manifest;
  } catch (error) {
    await emptyFolder(folder);
    throw error;
  }
}

async function writeTables(
  client: pg.Client,
  known: readonly Table[],
  settings: BackupSettings,
): Promise<Omit<Manifest, 'sha256'>> {
  // Before the first look, which is the moment of the snapshot: then no migration changes a table before its
  // turn. Shared with all who read and write.
  if (known.length > 0) {
    const names = known.map(({ name }) => quoted(name)).join(', ');
    await client.query(`LOCK TABLE ${names} IN ACCESS SHARE MODE`);
  }
  const migrations = await readApplied(client);
  if (migrations.length === 0)
    throw new BackupError('The database holds no desk: no migration was applied to it.');
  const found = await readTables(client);
  if (JSON.stringify(found) !== JSON.stringify(known))
    throw new BackupError('The database was migrated just now; try again.');
  const tables: TableFile[] = [];
  let before = 0;
  for (const table of found) {
    const written = await writeTable(client, table, settings, before);
    before += written.bytes;
    tables.push(written);
  }
  const { rows } = await client.query<{ postgres: string; now: Date }>(
    `SELECT current_setting('server_version') AS postgres, now()`,
  );
  return {
    format: FORMAT,
    version: versionOfDesk(),
    postgres: rows[0]?.postgres ?? '',
    takenAt: (rows[0]?.now ?? new Date()).toISOString(),
    migrations,
    tables,
    sequences: await readSequences(client),
  };
}

async function writeTable(
  client: pg.Client,
  { name, columns }: Table,
  { folder, onProgress, interrupted }: BackupSettings,
  before: number,
): Promise<TableFile> {
  const file = `${name}.copy`;
  const { through, digest } = digesting((bytes) => onProgress(before + bytes, name));
  // A query, because a table in parts cannot be copied by its name.
  const copy = client.query(
    copyTo(`COPY (SELECT ${columns.map(quoted).join(', ')} FROM ${quoted(name)}) TO STDOUT`),
  );
  await writeNew(folder, file, async (handle) => {
    const options = interrupted === undefined ? {} : { signal: interrupted };
    await pipeline(copy, through, into(handle), options);
  });
  const { bytes } = digest;
  return { name, file, columns, rows: copy.rowCount, bytes, sha256: digest.sha256() };
}

function versionOfDesk(): string {
  // The same distance from `src/backup` and from `dist/backup`.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
