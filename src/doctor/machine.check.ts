import { constants } from 'node:fs';
import { access, readFile, stat, statfs } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { filesNeeded, openFilesLimit } from '../http/doors/open-files.ts';
import { HTTP_LIMITS, MAX_WAITING_CONNECTIONS } from '../http/server.ts';
import type { Check, Findings } from './checks.ts';
import { sentences } from './checks.ts';

const MB = 1_000_000;
/** What a desk can fill in a night: log, temporary files of PostgreSQL, write-ahead log. */
const LEAST_FREE_BYTES = 1_000 * MB;
const LEAST_FREE_FILES = 1_000;
const SOMAXCONN = '/proc/sys/net/core/somaxconn';
/** Others than the owner may read, write or run. */
const OTHERS = 0o077;

/** The disk under the data folder, and what lies in the folder. */
export function diskCheck(dataDir: string, isEmbedded: boolean): Check {
  return {
    name: 'disk',
    async run() {
      const folder = await nearest(resolve(dataDir));
      const { bavail, bsize, files, ffree } = await statfs(folder);
      const free = bavail * bsize;
      const isWritable = await access(folder, constants.W_OK).then(
        () => true,
        () => false,
      );
      const admin = await stat(join(dataDir, 'admin-key')).catch(() => undefined);
      return sentences(
        isEmbedded &&
          free < LEAST_FREE_BYTES &&
          `${Math.floor(free / MB)} MB are free on the disk of ${folder}; the embedded database needs ${LEAST_FREE_BYTES / MB} MB at least.`,
        isEmbedded &&
          files > 0 &&
          ffree < LEAST_FREE_FILES &&
          `The disk of ${folder} has room for ${ffree} more files only.`,
        !isWritable && `The folder ${folder} (DATA_DIR) cannot be written to.`,
        admin !== undefined &&
          (admin.mode & OTHERS) !== 0 &&
          `Others than its owner may read ${join(dataDir, 'admin-key')}: chmod 600 it.`,
      );
    },
  };
}

/** The folder, or where it will be made. */
async function nearest(folder: string): Promise<string> {
  const there = await stat(folder).catch(() => undefined);
  return there === undefined && dirname(folder) !== folder ? nearest(dirname(folder)) : folder;
}

/** What the system lets one process have. */
export function limitsCheck(poolSize: number, readSomaxconn = readKernel): Check {
  return {
    name: 'limits of the system',
    async run(): Promise<Findings> {
      const files = openFilesLimit();
      const needed = filesNeeded(HTTP_LIMITS.maxConnections, poolSize);
      const backlog = await readSomaxconn();
      return sentences(
        files !== undefined &&
          files < needed &&
          `A process may have ${files} files open (ulimit -n); for ${HTTP_LIMITS.maxConnections} connections a node needs ${needed}, and takes fewer until then.`,
        backlog !== undefined &&
          backlog < MAX_WAITING_CONNECTIONS &&
          `net.core.somaxconn is ${backlog}: of clients that come all at once no more than that wait to be taken in, and ${MAX_WAITING_CONNECTIONS} could.`,
      );
    },
  };
}

/** Undefined on systems that do not tell. */
async function readKernel(): Promise<number | undefined> {
  const text = await readFile(SOMAXCONN, 'utf8').catch(() => '');
  const value = Number.parseInt(text, 10);
  return Number.isNaN(value) ? undefined : value;
}
