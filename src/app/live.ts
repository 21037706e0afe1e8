import type { GraphQLError } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import type { Db } from '../db/client.ts';
import type { LogCursors } from '../events/log-cursors.ts';
import type { LogLife } from '../events/log-life.ts';
import { createLogLife } from '../events/log-life.ts';
import type { PlacedEntry, Reader } from '../events/reader.ts';
import { createReader } from '../events/reader.ts';
import type { RedisFeed } from '../events/redis-feed.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { Context } from '../graphql/context.ts';
import type { Bounds } from '../graphql/limits/bounded.ts';
import { MAX_GROUPS } from '../graphql/limits/limits.ts';
import type { CompiledReads } from '../graphql/reads/compiled-reads.ts';
import type { Budgets } from '../http/doors/budgets.ts';
import type { LiveMetrics } from '../http/live-metrics.ts';
import { createLiveMetrics } from '../http/live-metrics.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Refused } from '../http/refusals.ts';
import { createFiguresHub } from '../live/figures.ts';
import type { Payment } from '../live/follower.ts';
import { createHoldings } from '../live/holdings.ts';
import { createHub } from '../live/hub.ts';
import type { Live } from '../live/live.ts';
import { createLive } from '../live/live.ts';
import type { LogFailure, Logger } from '../log.ts';
import { endWithin } from '../shared/bounds/within.ts';
import type { Clock } from '../shared/clock.ts';
import { SECOND_MS } from '../shared/duration.ts';
import type { Tracing } from '../shared/tracing.ts';

interface Parts {
  db: Db;
  /** Which life of the log it is. */
  epoch: string;
  cursors: LogCursors;
  sequencer: Sequencer;
  clock: Clock;
  metrics: Metrics;
  feed: RedisFeed | undefined;
  /** Called for all entries, in order. */
  onEntries(entries: readonly PlacedEntry[]): void;
  /** Called when the log is another one: whatever was read before may not be so in it. */
  onNewLife(): void;
  createContext(principal: Principal): Context;
  /** Tells whether a principal's credentials have ended. */
  isEnded(principal: Principal): boolean;
  maskError(error: unknown): GraphQLError;
  budgets: Budgets;
  bounds: Bounds;
  reads: CompiledReads | undefined;
  log: Logger;
  logFailure: LogFailure;
  onRefused: Refused;
  tracing: Tracing | undefined;
}

export interface LiveParts {
  subscriptions: Live;
  reader: Reader;
  life: LogLife;
  metrics: LiveMetrics;
  start(): Promise<void>;
  /** Stops reading, and hands out the entries that were read. */
  stop(): Promise<void>;
}

/** Builds the way from the log to subscribers: the reader follows the log, the hub hands entries out. */
export function buildLive(parts: Parts): LiveParts {
  const { db, cursors, sequencer, clock, metrics, feed, createContext, isEnded, maskError, log } =
    parts;
  const onError = (error: unknown) => parts.logFailure(error, 'following the log failed');
  const liveMetrics = createLiveMetrics(metrics.registry, clock);
  const hub = createHub({
    present() {
      const placed = sequencer.lastPlace();
      return placed > reader.known() ? placed : reader.known();
    },
    cursorAt: (seq) => cursors.at(db, seq),
    onError,
    onDelivered: liveMetrics.delivered,
    onReplayed: liveMetrics.replayed,
  });
  const figures = createFiguresHub();
  liveMetrics.watch({ hub, figures, feed });
  const reader = createReader({
    db,
    deliver(entries, upTo) {
      cursors.remember(entries);
      hub.deliver(entries, upTo);
      figures.touch();
      parts.onEntries(entries);
    },
    isWatched: () => hub.counts().subscriptions + figures.counts().subscriptions > 0,
    feed,
    onRead: liveMetrics.read,
    onError,
  });
  const subscriptions = createLive({
    ...{ hub, figures, createContext, isEnded, maskError, tracing: parts.tracing },
    holdings: createHoldings(MAX_GROUPS),
    charge: (principal, points) => payFrom(parts.budgets, principal, points),
    bounds: parts.bounds,
    reads: parts.reads,
    onGroupRefused() {
      liveMetrics.refused();
      parts.onRefused('groups');
    },
  });
  const life = createLogLife({
    db,
    epoch: parts.epoch,
    position: reader.position,
    async onNewLife(epoch) {
      cursors.forget();
      sequencer.forget();
      feed?.moveTo(epoch);
      parts.onNewLife();
      await reader.beginAnew();
      hub.beginAt(reader.position());
      // Who comes back with a cursor that this log does not have is told so.
      subscriptions.breakOff();
    },
    log: (message) => log.warn(message),
  });
  return {
    subscriptions,
    reader,
    life,
    metrics: liveMetrics,
    async start() {
      await reader.start();
      hub.beginAt(reader.position());
      life.start();
      await feed?.start({
        position: reader.position,
        offer: reader.offer,
        isOurs: life.isOurs,
      });
    },
    async stop() {
      await feed?.stop();
      await life.stop();
      await reader.stop();
      figures.stop();
      await endWithin(SETTLE_GRACE_MS, hub.settle());
      hub.stop();
    },
  };
}

/** Milliseconds to execute and hand out what was read before a stop. What is left is in the log. */
const SETTLE_GRACE_MS = 1_000;

async function payFrom(budgets: Budgets, principal: Principal, points: number): Promise<Payment> {
  const { enough, restoredInSeconds, settle } = await budgets.take(principal, points);
  if (!enough) return { isPaid: false, waitMs: restoredInSeconds * SECOND_MS };
  return { isPaid: true, settle };
}
