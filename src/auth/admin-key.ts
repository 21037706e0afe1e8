import { randomBytes } from 'node:crypto';
import { chmodSync, linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../db/make-folder.ts';
import { StartupError } from '../shared/errors.ts';

export interface AdminKey {
  key: string;
  /** The file that holds the key. */
  file: string;
  /** Whether the key was made just now, so that nobody has seen it yet. */
  created: boolean;
}

const MIN_LENGTH = 32;
const RANDOM_BYTES = 32;

/**
 * Returns the admin key of a data folder, and makes one when there is none. Two processes that make one at
 * the same time get the same key.
 * @throws StartupError when the file cannot be used.
 */
export function ensureAdminKey(dataDir: string): AdminKey {
  const file = join(dataDir, 'admin-key');
  try {
    const found = readAdminKey(dataDir);
    if (found !== undefined) return { key: found, file, created: false };
    const key = makeKey(dataDir, file);
    if (key !== undefined) return { key, file, created: true };
    return { key: readAdminKey(dataDir) ?? '', file, created: false };
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartupError(`The admin key in ${file} cannot be read or made: ${reason}.`, {
      cause,
    });
  }
}

/** Reads the admin key of a data folder; undefined when there is none yet. */
export function readAdminKey(dataDir: string): string | undefined {
  const file = join(dataDir, 'admin-key');
  let key: string;
  try {
    key = readFileSync(file, 'utf8').trim();
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
  if (key.length < MIN_LENGTH || /\s/.test(key))
    throw new StartupError(
      `${file} does not hold an admin key of at least ${MIN_LENGTH} characters; remove it to have one made, or set ADMIN_API_KEY.`,
    );
  return key;
}

/**
 * Writes a new key beside the file and then links it, so that the file is never seen half written and never
 * replaced. Returns undefined when another process made one meanwhile.
 */
function makeKey(dataDir: string, file: string): string | undefined {
  const key = `desk_${randomBytes(RANDOM_BYTES).toString('base64url')}`;
  const draft = `${file}.${process.pid}`;
  makeFolder(dataDir, 0o700);
  writeFileSync(draft, `${key}\n`, { mode: 0o600, flush: true });
  try {
    chmodSync(draft, 0o600);
    linkSync(draft, file);
    return key;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
