import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../shared/make-folder.ts';
import type { Manifest, TableFile } from './manifest.ts';
import { BackupError, MANIFEST_FILE, readManifest } from './manifest.ts';

/** Addresses, messages and hashes of keys lie in it. */
const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
/** Far beyond a manifest of thousands of tables. */
const MAX_MANIFEST_BYTES = 10_000_000;

/** What passed through a stream. */
export interface Digest {
  bytes: number;
  sha256(): string;
}

/** A stream that lets everything through and counts it. @param onBytes called with the bytes so far. */
export function digesting(onBytes: (bytes: number) => void = () => {}): {
  through: Transform;
  digest: Digest;
} {
  const hash = createHash('sha256');
  const digest = { bytes: 0, sha256: () => hash.digest('hex') };
  const through = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      digest.bytes += chunk.length;
      onBytes(digest.bytes);
      done(null, chunk);
    },
  });
  return { through, digest };
}

/** Makes the folder of a backup. @throws BackupError when it cannot be made, or something lies in it. */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    makeFolder(folder, FOLDER_MODE);
  } catch (cause) {
    throw new BackupError(`${folder} cannot be made: ${(cause as Error).message}.`, { cause });
  }
  if ((await readdir(folder)).length > 0)
    throw new BackupError(`${folder} is not empty: a backup takes a folder of its own.`);
}

/** Writes a file that is not there yet, which is on the disk when it returns. */
export async function writeNew(
  folder: string,
  name: string,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  const file = await open(join(folder, name), 'wx', FILE_MODE);
  try {
    await fill(file);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** A stream that writes to an open file, and leaves it open for whoever makes sure of what was written. */
export function into(file: FileHandle): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      file.writeFile(chunk).then(() => done(), done);
    },
  });
}

/** Reads the manifest of a backup. @throws BackupError */
export async function openBackup(folder: string): Promise<Manifest> {
  const path = join(folder, MANIFEST_FILE);
  const { size } = await stat(path).catch((cause: unknown) => {
    throw new BackupError(
      `${folder} holds no finished backup: there is no ${MANIFEST_FILE} that can be read.`,
      { cause },
    );
  });
  if (size > MAX_MANIFEST_BYTES) throw new BackupError(`${path} is no manifest: it is too large.`);
  return readManifest(await readFile(path, 'utf8'));
}

/**
 * Compares every file with the manifest.
 *
 * @param onProgress called with how many bytes were read so far.
 * @throws BackupError that names the first file that differs.
 */
export async function checkFiles(
  folder: string,
  tables: readonly TableFile[],
  onProgress: (bytes: number) => void,
): Promise<void> {
  let read = 0;
  for (const table of tables) {
    const before = read;
    const { through, digest } = digesting((bytes) => {
      read = before + bytes;
      onProgress(read);
    });
    try {
      await pipeline(createReadStream(fileOf(folder, table)), through, nowhere());
    } catch (cause) {
      throw new BackupError(`${table.file} of the backup cannot be read.`, { cause });
    }
    if (!isSame(table, digest)) throw changed(table);
  }
}

/** Where a table's file lies. */
export function fileOf(folder: string, { file }: TableFile): string {
  return join(folder, file);
}

function nowhere(): Writable {
  return new Writable({ write: (_chunk, _encoding, done) => done() });
}

/** Takes away what was begun in a folder that was empty. */
export async function emptyFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) await rm(join(folder, name), { force: true });
}

export function isSame(table: TableFile, digest: Digest): boolean {
  return digest.bytes === table.bytes && digest.sha256() === table.sha256;
}

export function changed({ file }: TableFile): BackupError {
  return new BackupError(
    `${file} of the backup is not as it was written: its hash differs. Nothing was restored.`,
  );
}
