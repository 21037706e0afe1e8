import type { Db } from '../db/client.ts';
import type { DeskClock } from '../db/desk-clock.ts';
import { createDeskClock } from '../db/desk-clock.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { Metrics } from '../http/metrics.ts';
import type { LogFailure, Logger } from '../log.ts';
import type { Auditor } from '../scheduler/auditor.ts';
import { createAuditor } from '../scheduler/auditor.ts';
import { createSchedulerMetrics } from '../scheduler/metrics.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import { createScheduler } from '../scheduler/scheduler.ts';
import type { Clock } from '../shared/clock.ts';
import { SECOND_MS } from '../shared/duration.ts';

/** A difference to warn of: machines that synchronize their time differ by less. */
const CLOCK_TOLERANCE_MS = 1_000;

/** Starts the desk's clock, measured once already. Warns when this machine's differs from the database's. */
export async function startDeskClock(
  db: Db,
  system: Clock,
  log: Logger,
  logFailure: LogFailure,
): Promise<DeskClock> {
  const deskClock = createDeskClock({
    db,
    system,
    onError: (error) => logFailure(error, 'clock not measured'),
    onStep: (byMs) =>
      log.error(
        { byMs },
        'the clock of the database was set to another time, which counts if it lasts for ten minutes',
      ),
  });
  await deskClock.measure();
  deskClock.start();
  const aheadMs = deskClock.aheadMs();
  if (Math.abs(aheadMs) > CLOCK_TOLERANCE_MS) {
    log.warn(
      { aheadMs },
      'the clock of this machine is not that of the database; the earlier counts',
    );
  }
  return deskClock;
}

interface Parts {
  db: Db;
  clock: Clock;
  deskClock: DeskClock;
  sequencer: Sequencer;
  metrics: Metrics;
  log: Logger;
  logFailure: LogFailure;
}

export interface SlaParts {
  scheduler: Scheduler;
  auditor: Auditor;
  /** Tells what does not work as it should; undefined when all is well. */
  degradation(): string | undefined;
  start(): void;
  stop(): Promise<void>;
}

/** Builds the scheduler, which fires what is due on clocks, and the auditor, which checks that it does. */
export function buildSlaParts(parts: Parts): SlaParts {
  const { db, clock, deskClock, sequencer, metrics, log, logFailure } = parts;
  const auditor = createAuditor({
    db,
    clock,
    onFound: (overdue) => log.warn({ overdue }, 'clocks are due and have not fired'),
    onError: (error) => logFailure(error, 'the audit of the clocks failed'),
  });
  const slaMetrics = createSchedulerMetrics(metrics.registry, {
    overdue: auditor.overdue,
    aheadMs: deskClock.aheadMs,
  });
  const scheduler = createScheduler({
    db,
    clock,
    sequencer,
    onEvaluated: slaMetrics.evaluated,
    onError: (error) => logFailure(error, 'clocks could not be evaluated'),
  });
  return {
    scheduler,
    auditor,
    // Requests are answered all the same, but somebody has to find out why firing lags behind.
    degradation() {
      const stepped = Math.round(deskClock.steppedMs() / SECOND_MS);
      if (stepped !== 0)
        return `The clock of the database was set by ${stepped} s; the desk keeps the time that it had.`;
      const overdue = auditor.overdue();
      return overdue === 0
        ? undefined
        : `${overdue} clocks are due for more than five seconds and have not fired.`;
    },
    start() {
      scheduler.start();
      auditor.start();
    },
    async stop() {
      auditor.stop();
      await scheduler.stop();
    },
  };
}
