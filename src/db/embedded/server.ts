import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Cluster, handOver, spawnAs } from './cluster.ts';
import { isAlive, isPostgresIn, waitForExit } from './processes.ts';

export interface Server {
  pid: number;
  port: number;
}

/** A PostgreSQL that runs in a folder, as its own postmaster.pid tells. */
interface Found extends Server {
  state: 'starting' | 'ready' | 'stopping';
}

/** After a crash PostgreSQL first replays its log, and a large one takes its time. */
const START_LIMIT_MS = 60_000;
/** Milliseconds for leftovers of a killed server to let go of their shared memory. */
const LEFTOVER_LIMIT_MS = 10_000;
const LOG_LIMIT_BYTES = 10_000_000;
const POLL_MS = 20;

const OPTIONS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  // Refused statements are the application's matter, and their details are personal data.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/**
 * Finds the server that runs in this folder. A postmaster.pid of a process that is gone or another counts
 * as none.
 */
export function findServer(folder: string): Found | undefined {
  let lines: string[];
  try {
    lines = readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isPostgresIn(pid, folder)) return undefined;
  const word = lines[7]?.trim();
  const state = word === 'ready' || word === 'stopping' ? word : 'starting';
  return { pid, port: Number(lines[3] ?? 0), state };
}

/**
 * Starts PostgreSQL and waits until it accepts connections. The caller holds the gate and knows that no
 * server runs. `onExit` is called when the server ends later, with or without `stopServer`.
 * @throws Error with what PostgreSQL printed, when it does not start.
 */
export async function startServer(
  cluster: Cluster,
  extraOptions: Readonly<Record<string, string>>,
  log: (message: string) => void,
  onExit: () => void,
): Promise<Server> {
  const leftoverDeadline = Date.now() + LEFTOVER_LIMIT_MS;
  for (let tries = 1; ; tries += 1) {
    // PostgreSQL itself trusts the pid in there, even when it belongs to another program by now.
    rmSync(join(cluster.folder, 'postmaster.pid'), { force: true });
    const started = await launch(cluster, extraOptions, log, onExit);
    if ('pid' in started) return started;
    const portTaken = /could not (bind|create any TCP\/IP)/.test(started.printed) && tries < 5;
    const leftover = /pre-existing shared memory block/.test(started.printed);
    if (!portTaken && !(leftover && Date.now() < leftoverDeadline))
      throw new Error(started.printed || 'PostgreSQL ended at once');
    await sleep(100);
  }
}

async function launch(
  cluster: Cluster,
  extraOptions: Readonly<Record<string, string>>,
  log: (message: string) => void,
  onExit: () => void,
): Promise<Server | { printed: string }> {
  const logFile = join(dirname(cluster.folder), 'postgres.log');
  const logStart = rotate(logFile);
  const output = openSync(logFile, 'a', 0o600);
  const options = { ...OPTIONS, ...extraOptions, port: String(await freePort()) };
  const args = Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const handed = handOver(cluster, [cluster.folder]);
  const child = spawnAs(
    cluster,
    cluster.binaries.postgres,
    ['-D', handed.paths[0] ?? '', ...args],
    output,
    handed,
  );
  handed.close();
  closeSync(output);
  child.unref();
  let failure: Error | undefined;
  child.once('error', (error) => {
    failure = error;
  });
  const { pid } = child;
  const begun = Date.now();
  let told = false;
  while (pid !== undefined && isAlive(pid) && Date.now() - begun < START_LIMIT_MS) {
    const found = findServer(cluster.folder);
    if (found?.state === 'ready' && found.pid === pid) {
      child.once('exit', onExit);
      return { pid, port: found.port };
    }
    if (!told && Date.now() - begun > 3_000) {
      told = true;
      log('PostgreSQL is still starting; after a crash it first puts its data in order.');
    }
    await sleep(POLL_MS);
  }
  if (pid !== undefined) await stopServer(pid);
  return { printed: failure?.message ?? readFileSync(logFile).subarray(logStart).toString() };
}

/** Moves a long log aside and keeps one old one; returns where the new entries will begin. */
function rotate(logFile: string): number {
  const size = statSync(logFile, { throwIfNoEntry: false })?.size ?? 0;
  if (size < LOG_LIMIT_BYTES) return size;
  renameSync(logFile, `${logFile}.1`);
  return 0;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        resolve(typeof address === 'object' && address !== null ? address.port : 0),
      );
    });
  });
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It has ended by itself.
  }
}

/** Stops PostgreSQL within 5 s: connections are ended and everything is written, if it can be. */
export async function stopServer(pid: number): Promise<void> {
  signal(pid, 'SIGINT');
  if (await waitForExit(pid, 3_500)) return;
  // Without a last checkpoint; the next start replays the log, nothing confirmed is lost.
  signal(pid, 'SIGQUIT');
  if (await waitForExit(pid, 1_000)) return;
  signal(pid, 'SIGKILL');
  await waitForExit(pid, 500);
}
