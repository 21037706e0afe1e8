import { liveResult } from './live-result.ts';
import type { Sink, Subscription } from './subscription.ts';

/** Figures that are shown anew as the log grows, at most once a second and only while somebody looks. */
export interface FiguresHub {
  /** Something happened that may have moved them. */
  touch(): void;
  /** @param run the figures as they are now, as JSON text; shared by those with the same key. */
  subscribe(key: string, run: () => Promise<string>, sink: FiguresSink): Subscription;
  counts(): { groups: number; subscriptions: number };
  stop(): void;
}

/** A sink that is full is passed over until it is not: the figures of then say more. */
export type FiguresSink = Pick<Sink, 'send' | 'isFull'>;

const INTERVAL_MS = 1_000;

interface Figures {
  sinks: Map<FiguresSink, string | undefined>;
  touch(): void;
  stop(): void;
}

export function createFiguresHub(): FiguresHub {
  const groups = new Map<string, Figures>();

  return {
    touch() {
      for (const group of groups.values()) group.touch();
    },
    subscribe(key, run, sink) {
      const group = groups.get(key) ?? createFigures(run);
      groups.set(key, group);
      group.sinks.set(sink, undefined);
      group.touch();
      return {
        end() {
          group.sinks.delete(sink);
          if (group.sinks.size > 0 || groups.get(key) !== group) return;
          group.stop();
          groups.delete(key);
        },
      };
    },
    counts: () => ({
      groups: groups.size,
      subscriptions: [...groups.values()].reduce((sum, { sinks }) => sum + sinks.size, 0),
    }),
    stop() {
      for (const group of groups.values()) group.stop();
    },
  };
}

function createFigures(run: () => Promise<string>): Figures {
  /** Each with what it was sent last. */
  const sinks = new Map<FiguresSink, string | undefined>();
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isTouched = false;
  let lastRunAt = Number.NEGATIVE_INFINITY;

  function plan(): void {
    if (isRunning || timer !== undefined || sinks.size === 0) return;
    const wait = lastRunAt + INTERVAL_MS - performance.now();
    timer = setTimeout(() => void show(), Math.max(0, wait));
    timer.unref();
  }

  async function show(): Promise<void> {
    timer = undefined;
    isTouched = false;
    isRunning = true;
    lastRunAt = performance.now();
    const figures = await run();
    isRunning = false;
    const result = liveResult(figures);
    for (const [sink, before] of sinks) {
      if (before === figures) continue;
      if (sink.isFull()) {
        isTouched = true;
        continue;
      }
      sinks.set(sink, figures);
      sink.send([result]);
    }
    if (isTouched) plan();
  }

  return {
    sinks,
    touch() {
      isTouched = true;
      plan();
    },
    stop: () => clearTimeout(timer),
  };
}
