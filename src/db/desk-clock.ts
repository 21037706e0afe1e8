import type { Clock } from '../shared/clock.ts';
import { systemClock } from '../shared/clock.ts';
import type { Db } from './client.ts';

/**
 * The earlier of the clocks of the node and of the database: a time has come only when it has come by both.
 * A node whose clock is ahead keeps the database's time; one whose clock is behind keeps its own.
 */
export interface DeskClock extends Clock {
  /** Compares the two clocks. Between two measurements the difference is taken to stay as it was. */
  measure(): Promise<void>;
  start(): void;
  stop(): void;
  /** How far the node's clock is ahead of the database's, in milliseconds; below zero: behind. */
  aheadMs(): number;
}

const MEASURE_INTERVAL_MS = 5_000;
/** Of several answers the quickest says most. */
const SAMPLES = 3;

export function createDeskClock(
  db: Db,
  system: Clock = systemClock,
  onError: (error: unknown) => void = () => {},
): DeskClock {
  let aheadMs = 0;
  let timer: NodeJS.Timeout | undefined;

  async function sample(): Promise<{ tookMs: number; least: number; most: number }> {
    const before = system.now().getTime();
    const [row] = await db.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
    const after = system.now().getTime();
    const there = row?.now.getTime() ?? before;
    return { tookMs: after - before, least: before - there, most: after - there };
  }

  async function measure(): Promise<void> {
    const samples = [];
    for (let turn = 0; turn < SAMPLES; turn += 1) samples.push(await sample());
    const [best] = samples.sort((a, b) => a.tookMs - b.tookMs);
    if (best === undefined) return;
    // The answer was given somewhere between asking and hearing: what lies in between may be no difference at all.
    aheadMs = best.least > 0 ? best.most : Math.min(0, best.most);
  }

  return {
    now: () => new Date(system.now().getTime() - Math.max(0, aheadMs)),
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
  };
}
