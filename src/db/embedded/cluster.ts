import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { StartupError } from '../../shared/errors.ts';
import { type Binaries, majorVersion } from './binaries.ts';
import { PLAIN_ENV } from './processes.ts';
import type { RunAs } from './user.ts';

/** A PostgreSQL data folder and what it takes to run it. */
export interface Cluster {
  /** Path of the data folder, which belongs to the user that PostgreSQL runs as. */
  folder: string;
  binaries: Binaries;
  runAs: RunAs;
}

export const SUPERUSER = 'postgres';
/** The password lies among PostgreSQL's own files, so that both are made, moved and copied together. */
const PASSWORD_FILE = 'desk.password';

/** Files and folders, in the form in which a program of PostgreSQL's reaches them. */
export interface HandedOver {
  paths: readonly string[];
  /** Open files that the program inherits. */
  handles: readonly number[];
  /** Closes our handles; call it once the program runs. */
  close(): void;
}

/**
 * Hands paths over to a program of PostgreSQL's. Where the way to them is closed to the user that it runs
 * as, it gets them open: a right to pass every folder of the machine would go further than it has to go.
 */
export function handOver({ runAs }: Cluster, paths: readonly string[]): HandedOver {
  if (!runAs.byHandle) return { paths, handles: [], close: () => {} };
  const handles = paths.map((path) => openSync(path, 'r'));
  return {
    paths: handles.map((_, place) => `/proc/self/fd/${FIRST_HANDLE + place}`),
    handles,
    close() {
      for (const handle of handles) closeSync(handle);
    },
  };
}

/** The first handle behind standard input, output and error. */
const FIRST_HANDLE = 3;

/** Starts a program of PostgreSQL's as the user that may run it. */
export function spawnAs(
  cluster: Cluster,
  program: string,
  args: readonly string[],
  output: number | 'pipe',
  { handles }: Pick<HandedOver, 'handles'>,
): ChildProcess {
  const [command = program, ...rest] = [...cluster.runAs.prefix, program, ...args];
  // With a prefix it is the prefix that changes the user.
  const identity = cluster.runAs.prefix.length === 0 ? cluster.runAs.identity : undefined;
  return spawn(command, rest, {
    ...identity,
    cwd: '/',
    env: PLAIN_ENV,
    // In a session of its own, so that Ctrl-C in a terminal reaches us alone and we stop in order.
    detached: true,
    stdio: ['ignore', output, output, ...handles],
  });
}

/** Reads the superuser's password. @throws StartupError when it is missing. */
export function readPassword(folder: string): string {
  try {
    return readFileSync(join(folder, PASSWORD_FILE), 'utf8').trim();
  } catch (cause) {
    if (existsSync(join(folder, PASSWORD_FILE))) throw cause;
    throw new StartupError(
      `The password of the embedded PostgreSQL is missing; restore ${join(folder, PASSWORD_FILE)} from a backup.`,
      { cause },
    );
  }
}

/**
 * Makes the data folder if there is none, otherwise checks that it is one of this version.
 * A folder is made under another name and renamed when complete, so a start that was killed midway leaves
 * nothing but a folder that the next start removes. The caller holds the gate.
 */
export async function ensureCluster(cluster: Cluster): Promise<void> {
  removeUnfinished(cluster.folder);
  const version = await majorVersion(cluster.binaries);
  if (existsSync(cluster.folder) && readdirSync(cluster.folder).length > 0) {
    checkVersion(cluster.folder, version);
  } else {
    await createCluster(cluster);
  }
}

function unfinishedPrefix(folder: string): string {
  return `${basename(folder)}.new-`;
}

function removeUnfinished(folder: string): void {
  const parent = dirname(folder);
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(unfinishedPrefix(folder))) continue;
    try {
      rmSync(join(parent, name), { recursive: true, force: true });
    } catch {
      // The initdb of a killed start may still be writing; the next start removes it.
    }
  }
}

function checkVersion(folder: string, version: string): void {
  const versionFile = join(folder, 'PG_VERSION');
  if (!existsSync(versionFile))
    throw new StartupError(
      `The folder ${folder} is not a PostgreSQL data folder; move it away or set DATA_DIR to another folder.`,
    );
  const found = readFileSync(versionFile, 'utf8').trim();
  if (found !== version)
    throw new StartupError(
      `The data in ${folder} were made by PostgreSQL ${found} and this desk brings PostgreSQL ${version}; dump them with ${found} and restore them, or set DATA_DIR to another folder.`,
    );
}

async function createCluster(cluster: Cluster): Promise<void> {
  const parent = dirname(cluster.folder);
  const attempt = join(
    parent,
    `${unfinishedPrefix(cluster.folder)}${randomBytes(4).toString('hex')}`,
  );
  const passwordFile = `${attempt}.password`;
  const { identity } = cluster.runAs;
  mkdirSync(attempt, { mode: 0o700 });
  writeFileSync(passwordFile, `${randomBytes(24).toString('base64url')}\n`, {
    mode: 0o600,
    flush: true,
  });
  if (identity !== undefined) {
    chownSync(attempt, identity.uid, identity.gid);
    chownSync(passwordFile, identity.uid, identity.gid);
  }
  const handed = handOver(cluster, [attempt, passwordFile]);
  const [folder, password] = handed.paths;
  const made = runToEnd(
    spawnAs(
      cluster,
      cluster.binaries.initdb,
      [
        `--pgdata=${folder}`,
        `--pwfile=${password}`,
        `--username=${SUPERUSER}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // The same everywhere, and it knows the letters beyond ASCII, as libc's C does not.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      'pipe',
      handed,
    ),
  );
  handed.close();
  await made;
  renameSync(passwordFile, join(attempt, PASSWORD_FILE));
  renameSync(attempt, cluster.folder);
  // A power cut must not undo the renaming after changes have been confirmed.
  const handle = openSync(parent, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

/** Resolves when a program ends well; otherwise rejects with what it printed. */
function runToEnd(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const collect = (chunk: Buffer): void => {
      printed += chunk.toString();
    };
    child.stdout?.on('data', collect);
    child.stderr?.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Error(printed || `initdb ended with code ${code}`));
    });
  });
}
