import type { Db } from '../db/client.ts';
import type { Clock } from '../shared/clock.ts';
import { LATE_AFTER_MS } from '../sla/clock/firing.rules.ts';
import { countOverdue } from './due-cases.service.ts';

/** Checks from outside whether the due-time queue keeps up. */
export interface Auditor {
  /** @returns how many clocks have been due for more than five seconds without firing; 0 in health. */
  audit(): Promise<number>;
  /** The number that the last audit found. */
  overdue(): number;
  start(): void;
  stop(): void;
}

const INTERVAL_MS = 60_000;

export interface AuditorOptions {
  db: Db;
  clock: Clock;
  onFound: (overdue: number) => void;
  onError: (error: unknown) => void;
}

export function createAuditor({ db, clock, onFound, onError }: AuditorOptions): Auditor {
  let overdue = 0;
  let timer: NodeJS.Timeout | undefined;

  async function audit(): Promise<number> {
    overdue = await countOverdue(db, new Date(clock.now().getTime() - LATE_AFTER_MS));
    if (overdue > 0) onFound(overdue);
    return overdue;
  }

  return {
    audit,
    overdue: () => overdue,
    start() {
      timer = setInterval(() => void audit().catch(onError), INTERVAL_MS);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
