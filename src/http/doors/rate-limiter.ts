import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RedisLine, RedisLineOptions } from '../../shared/redis-line.ts';

/** Every budget is one for a minute, and comes back whole when the minute is over. */
export const WINDOW_S = 60;

/** The state of a budget after points were taken from it. */
export interface Left {
  /** False when there were not enough points; they were taken all the same. */
  enough: boolean;
  /** Points left; below zero when more were taken than there were. */
  points: number;
  /** Milliseconds until the whole budget is back. */
  restoredInMs: number;
}

export interface RateLimiter {
  /** Takes points within half a second. Never rejects: without Redis each node counts for itself. */
  take(key: string, points: number): Promise<Left>;
  /** Gives back points that were taken; a negative number takes more. Never rejects. */
  giveBack(key: string, points: number): void;
}

/** Makes a limiter that counts under one name, over all nodes when there is a Redis. */
export type MakeRateLimiter = (name: string, budget: number) => RateLimiter;

export interface RateLimiters {
  make: MakeRateLimiter;
  /** Tells whether points are counted over all nodes now; undefined where there is no Redis. */
  isShared: (() => boolean) | undefined;
  start(): Promise<void>;
  stop(): void;
}

/** @param redis how to reach where to count, and the prefix of keys there, which all nodes of one desk share. */
export function createRateLimiters(
  redis: { connect(onChange: RedisLineOptions['onChange']): RedisLine; prefix: string } | undefined,
  log: (message: string) => void,
): RateLimiters {
  if (redis === undefined) {
    const make: MakeRateLimiter = (name, budget) => {
      const limiter = new RateLimiterMemory(settings(name, budget));
      return {
        take: (key, points) => takeFrom(limiter, key, points),
        giveBack: (key, points) => void limiter.reward(key, points),
      };
    };
    return { make, isShared: undefined, start: async () => {}, stop: () => {} };
  }
  const line = redis.connect((isAnswering, error) =>
    log(
      isAnswering
        ? 'Redis is back: rates are counted over all nodes again.'
        : `Redis is gone (${String(error)}): each node counts rates for itself.`,
    ),
  );
  return {
    make(name, budget) {
      const local = new RateLimiterMemory(settings(name, budget));
      const shared = new RateLimiterRedis({
        ...settings(name, budget),
        keyPrefix: `${redis.prefix}:${name}`,
        storeClient: line.client,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
      });
      return {
        take: (key, points) =>
          line.ask(() => takeFrom(shared, key, points)).catch(() => takeFrom(local, key, points)),
        giveBack(key, points) {
          line.ask(() => shared.reward(key, points)).catch(() => local.reward(key, points));
        },
      };
    },
    isShared: line.isAnswering,
    start: line.start,
    stop: line.stop,
  };
}

function settings(name: string, budget: number) {
  return { keyPrefix: name, points: budget, duration: WINDOW_S };
}

/** @throws when the limiter cannot count, as without its Redis. */
async function takeFrom(limiter: RateLimiterAbstract, key: string, points: number): Promise<Left> {
  try {
    return leftOf(limiter.points, await limiter.consume(key, points), true);
  } catch (result) {
    if (!(result instanceof RateLimiterRes)) throw result;
    return leftOf(limiter.points, result, false);
  }
}

function leftOf(budget: number, result: RateLimiterRes, enough: boolean): Left {
  const { consumedPoints, msBeforeNext } = result;
  return { enough, points: budget - consumedPoints, restoredInMs: Math.max(0, msBeforeNext) };
}
