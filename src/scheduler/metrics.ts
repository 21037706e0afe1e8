import type { Registry } from 'prom-client';
import { Counter, Gauge, Histogram } from 'prom-client';
import { SECOND_MS } from '../shared/duration.ts';
import type { Evaluation } from './due-cases.service.ts';

export interface SchedulerMetrics {
  evaluated(evaluation: Evaluation): void;
}

interface Sources {
  /** The number of clocks that the last audit found due and not fired. */
  overdue: () => number;
  /** How far the node's clock is ahead of the database's, in milliseconds. */
  aheadMs: () => number;
}

const LATENESS_BUCKETS_S = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 30, 300];

export function createSchedulerMetrics(registry: Registry, sources: Sources): SchedulerMetrics {
  const registers = [registry];
  const evaluations = new Counter({
    name: 'desk_sla_evaluations_total',
    help: 'Cases whose clocks were evaluated because one was due.',
    registers,
  });
  const lateness = new Histogram({
    name: 'desk_sla_firing_lateness_seconds',
    help: 'Time from the planned time of a warning or breach to its firing.',
    labelNames: ['kind', 'threshold'] as const,
    buckets: LATENESS_BUCKETS_S,
    registers,
  });
  new Gauge({
    name: 'desk_sla_clocks_unfired',
    help: 'Clocks that the last audit, once a minute, found due for more than five seconds and unfired. 0 in health.',
    registers,
    collect() {
      this.set(sources.overdue());
    },
  });
  new Gauge({
    name: 'desk_clock_ahead_seconds',
    help: "How far the node's clock is ahead of the database's; below zero: behind. The earlier of the two counts.",
    registers,
    collect() {
      this.set(sources.aheadMs() / SECOND_MS);
    },
  });

  return {
    evaluated({ cases, fired }) {
      evaluations.inc(cases);
      for (const { kind, threshold, plannedAt, firedAt } of fired) {
        const late = firedAt.getTime() - plannedAt.getTime();
        lateness.observe({ kind, threshold: String(threshold) }, late / SECOND_MS);
      }
    },
  };
}
