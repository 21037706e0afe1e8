import { randomInt } from 'node:crypto';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { makeFolder } from '../make-folder.ts';
import { isAlive, processFingerprint } from './processes.ts';

/**
 * A claim of a process on a data folder: an empty file named `<kind>.<pid>.<fingerprint>.<n>`.
 *
 * Node.js has no flock, and a single lock file with a pid in it cannot be taken over safely from a killed
 * holder: between reading it and removing it another process may have taken it. Here every process only
 * ever makes a file of its own and then looks for those of others. Of two that do so at once at least one
 * sees the other, so never do both go on. A file whose process is gone (killed, or its pid used by another
 * one, hence the fingerprint) can be removed by anybody, since nobody makes a file of that name again.
 */
export interface Claim {
  release: () => void;
}

export type ClaimKind =
  /** Serves requests from this folder: one at a time. */
  | 'serve'
  /** Uses the database of this folder: any number, the last one out stops PostgreSQL. */
  | 'member'
  /** Starts or stops PostgreSQL right now: one at a time, for moments. */
  | 'gate';

let made = 0;

/** Returns the pids of other live holders of this kind, and removes the files of processes that are gone. */
export function holders(folder: string, kind: ClaimKind, own?: string): number[] {
  const pids: number[] = [];
  for (const name of readdirSync(folder)) {
    const [itsKind, pidText, fingerprint] = name.split('.');
    if (itsKind !== kind || name === own) continue;
    const pid = Number(pidText);
    const current = processFingerprint(pid);
    // Where the system does not tell (another user's process), living is enough.
    if (isAlive(pid) && (current === undefined || current === fingerprint)) pids.push(pid);
    else rmSync(join(folder, name), { force: true });
  }
  return pids;
}

function put(folder: string, kind: ClaimKind): { name: string; claim: Claim } {
  made += 1;
  const name = `${kind}.${process.pid}.${processFingerprint(process.pid) ?? ''}.${made}`;
  makeFolder(folder);
  writeFileSync(join(folder, name), '');
  return { name, claim: { release: () => rmSync(join(folder, name), { force: true }) } };
}

/** Makes a claim beside which others of the same kind may stand. */
export function claimShared(folder: string, kind: ClaimKind): Claim {
  return put(folder, kind).claim;
}

/**
 * Makes a claim beside which no other of the same kind stands. Tries until `timeoutMs` have passed, then
 * returns the pid of a holder. `onWait` is called once, when the first try finds a holder.
 */
export async function claimAlone(
  folder: string,
  kind: ClaimKind,
  timeoutMs: number,
  onWait?: (pid: number) => void,
): Promise<Claim | { heldBy: number }> {
  const deadline = Date.now() + timeoutMs;
  for (let tries = 0; ; tries += 1) {
    const { name, claim } = put(folder, kind);
    const [heldBy] = holders(folder, kind, name);
    if (heldBy === undefined) return claim;
    claim.release();
    if (Date.now() >= deadline) return { heldBy };
    if (tries === 0) onWait?.(heldBy);
    // Different pauses, so that two who see each other do not do so for ever.
    await sleep(randomInt(10, 60));
  }
}
