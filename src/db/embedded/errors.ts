import { statfsSync } from 'node:fs';
import { StartupError } from '../../shared/errors.ts';

/** Below this PostgreSQL cannot make its next write-ahead log file (16 MB). */
const ENOUGH_BYTES = 20_000_000;

/**
 * Says in a sentence what keeps us or PostgreSQL from using the data folder.
 * `error` is ours (with a code) or carries what PostgreSQL printed.
 */
export function folderError(error: unknown, dataDir: string): StartupError {
  if (error instanceof StartupError) return error;
  const text = error instanceof Error ? error.message : String(error);
  return new StartupError(sentence(text, dataDir), { cause: error });
}

function sentence(text: string, dataDir: string): string {
  const otherwise = 'or set DATA_DIR to another folder.';
  const full = `The disk that holds the data folder ${dataDir} is full; free some space ${otherwise}`;
  if (/ENOSPC|EDQUOT|No space left|quota exceeded/i.test(text)) return full;
  if (/EROFS|Read-only file system/.test(text))
    return `The data folder ${dataDir} is on a read-only file system; mount it writable ${otherwise}`;
  if (/ENOTDIR|EEXIST|Not a directory/.test(text))
    return `The data folder ${dataDir} cannot be made because a file is in its place; move the file ${otherwise}`;
  if (/EACCES|EPERM|Permission denied|wrong ownership/.test(text))
    return `The data folder ${dataDir} may not be read and written by this user; run as its owner ${otherwise}`;
  // On a full disk PostgreSQL cannot write into its log that the disk is full.
  if (isFull(dataDir)) return full;
  return `The embedded PostgreSQL in ${dataDir} does not start: ${lastReason(text)} Its log is postgres.log there.`;
}

function isFull(dataDir: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(dataDir);
    return bavail * bsize < ENOUGH_BYTES;
  } catch {
    return false;
  }
}

/** Finds the line in which PostgreSQL says why it gave up. */
function lastReason(text: string): string {
  const fatal = [...text.matchAll(/(?:FATAL|PANIC|error):\s+(.+)/g)].at(-1)?.[1];
  const reason = fatal ?? text.trim().split('\n').at(-1) ?? 'unknown reason';
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
