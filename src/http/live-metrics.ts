import type { Registry } from 'prom-client';
import { Counter, Histogram } from 'prom-client';
import type { EntryFeed, EntrySource, PlacedEntry } from '../events/reader.ts';
import type { FiguresHub } from '../live/figures.ts';
import type { Hub } from '../live/hub.ts';
import type { Clock } from '../shared/clock.ts';
import { SECOND_MS } from '../shared/duration.ts';
import { gaugesOf } from './read-figures.ts';

export interface LiveMetrics {
  /** A group executed entries, and their results were handed out `deliveries` times in all. */
  delivered(entries: readonly PlacedEntry[], deliveries: number): void;
  /** `entries` entries were read from the log for a subscription that catches up. */
  replayed(entries: number): void;
  /** The node read `entries` entries of the log from `source`. */
  read(entries: number, source: EntrySource): void;
  closedForSlowness(): void;
  /** A subscription was refused, because its principal is in as many groups as it may be. */
  refused(): void;
  watch(sources: { hub: Hub; figures: FiguresHub; feed: EntryFeed | undefined }): void;
  watchSockets(count: () => number): void;
}

const LAG_BUCKETS_S = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5];

export function createLiveMetrics(registry: Registry, clock: Clock): LiveMetrics {
  const registers = [registry];
  const gauge = gaugesOf(registry);
  const delivered = new Counter({
    name: 'desk_live_delivered_total',
    help: 'Events handed to live subscriptions.',
    registers,
  });
  const replayed = new Counter({
    name: 'desk_live_replayed_total',
    help: 'Entries read from the log for subscriptions that catch up.',
    registers,
  });
  const read = new Counter({
    name: 'desk_live_read_total',
    help: 'Entries of the log that this node followed, by where they came from.',
    labelNames: ['source'] as const,
    registers,
  });
  const slow = new Counter({
    name: 'desk_live_closed_slow_total',
    help: 'Sockets closed because they were too slow.',
    registers,
  });
  const refused = new Counter({
    name: 'desk_live_refused_total',
    help: 'Subscriptions refused because their principal has as many different ones as it may.',
    registers,
  });
  const lag = new Histogram({
    name: 'desk_live_lag_seconds',
    help: 'Time from when a change was written down, just before its commit, to when a group of subscriptions was handed its result.',
    buckets: LAG_BUCKETS_S,
    registers,
  });
  return {
    delivered(entries, deliveries) {
      delivered.inc(deliveries);
      const now = clock.now().getTime();
      for (const { recordedAt } of entries) {
        lag.observe(Math.max(0, now - recordedAt.getTime()) / SECOND_MS);
      }
    },
    replayed: (entries) => replayed.inc(entries),
    read: (entries, source) => read.inc({ source }, entries),
    closedForSlowness: () => slow.inc(),
    refused: () => refused.inc(),
    watch({ hub, figures, feed }) {
      if (feed !== undefined) {
        gauge(
          'desk_live_redis_connected',
          '1 while entries come from the Redis Stream, 0 while they are read from the database.',
          () => (feed.isConnected() ? 1 : 0),
        );
      }
      gauge(
        'desk_live_groups',
        'Groups of subscriptions that share executions.',
        () => hub.counts().groups + figures.counts().groups,
      );
      gauge(
        'desk_live_subscriptions',
        'Subscriptions, on sockets and as server-sent events.',
        () => hub.counts().subscriptions + figures.counts().subscriptions,
      );
      gauge(
        'desk_live_waiting',
        'Executions of events, and of figures, that wait for their turn.',
        () => hub.waiting() + figures.waiting(),
      );
    },
    watchSockets: (count) => gauge('desk_live_sockets', 'Open WebSockets.', count),
  };
}
