import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';

/** Of Linux, whatever the machine. */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;
const SETTLE_MS = 400;
const MAX_TURNS = 20;
const SAME_TURNS = 4;
/** By half a percent. */
const STILL_FALLING = 0.995;

/** What a process has used of the processors, all its threads, in microseconds; in steps of 10 ms. */
export function cpuMicros(pid: number): number {
  // The name, which may hold anything, stands in parentheses.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const [user, system] = [Number(fields[11]), Number(fields[12])];
  return ((user + system) * 1_000_000) / TICKS_PER_SECOND;
}

/**
 * Resident memory of a process that was started with GC_OPTIONS, after it collected its garbage and gave
 * back what it holds no more, which it does over seconds.
 */
export async function residentBytes(pid: number): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0, same = 0; turn < MAX_TURNS && same < SAME_TURNS; turn += 1) {
    process.kill(pid, 'SIGUSR2');
    await setTimeout(SETTLE_MS);
    const bytes = Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]) * PAGE_BYTES;
    same = bytes < least * STILL_FALLING ? 0 : same + 1;
    least = Math.min(least, bytes);
  }
  return least;
}

/** Milliseconds of a clock that all processes of the machine share. */
export function sharedNow(): number {
  return performance.now() + OFFSET_MS;
}

const OFFSET_MS = Number(process.hrtime.bigint()) / 1_000_000 - performance.now();
