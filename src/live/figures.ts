import { createTurns, TurnsOver } from '../shared/bounds/turns.ts';
import type { Executed, Unpaid } from './executor.ts';
import { payAndRun } from './executor.ts';
import type { Follower, Followers } from './follower.ts';
import { createFollowers } from './follower.ts';
import { liveResult } from './live-result.ts';
import type { Sink, Subscription } from './subscription.ts';
import { FIGURES_TURNS } from './turn-limits.ts';
import type { Workings } from './workings.ts';
import { createWorkings } from './workings.ts';

export interface FiguresRequest {
  /** Requests with the same key share their figures. */
  key: string;
  follower: Follower;
  /** The figures as they are now. Never rejects. */
  run(workings: Workings): Promise<Executed>;
}

/** Sends figures anew as the log grows, at most once a second and only while somebody follows. */
export interface FiguresHub {
  /** Tells that something happened that may have changed the figures. */
  touch(): void;
  subscribe(request: FiguresRequest, sink: FiguresSink): Subscription;
  counts(): { groups: number; subscriptions: number };
  /** Groups whose figures wait for their turn. */
  waiting(): number;
  stop(): void;
}

/** Where figures go. A full sink is passed over until it has room: it then gets newer figures. */
export type FiguresSink = Pick<Sink, 'send' | 'isFull'>;

const INTERVAL_MS = 1_000;

interface Figures {
  sinks: Map<FiguresSink, string | undefined>;
  follow(follower: Follower): void;
  unfollow(follower: Follower): void;
  touch(): void;
  stop(): void;
}

/** Takes the figures of a group in its turn. */
type Take = (run: FiguresRequest['run'], followers: Followers) => Promise<string | Unpaid>;

export function createFiguresHub(): FiguresHub {
  const groups = new Map<string, Figures>();
  const turns = createTurns(FIGURES_TURNS);
  const workings = createWorkings();

  const take: Take = (run, followers) =>
    turns.run(turns.leastBusy(followers.parties()), () =>
      payAndRun(() => run(workings), followers),
    );

  return {
    touch() {
      workings.forget();
      for (const group of groups.values()) group.touch();
    },
    subscribe({ key, run, follower }, sink) {
      const group = groups.get(key) ?? createFigures(run, take);
      groups.set(key, group);
      group.sinks.set(sink, undefined);
      group.follow(follower);
      group.touch();
      return {
        end() {
          if (!group.sinks.delete(sink)) return;
          group.unfollow(follower);
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
    waiting: turns.waiting,
    stop() {
      turns.stop();
      for (const group of groups.values()) group.stop();
    },
  };
}

function createFigures(run: FiguresRequest['run'], take: Take): Figures {
  /** Each sink with the figures that it was sent last. */
  const sinks = new Map<FiguresSink, string | undefined>();
  const followers = createFollowers();
  let timer: NodeJS.Timeout | undefined;
  let isRunning = false;
  let isTouched = false;
  let isUnpaid = false;
  let isStopped = false;
  let notBefore = Number.NEGATIVE_INFINITY;

  function plan(): void {
    if (isStopped || isRunning || timer !== undefined || sinks.size === 0) return;
    timer = setTimeout(() => void show(), Math.max(0, notBefore - performance.now()));
    timer.unref();
  }

  /** Begins only in its turn, so that the figures show what happened during the wait as well. */
  function begin(workings: Workings): Promise<Executed> {
    isTouched = false;
    isUnpaid = false;
    notBefore = performance.now() + INTERVAL_MS;
    return run(workings);
  }

  async function show(): Promise<void> {
    timer = undefined;
    isRunning = true;
    try {
      const figures = await take(begin, followers);
      if (typeof figures === 'string') handOut(figures);
      else leaveForLater(figures.waitMs);
    } catch (error) {
      if (error instanceof TurnsOver) return;
      throw error;
    } finally {
      isRunning = false;
    }
    if (isTouched) plan();
  }

  /** Puts the figures off: nobody can pay for them now. */
  function leaveForLater(waitMs: number): void {
    isTouched = true;
    isUnpaid = true;
    notBefore = performance.now() + waitMs;
  }

  function handOut(figures: string): void {
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
  }

  return {
    sinks,
    follow(follower) {
      followers.add(follower);
      if (!isUnpaid) return;
      // Whoever was alone may not be any more.
      clearTimeout(timer);
      timer = undefined;
      notBefore = Number.NEGATIVE_INFINITY;
    },
    unfollow: followers.remove,
    touch() {
      isTouched = true;
      plan();
    },
    stop() {
      isStopped = true;
      clearTimeout(timer);
    },
  };
}
