import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { RedisLine, RedisLineOptions } from '../../shared/redis-line.ts';
import type { Left, RateLimiter } from './local-limiter.ts';
import { createLocalLimiter, WINDOW_S } from './local-limiter.ts';

/** Makes a limiter that counts under one name, over all nodes when there is a Redis. */
export type MakeRateLimiter = (name: string, budget: number) => RateLimiter;

/** Counts what is refused with RATE_LIMITED. */
export interface Limited {
  inc(labels: { what: 'points' | 'sign-in' }): void;
}

export interface RateLimiters {
  make: MakeRateLimiter;
  /** Tells whether points are counted over all nodes now; undefined where there is no Redis. */
  isShared: (() => boolean) | undefined;
  start(): Promise<void>;
  stop(): void;
}

/**
 * @param redis how to reach where to count, and the prefix of keys there, which all nodes of one desk share.
 * @param onChange called for each failure of Redis, and for each answer.
 */
export function createRateLimiters(
  redis:
    | {
        connect(heard: Pick<RedisLineOptions, 'onFailure' | 'onAnswer'>): RedisLine;
        prefix: string;
      }
    | undefined,
  onChange: (isThere: boolean, error?: unknown) => void,
): RateLimiters {
  if (redis === undefined) {
    const make: MakeRateLimiter = (_name, budget) => createLocalLimiter(budget);
    return { make, isShared: undefined, start: async () => {}, stop: () => {} };
  }
  const line = redis.connect({
    onFailure: (error) => onChange(false, error),
    onAnswer: () => onChange(true),
  });
  return {
    make(name, budget) {
      const local = createLocalLimiter(budget);
      const shared = new RateLimiterRedis({
        points: budget,
        duration: WINDOW_S,
        keyPrefix: `${redis.prefix}:${name}`,
        storeClient: line.client,
        useRedisPackage: true,
        rejectIfRedisNotReady: true,
      });
      return {
        take: (key, points) =>
          line.ask(() => takeFrom(shared, key, points)).catch(() => local.take(key, points)),
        giveBack(key, points) {
          line.ask(() => shared.reward(key, points)).catch(() => local.giveBack(key, points));
        },
      };
    },
    isShared: line.isAnswering,
    start: line.start,
    stop: line.stop,
  };
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
