import { uptime } from 'node:os';
import type { Clock } from '../shared/clock.ts';
import { systemClock } from '../shared/clock.ts';
import { MINUTE_MS, SECOND_MS } from '../shared/duration.ts';
import type { Db } from './client.ts';

/**
 * The earlier of the clocks of the node and of the database: a time has come only when it has come by both.
 * A node whose clock is ahead keeps the database's time; one whose clock is behind keeps its own.
 *
 * Both are read now and then, and carried on in between by the clock of the process that nobody can set. So
 * a clock that is set to another time is found out before anything goes by it. The new time of a node counts
 * when it is nearer to the database's; that of the database when it has lasted for {@link HELD_MS}.
 */
export interface DeskClock extends Clock {
  /** Reads both clocks. */
  measure(): Promise<void>;
  start(): void;
  stop(): void;
  /** How far the node's clock is ahead of the database's, in milliseconds; below zero: behind. */
  aheadMs(): number;
  /** Milliseconds by which the database's clock was set to another time that does not count yet; 0 if not. */
  steppedMs(): number;
}

export interface DeskClockOptions {
  db: Db;
  /** The clock of this machine. Default: that of the system. */
  system?: Clock;
  /** Reads the database's clock, in milliseconds. Default: from `db`. */
  readDatabase?: () => Promise<number>;
  /** Milliseconds that have passed, by a clock that nobody sets and that stands still while the machine sleeps. */
  passed?: () => number;
  /** Seconds since the machine was started, its sleep included. */
  up?: () => number;
  onError?: (error: unknown) => void;
  /** Called when the database's clock was set, with how far. */
  onStep?: (byMs: number) => void;
}

const MEASURE_INTERVAL_MS = 5_000;
/** Of several answers the quickest says most. */
const SAMPLES = 3;
/** Up to this difference a clock is put right, as those are that are kept in step, and was not set. */
const DRIFT_MS = SECOND_MS;
/**
 * For so long a clock of the database that was set does not count: somebody may have set it wrong, and
 * would see to it. After that it is the time by which people there live.
 */
const HELD_MS = 10 * MINUTE_MS;

/** Times that were read at one moment. */
interface Reading {
  database: number;
  node: number;
  /** The moment, by the clock that nobody sets. */
  at: number;
  upSeconds: number;
}

export function createDeskClock({
  db,
  system = systemClock,
  readDatabase = () => databaseTime(db),
  passed = () => performance.now(),
  up = uptime,
  onError = () => {},
  onStep = () => {},
}: DeskClockOptions): DeskClock {
  /** What counts, as of a moment. */
  let known: Reading | undefined;
  let aheadMs = 0;
  let stepped: { byMs: number; since: number } | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function sample(): Promise<Reading & { tookMs: number }> {
    const before = passed();
    const database = await readDatabase();
    const at = passed();
    return { tookMs: at - before, database, at, node: system.now().getTime(), upSeconds: up() };
  }

  async function measure(): Promise<void> {
    const samples = [];
    for (let turn = 0; turn < SAMPLES; turn += 1) samples.push(await sample());
    const [best] = samples.sort((a, b) => a.tookMs - b.tookMs);
    if (best === undefined) return;
    // The answer was given somewhere between asking and hearing: what lies in between may be no difference.
    const most = best.node - best.database;
    const least = most - best.tookMs;
    aheadMs = least > 0 ? most : Math.min(0, most);
    known = known === undefined ? best : goOn(known, best);
  }

  function goOn(before: Reading, read: Reading & { tookMs: number }): Reading {
    const elapsed = read.at - before.at + sleptBetween(before, read);
    const expected = { database: before.database + elapsed, node: before.node + elapsed };
    const byMs = read.database - expected.database;
    const database = mayFollow(byMs, read) ? nearest(expected.database, read) : expected.database;
    const isNearer = Math.abs(read.node - database) <= Math.abs(expected.node - database);
    const hasDrifted = Math.abs(read.node - expected.node) <= DRIFT_MS;
    return { ...read, database, node: hasDrifted || isNearer ? read.node : expected.node };
  }

  /** Whether the database's time counts as it was read, so far from what it should be. */
  function mayFollow(byMs: number, { at, tookMs }: { at: number; tookMs: number }): boolean {
    if (Math.abs(byMs) <= DRIFT_MS + tookMs) {
      stepped = undefined;
      return true;
    }
    // What was set and is set anew begins anew.
    if (stepped === undefined || Math.abs(stepped.byMs - byMs) > DRIFT_MS + tookMs) {
      stepped = { byMs, since: at };
      onStep(byMs);
    }
    if (at - stepped.since < HELD_MS) return false;
    stepped = undefined;
    return true;
  }

  function now(): Date {
    if (known === undefined) return system.now();
    return new Date(Math.min(known.database, known.node) + passed() - known.at);
  }

  return {
    now,
    measure,
    start() {
      timer = setInterval(() => {
        measure().catch((error: unknown) => {
          if (timer !== undefined) onError(error);
        });
      }, MEASURE_INTERVAL_MS);
      timer.unref();
    },
    // What is being measured loses its connection next, which is no error then.
    stop() {
      clearInterval(timer);
      timer = undefined;
    },
    aheadMs: () => aheadMs,
    steppedMs: () => stepped?.byMs ?? 0,
  };
}

/**
 * The time of the database nearest to what was expected that a reading allows: it was told somewhere between
 * asking and hearing, so what a slow line adds is no other time.
 */
function nearest(expected: number, { database, tookMs }: { database: number; tookMs: number }) {
  return Math.min(Math.max(expected, database), database + tookMs);
}

/** Milliseconds that the machine slept, and the clock that nobody sets stood still. */
function sleptBetween(before: Reading, after: Reading): number {
  const slept = (after.upSeconds - before.upSeconds) * SECOND_MS - (after.at - before.at);
  return slept > DRIFT_MS ? slept : 0;
}

async function databaseTime(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (row === undefined) throw new Error('The database does not tell the time.');
  return row.now.getTime();
}
