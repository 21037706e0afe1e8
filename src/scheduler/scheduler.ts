import { setTimeout } from 'node:timers/promises';
import type { Db } from '../db/client.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { Clock } from '../shared/clock.ts';
import { createBackoff } from './backoff.ts';
import type { Evaluation } from './due-cases.service.ts';
import { EvaluationFailure, evaluateDueCases, nextDueAt } from './due-cases.service.ts';

export interface SchedulerOptions {
  db: Db;
  clock: Clock;
  sequencer: Sequencer;
  /** Called after each look at the queue that found cases. */
  onEvaluated?: (evaluation: Evaluation) => void;
  onError: (error: unknown) => void;
}

/** Fires what is due on the clocks of all cases. The schedulers of all nodes share the work. */
export interface Scheduler {
  start(): void;
  /** Looks at the queue now, since a clock may be due earlier than was known. */
  wake(): void;
  /** Evaluates all cases that are due at this moment. For commands and tests. */
  runDue(): Promise<void>;
  /** Stops after the batch that runs. */
  stop(): Promise<void>;
}

/** Most cases of a transaction: enough to share statements, few enough not to hold up changes of one case. */
const BATCH_SIZE = 200;
/** How long to sleep at most without a wake-up. A lost notification delays a firing by as much. */
const MAX_SLEEP_MS = 2_000;
/** The least sleep: a due case may be claimed by another node, and is not asked for without end. */
const MIN_SLEEP_MS = 25;
/** The time until a queue that could not be read is read again. */
const RETRY_MS = 1_000;

/**
 * The scheduler sleeps until the earliest due time, and is woken when an earlier one may have appeared.
 * A case that cannot be evaluated is left alone for a while and does not hold up the others.
 */
export function createScheduler({
  db,
  clock,
  sequencer,
  onEvaluated = () => {},
  onError,
}: SchedulerOptions): Scheduler {
  const backoff = createBackoff();
  const stopping = new AbortController();
  let isWoken = false;
  let ring: () => void = () => {};
  let running: Promise<void> | undefined;
  /** Size of the next batch. Drops to 1 after a failure, to find the case that failed. */
  let limit = BATCH_SIZE;

  /** @returns whether more cases may be due at once. */
  async function runBatch(): Promise<boolean> {
    try {
      const evaluation = await evaluateDueCases(db, clock, { limit, except: backoff.active() });
      if (evaluation.cases > 0) {
        onEvaluated(evaluation);
        await sequencer.sequence();
      }
      const isFull = evaluation.cases > 0 && evaluation.cases >= limit;
      limit = Math.min(BATCH_SIZE, limit * 2);
      return isFull;
    } catch (error) {
      if (!(error instanceof EvaluationFailure)) throw error;
      const [onlyCase] = error.caseIds.length === 1 ? error.caseIds : [];
      limit = 1;
      if (onlyCase === undefined) return true;
      backoff.postpone(onlyCase);
      onError(error);
      return true;
    }
  }

  /** Evaluates a batch if one is due, which one statement tells; else sleeps until then. */
  async function takeTurn(): Promise<void> {
    const next = await nextDueAt(db, backoff.active());
    const left = next === null ? MAX_SLEEP_MS : next.getTime() - clock.now().getTime();
    if (left <= 0 && (await runBatch())) return;
    await setTimeout(MIN_SLEEP_MS, undefined, { signal: stopping.signal });
    if (isWoken) return;
    await sleep(Math.min(MAX_SLEEP_MS, left) - MIN_SLEEP_MS);
  }

  /** Sleeps for `ms`, or until woken. */
  async function sleep(ms: number): Promise<void> {
    if (ms <= 0) return;
    const alarm = new AbortController();
    ring = () => alarm.abort();
    const signal = AbortSignal.any([alarm.signal, stopping.signal]);
    await setTimeout(ms, undefined, { signal }).catch(() => {});
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      isWoken = false;
      try {
        await takeTurn();
      } catch (error) {
        if (stopping.signal.aborted) return;
        onError(error);
        await sleep(RETRY_MS);
      }
    }
  }

  return {
    start() {
      running ??= loop();
    },
    wake() {
      isWoken = true;
      ring();
    },
    async runDue() {
      while (await runBatch());
    },
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
