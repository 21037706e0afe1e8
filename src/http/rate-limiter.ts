import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { createClient } from 'redis';

/** Every budget is one for a minute, and comes back whole when the minute is over. */
export const WINDOW_S = 60;

/** What is left of a budget after something was taken from it. */
export interface Left {
  /** False: there was not enough, and this was taken all the same. */
  enough: boolean;
  /** Below zero when more was taken than there was. */
  points: number;
  /** Until the whole budget is back. */
  restoredInMs: number;
}

export interface RateLimiter {
  /** Never rejects: without Redis each node counts for itself. */
  take(key: string, points: number): Promise<Left>;
  /** Of what was taken; below zero takes more. Never rejects. */
  giveBack(key: string, points: number): void;
}

/** Counts under one name, over all nodes when there is a Redis. */
export type MakeRateLimiter = (name: string, budget: number) => RateLimiter;

export interface RateLimiters {
  make: MakeRateLimiter;
  start(): Promise<void>;
  stop(): void;
}

const MAX_RETRY_MS = 2_000;
/** A start does not wait for Redis, and neither does an operation. */
const CONNECT_WAIT_MS = 1_000;
const ANSWER_WAIT_MS = 500;

/** @param prefix of the keys in Redis; the nodes of one desk have the same one. */
export function createRateLimiters(
  redis: { url: string; prefix: string } | undefined,
  log: (message: string) => void,
): RateLimiters {
  if (redis === undefined) {
    const make: MakeRateLimiter = (name, budget) =>
      wrap(new RateLimiterMemory(settings(name, budget)));
    return { make, start: async () => {}, stop: () => {} };
  }
  const client = createClient({
    url: redis.url,
    disableOfflineQueue: true,
    commandOptions: { timeout: ANSWER_WAIT_MS },
    socket: {
      reconnectStrategy: (turn: number) => Math.min(MAX_RETRY_MS, 50 * 2 ** Math.min(turn, 6)),
    },
  });
  let wasConnected = true;
  client.on('error', (error: unknown) => {
    if (wasConnected) log(`Redis is gone (${String(error)}): each node counts rates for itself.`);
    wasConnected = false;
  });
  client.on('ready', () => {
    if (!wasConnected) log('Redis is back: rates are counted over all nodes again.');
    wasConnected = true;
  });
  return {
    make(name, budget) {
      const local = settings(name, budget);
      return wrap(
        new RateLimiterRedis({
          ...local,
          keyPrefix: `${redis.prefix}:${name}`,
          storeClient: client,
          useRedisPackage: true,
          rejectIfRedisNotReady: true,
          insuranceLimiter: new RateLimiterMemory(local),
        }),
      );
    },
    async start() {
      const connecting = client.connect().then(
        () => {},
        () => {},
      );
      let timer: NodeJS.Timeout | undefined;
      const waited = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CONNECT_WAIT_MS);
      });
      await Promise.race([connecting, waited]);
      clearTimeout(timer);
    },
    stop() {
      client.destroy();
    },
  };
}

function settings(name: string, budget: number) {
  return { keyPrefix: name, points: budget, duration: WINDOW_S };
}

function wrap(limiter: RateLimiterAbstract): RateLimiter {
  return {
    async take(key, points) {
      try {
        return leftOf(limiter.points, await limiter.consume(key, points), true);
      } catch (result) {
        if (!(result instanceof RateLimiterRes)) throw result;
        return leftOf(limiter.points, result, false);
      }
    },
    giveBack(key, points) {
      // What cannot be counted now is not worth a word: the minute goes by.
      limiter.reward(key, points).catch(() => {});
    },
  };
}

function leftOf(budget: number, result: RateLimiterRes, enough: boolean): Left {
  const { consumedPoints, msBeforeNext } = result;
  return { enough, points: budget - consumedPoints, restoredInMs: Math.max(0, msBeforeNext) };
}
