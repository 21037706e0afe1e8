import type { Registry } from 'prom-client';
import { Counter } from 'prom-client';
import type { Authenticate } from '../auth/keys.ts';
import { withMetricsKey } from '../auth/metrics-key.ts';
import type { Principal } from '../auth/principal.ts';
import type { Config } from '../config.ts';
import type { Admission } from '../http/doors/admission.ts';
import { createAdmission } from '../http/doors/admission.ts';
import type { Budgets } from '../http/doors/budgets.ts';
import { createBudgets } from '../http/doors/budgets.ts';
import type { ConnectionLimits, Connections } from '../http/doors/connections.ts';
import { createConnections } from '../http/doors/connections.ts';
import type { Hosts } from '../http/doors/hosts.ts';
import { createHosts } from '../http/doors/hosts.ts';
import type { Origins } from '../http/doors/origins.ts';
import { createOrigins } from '../http/doors/origins.ts';
import type { Overload } from '../http/doors/overload.ts';
import { createOverload } from '../http/doors/overload.ts';
import type { Limited } from '../http/doors/rate-limiter.ts';
import { createRateLimiters } from '../http/doors/rate-limiter.ts';
import type { RefusedConnections } from '../http/doors/refused-connections.ts';
import { createRefusedConnections } from '../http/doors/refused-connections.ts';
import type { AddressOf } from '../http/doors/remote-address.ts';
import { createAddressOf } from '../http/doors/remote-address.ts';
import type { SignIn } from '../http/doors/sign-in.ts';
import { createSignIns } from '../http/doors/sign-in.ts';
import type { Metrics } from '../http/metrics.ts';
import { createMetrics } from '../http/metrics.ts';
import { gaugesOf } from '../http/read-figures.ts';
import type { Refused } from '../http/refusals.ts';
import { createRefusals, refusalOfDocument } from '../http/refusals.ts';
import type { Logger } from '../log.ts';
import type { IntakeLimits } from '../shared/bounds/intake.ts';
import { createIntake } from '../shared/bounds/intake.ts';
import type { Failures } from './failures.ts';
import { redisConnector } from './redis.ts';

interface Parts {
  config: Config;
  authenticate: Authenticate;
  /** Notes that a principal comes again with the same credentials. @returns false when they have ended. */
  comesAgain(principal: Principal): boolean;
  /** Tells whether a principal's credentials have ended. */
  isEnded(principal: Principal): boolean;
  /** Prefix of the desk's keys in a Redis that others may share. */
  redisPrefix: string;
  limits: ConnectionLimits;
  intake: IntakeLimits;
  log: Logger;
  redisChanged: Failures['redisChanged'];
}

const UNTRUSTED_PROXY =
  'Requests come with X-Forwarded-For and TRUSTED_PROXIES is 0: the header is not looked at, and all who come through a proxy count as one address. Set TRUSTED_PROXIES to how many proxies stand before the desk.';

/** The parts that every request passes, at whichever door it comes. */
export interface Doors {
  signIn: SignIn;
  addressOf: AddressOf;
  budgets: Budgets;
  overload: Overload;
  admission: Admission;
  hosts: Hosts;
  origins: Origins;
  connections: Connections;
  /** Called for each connection that is not taken. */
  onConnectionRefused: RefusedConnections;
  metrics: Metrics;
  /** Counts what is refused, by the reason. */
  onRefused: Refused;
  /** Tells what does not work as it should; undefined when all is well. */
  degradation(): string | undefined;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export async function buildDoors(parts: Parts): Promise<Doors> {
  const { config, limits, authenticate, comesAgain, isEnded, redisPrefix, log } = parts;
  const { rates, redis } = config;
  const connect = redis === undefined ? undefined : await redisConnector(redis.url);
  const limiters = createRateLimiters(
    connect === undefined ? undefined : { connect, prefix: redisPrefix },
    (isThere, error) => parts.redisChanged('rates', isThere, error),
  );
  let onRefused: Refused = () => {};
  const counted = new Counter({
    name: 'desk_rate_limited_total',
    help: 'Refused with RATE_LIMITED, by what ran out: points of cost, or attempts to sign in.',
    labelNames: ['what'] as const,
    registers: [],
  });
  const limited: Limited = {
    inc(labels) {
      counted.inc(labels);
      onRefused(labels.what === 'points' ? 'points' : 'sign-ins');
    },
  };
  const { make: makeLimiter } = limiters;
  const maxFailures = rates.signInFailures;
  const signInWith = createSignIns({ maxFailures, makeLimiter, limited });
  const addressOf = createAddressOf(config.trustedProxies, () => log.warn(UNTRUSTED_PROXY));
  const budgets = createBudgets(rates.points, makeLimiter, limited);
  const { metricsKey } = config;
  const metrics = createMetrics({
    metricsKey,
    signIn: signInWith(withMetricsKey(authenticate, metricsKey)),
    addressOf,
  });
  metrics.registry.registerMetric(counted);
  onRefused = createRefusals(metrics.registry);
  const overload = createOverload(createIntake(parts.intake), log, metrics.registry, () =>
    onRefused('overload'),
  );
  const look: Authenticate = async (authorization) => {
    const who = await authenticate(authorization);
    if (who === null) onRefused('credentials');
    return who;
  };
  const signIn = signInWith(look, {
    comesAgain,
    refusalOf: (who) => overload.refusalOf(who, 'sign-in'),
    count: (who, looking) => overload.count(who, false, looking),
  });
  const { isShared } = limiters;
  if (isShared !== undefined) registerShared(metrics.registry, isShared);
  const refused = new Counter({
    name: 'desk_operations_refused_total',
    help: 'Operations refused before anything of them ran, for what they are, by the code of their first error.',
    labelNames: ['code'] as const,
    registers: [metrics.registry],
  });
  const countConnection = createRefusedConnections(log, metrics.registry);
  const onConnectionRefused: RefusedConnections = (why, address) => {
    onRefused('connections');
    countConnection(why, address);
  };
  return {
    signIn,
    addressOf,
    budgets,
    overload,
    admission: createAdmission(overload, budgets, isEnded, (code) => {
      refused.inc({ code });
      onRefused(refusalOfDocument(code));
    }),
    hosts: createHosts(config),
    origins: createOrigins(config),
    connections: createConnections(limits, config.trustedProxies, addressOf, onConnectionRefused),
    onConnectionRefused,
    metrics,
    onRefused,
    degradation: () =>
      isShared === undefined || isShared()
        ? undefined
        : 'Redis does not answer: each node counts rates for itself.',
    start: limiters.start,
    stop: async () => limiters.stop(),
  };
}

function registerShared(registry: Registry, isShared: () => boolean): void {
  gaugesOf(registry)(
    'desk_rates_redis_connected',
    '1 while rates are counted over all nodes in Redis, 0 while each node counts for itself.',
    () => (isShared() ? 1 : 0),
  );
}
