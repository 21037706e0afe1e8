import { execFileSync } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/** The environment of programs that we start: LC_ALL, TZ or PGPORT set by a user would mislead them. */
export const PLAIN_ENV = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

interface LinuxProcess {
  name: string;
  zombie: boolean;
  startedAt: string;
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function linuxProcess(pid: number): LinuxProcess | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The name stands in parentheses and may itself hold spaces and parentheses.
  const nameEnd = stat.lastIndexOf(')');
  const fields = stat.slice(nameEnd + 2).split(' ');
  return {
    name: stat.slice(stat.indexOf('(') + 1, nameEnd),
    zombie: fields[0] === 'Z' || fields[0] === 'X',
    startedAt: fields[19] ?? '',
  };
}

function ps(column: 'lstart' | 'comm', pid: number): string | undefined {
  try {
    const options = { env: PLAIN_ENV, encoding: 'utf8' } as const;
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], options).trim();
  } catch {
    return undefined;
  }
}

let bootId: string | undefined;

/**
 * Returns a text that is the same for as long as the process lives and that no later process with the same
 * pid has: pids are used again, after a restart of a container within seconds.
 * Undefined when there is no such process or the system does not tell.
 */
export function processFingerprint(pid: number): string | undefined {
  if (process.platform !== 'linux') return ps('lstart', pid)?.replaceAll(/[^0-9A-Za-z]/g, '');
  const found = linuxProcess(pid);
  if (found === undefined || found.zombie) return undefined;
  bootId ??= readText('/proc/sys/kernel/random/boot_id')?.slice(0, 8) ?? '';
  return `${found.startedAt}x${bootId}`;
}

/** Whether a process with this pid runs; a zombie does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    // EPERM: it lives and belongs to another user.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  return process.platform !== 'linux' || linuxProcess(pid)?.zombie !== true;
}

/** Whether the pid belongs to a PostgreSQL server that works in this folder (a real path). */
export function isPostgresIn(pid: number, folder: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return ps('comm', pid)?.includes('postgres') === true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === folder;
  } catch {
    return linuxProcess(pid)?.name === 'postgres';
  }
}

/** Waits until the process is gone; false when it still runs after `timeoutMs`. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isAlive(pid)) {
    if (Date.now() >= deadline) return false;
    await sleep(20);
  }
  return true;
}
