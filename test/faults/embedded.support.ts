import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { type Database, type DatabaseSettings, openDatabase } from '../../src/db/database.ts';
import { isAlive } from '../../src/db/embedded/processes.ts';
import { execute } from '../support/postgres-admin.ts';

const SCRIPT = fileURLToPath(new URL('./hold-database.js', import.meta.url));

export function settingsFor(
  dataDir: string,
  more: Partial<DatabaseSettings> = {},
): DatabaseSettings {
  const postgresOptions = { fsync: 'off' };
  return { dataDir, connectTimeoutMs: 5_000, log: () => {}, waitMs: 100, postgresOptions, ...more };
}

/** An empty folder; whatever PostgreSQL the test left in it is ended with the test. */
export function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-faults-'));
  onTestFinished(() => {
    const pid = postgresPid(dataDir);
    if (pid !== undefined) signal(pid, 'SIGKILL');
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  return dataDir;
}

let prepared: Promise<string> | undefined;

/** A data folder as a stopped desk leaves it; copied, because making one takes a second. */
export async function makeUsedDataDir(): Promise<string> {
  prepared ??= prepare();
  const dataDir = makeDataDir();
  execFileSync('cp', ['-a', `${await prepared}/.`, dataDir]);
  return dataDir;
}

async function prepare(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'desk-faults-'));
  const { url, stop } = await openDatabase(settingsFor(dataDir));
  await execute(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await stop();
  return dataDir;
}

/** Removes what `makeUsedDataDir` copies from. */
export async function removePrepared(): Promise<void> {
  if (prepared !== undefined) rmSync(await prepared, { recursive: true, force: true });
}

/** Opens it in this process and closes it with the test. */
export async function open(
  dataDir: string,
  more: Partial<DatabaseSettings> = {},
): Promise<Database> {
  const database = await openDatabase(settingsFor(dataDir, more));
  onTestFinished(database.stop);
  return database;
}

/** What openDatabase says when it refuses. */
export async function refusalOf(
  dataDir: string,
  more: Partial<DatabaseSettings> = {},
): Promise<string> {
  try {
    await open(dataDir, more);
  } catch (error) {
    return String(error);
  }
  return 'opened';
}

export function postgresPid(dataDir: string): number | undefined {
  try {
    const [pid] = readFileSync(join(dataDir, 'postgres/postmaster.pid'), 'utf8').split('\n');
    return Number(pid);
  } catch {
    return undefined;
  }
}

export function isRunning(pid: number | undefined): boolean {
  return pid !== undefined && isAlive(pid);
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It is gone already.
  }
}

export interface Holder {
  child: ChildProcess;
  /** What it printed first: the address, a message of its log or why it could not open. */
  first: Promise<{ url?: string; log?: string; error?: string }>;
  /** Resolves when the process is gone. */
  gone: Promise<void>;
  /** Lets it leave in order. */
  leave: () => Promise<void>;
  /** As the kernel or a person would, without warning. */
  kill: () => Promise<void>;
}

/** A process of its own that holds the database of the folder. */
export function hold(dataDir: string, more: Partial<DatabaseSettings> = {}): Holder {
  const { log: _, ...settings } = settingsFor(dataDir, more);
  const child = spawn(process.execPath, [SCRIPT, JSON.stringify(settings)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const first = new Promise<{ url?: string }>((resolve) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    child.once('exit', () => resolve({}));
  });
  const end = (action: () => void) => (): Promise<void> => {
    action();
    return gone;
  };
  const kill = end(() => child.kill('SIGKILL'));
  onTestFinished(kill);
  return { child, first, gone, leave: end(() => child.stdin.end()), kill };
}

/** Mounts an empty file system of memory on the folder for the test, or changes the one there. */
export function mount(folder: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  if (options.includes('remount')) return;
  onTestFinished(() => {
    execFileSync('umount', ['-l', folder]);
  });
}

/** Whether this process has the right to do so. */
export function canMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'desk-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
