import type { Registry } from 'prom-client';
import { Counter, Gauge } from 'prom-client';
import type { Authenticate } from './auth/keys.ts';
import type { Principal } from './auth/principal.ts';
import type { Config } from './config.ts';
import type { Admission } from './http/admission.ts';
import { createAdmission } from './http/admission.ts';
import type { Budgets } from './http/budgets.ts';
import { createBudgets } from './http/budgets.ts';
import type { Metrics } from './http/metrics.ts';
import { createMetrics } from './http/metrics.ts';
import type { Origins } from './http/origins.ts';
import { createOrigins } from './http/origins.ts';
import { createRateLimiters } from './http/rate-limiter.ts';
import type { AddressOf } from './http/remote-address.ts';
import { createAddressOf } from './http/remote-address.ts';
import type { SignIn } from './http/sign-in.ts';
import { createSignIn } from './http/sign-in.ts';
import type { Logger } from './log.ts';

interface Parts {
  config: Config;
  authenticate: Authenticate;
  /** Whether the credentials have ended. */
  isEnded(principal: Principal): boolean;
  /** Of the desk's keys in a Redis that others may share. */
  redisPrefix: string;
  log: Logger;
}

/** What everybody passes who comes in, by whichever door. */
export interface Doors {
  signIn: SignIn;
  addressOf: AddressOf;
  budgets: Budgets;
  admission: Admission;
  origins: Origins;
  metrics: Metrics;
  /** What does not work as it should; undefined when all is well. */
  degradation(): string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function buildDoors({ config, authenticate, isEnded, redisPrefix, log }: Parts): Doors {
  const { rates, redis } = config;
  const limiters = createRateLimiters(
    redis === undefined ? undefined : { url: redis.url, prefix: redisPrefix },
    (message) => log.warn(message),
  );
  const limited = new Counter({
    name: 'desk_rate_limited_total',
    help: 'Refused with RATE_LIMITED, by what ran out: points of cost, or attempts to sign in.',
    labelNames: ['what'] as const,
    registers: [],
  });
  const { make: makeLimiter } = limiters;
  const maxFailures = rates.signInFailures;
  const signIn = createSignIn({ authenticate, maxFailures, makeLimiter, limited });
  const addressOf = createAddressOf(config.trustedProxies);
  const budgets = createBudgets(rates.points, makeLimiter, limited);
  const metrics = createMetrics(signIn, addressOf);
  metrics.registry.registerMetric(limited);
  const { isShared } = limiters;
  if (isShared !== undefined) registerShared(metrics.registry, isShared);
  return {
    signIn,
    addressOf,
    budgets,
    admission: createAdmission(budgets, isEnded),
    origins: createOrigins(config.corsOrigins),
    metrics,
    degradation: () =>
      isShared === undefined || isShared()
        ? undefined
        : 'Redis does not answer: each node counts rates for itself.',
    start: limiters.start,
    stop: async () => limiters.stop(),
  };
}

function registerShared(registry: Registry, isShared: () => boolean): void {
  new Gauge({
    name: 'desk_rates_redis_connected',
    help: '1 while rates are counted over all nodes in Redis, 0 while each node counts for itself.',
    registers: [registry],
    collect() {
      this.set(isShared() ? 1 : 0);
    },
  });
}
