import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { makeFolder } from '../db/make-folder.ts';
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

/** The folder of a backup that is being written, and of nobody else's. */
export interface NewBackup {
  /**
   * Writes a file that is not there yet, which is on the disk when it returns.
   *
   * @param fill called with the file once it is there.
   */
  write(name: string, fill: (file: FileHandle) => Promise<void>): Promise<void>;
  /** Writes the manifest, which makes a backup of it. */
  finish(manifest: string): Promise<void>;
  /** Takes away what was written, and nothing else. */
  discard(): Promise<void>;
}

/** Stands in a folder for as long as it is no backup, and becomes the manifest. */
const CLAIM_FILE = 'unfinished';

/**
 * Makes the folder of a backup and claims it: of several that begin in it at once one goes on.
 *
 * @throws BackupError when it cannot be made, or something lies in it.
 */
export async function claimFolder(folder: string): Promise<NewBackup> {
  const made = new Set<string>();
  const backup: NewBackup = {
    async write(name, fill) {
      const path = join(folder, name);
      const file = await said(path, open(path, 'wx', FILE_MODE));
      made.add(name);
      try {
        await fill(file);
        await said(path, file.sync());
      } finally {
        await file.close();
      }
    },
    async finish(manifest) {
      const path = join(folder, CLAIM_FILE);
      const file = await said(path, open(path, 'r+'));
      try {
        await said(path, file.writeFile(manifest));
        await said(path, file.sync());
      } finally {
        await file.close();
      }
      await said(path, rename(path, join(folder, MANIFEST_FILE)));
    },
    async discard() {
      for (const name of made) await rm(join(folder, name), { force: true }).catch(() => {});
    },
  };
  try {
    makeFolder(folder, FOLDER_MODE);
  } catch (cause) {
    throw new BackupError(`${folder} cannot be made: ${(cause as Error).message}.`, { cause });
  }
  await checkOnly(folder, []);
  await backup
    .write(CLAIM_FILE, async () => {})
    .catch(async (error: unknown) => {
      // Another was faster.
      await checkOnly(folder, []);
      throw error;
    });
  try {
    // Another may have been here, and be done, since the first look.
    await checkOnly(folder, [CLAIM_FILE]);
  } catch (error) {
    await backup.discard();
    throw error;
  }
  return backup;
}

/** @throws BackupError when anything else lies in a folder. */
async function checkOnly(folder: string, names: readonly string[]): Promise<void> {
  const found = await said(folder, readdir(folder), 'read');
  if (found.every((name) => names.includes(name))) return;
  throw new BackupError(
    found.includes(CLAIM_FILE) && !names.includes(CLAIM_FILE)
      ? `${folder} is not empty: another backup is being written into it, or was broken off.`
      : `${folder} is not empty: a backup takes a folder of its own.`,
  );
}

/** Waits for the system, and says what it could not do. @throws BackupError */
async function said<Result>(
  path: string,
  work: Promise<Result>,
  done: 'written' | 'read' = 'written',
): Promise<Result> {
  try {
    return await work;
  } catch (cause) {
    throw new BackupError(`${path} cannot be ${done}: ${(cause as Error).message}.`, { cause });
  }
}

/** A stream that writes to an open file, and leaves it open for whoever makes sure of what was written. */
export function into(file: FileHandle, path: string): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      said(path, file.writeFile(chunk)).then(() => done(), done);
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

export function isSame(table: TableFile, digest: Digest): boolean {
  return digest.bytes === table.bytes && digest.sha256() === table.sha256;
}

export function changed({ file }: TableFile): BackupError {
  return new BackupError(
    `${file} of the backup is not as it was written: its hash differs. Nothing was restored.`,
  );
}
