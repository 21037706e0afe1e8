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
  /** Told of each look at the queue that found something. */
  onEvaluated?: (evaluation: Evaluation) => void;
  onError: (error: unknown) => void;
}

/** Fires what is due on the clocks of all cases, together with the schedulers of other nodes. */
export interface Scheduler {
  start(): void;
  /** Looks at the queue now: something may be due earlier than was known. */
  wake(): void;
  /** Evaluates all that is due at this moment; for commands and tests. */
  runDue(): Promise<void>;
  /** Finishes the batch that runs. */
  stop(): Promise<void>;
}

/** Cases of one transaction: large enough to share statements, short enough not to hold up who changes one of them. */
const BATCH_SIZE = 200;
/** Without a word from elsewhere the queue is looked at so often: what a lost notification would have told is late by so much at most. */
const MAX_SLEEP_MS = 2_000;
/** What is due may be in the hands of another node; it is not asked for without end. */
const MIN_SLEEP_MS = 25;
/** A queue that cannot be read is asked again after so long. */
const RETRY_MS = 1_000;

/**
 * Sleeps until the earliest due time and is woken when an earlier one may have appeared. A case that
 * cannot be evaluated is left alone for a while and does not hold up the others.
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
  /** Falls to 1 after a failure, to find the case that is to blame. */
  let limit = BATCH_SIZE;

  /** @returns whether there may be more at once. */
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

  async function sleepUntilDue(): Promise<void> {
    const next = await nextDueAt(db, backoff.active());
    const left = next === null ? MAX_SLEEP_MS : next.getTime() - clock.now().getTime();
    await setTimeout(MIN_SLEEP_MS, undefined, { signal: stopping.signal });
    if (isWoken) return;
    await sleep(Math.min(MAX_SLEEP_MS, left) - MIN_SLEEP_MS);
  }

  /** Until then, or until it is woken. */
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
        if (!(await runBatch())) await sleepUntilDue();
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
