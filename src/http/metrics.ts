import type { IncomingMessage, ServerResponse } from 'node:http';
import { performance } from 'node:perf_hooks';
import { GraphQLError } from 'graphql';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { METRICS_READER } from '../auth/metrics-key.ts';
import type { Principal } from '../auth/principal.ts';
import { unauthenticated } from '../graphql/errors.ts';
import { SECOND_MS } from '../shared/duration.ts';
import type { Histogram } from '../shared/histogram.ts';
import { createHistogram } from '../shared/histogram.ts';
import { isLoopbackHost } from '../shared/loopback.ts';
import type { AddressOf } from './doors/remote-address.ts';
import type { SignIn } from './doors/sign-in.ts';
import type { Labels } from './read-figures.ts';
import { countersOf, histogramsOf } from './read-figures.ts';
import { sendRefusal, sendText } from './reply.ts';
import type { Handler } from './server.ts';
import type { Unrouted } from './unrouted.ts';

export interface Metrics {
  /** Where other parts register their metrics. */
  registry: Registry;
  /** Answers Prometheus with METRICS_KEY, admins, and, without a METRICS_KEY, this machine; 401 to others. */
  handle: Handler;
  /** Measures every request of a handler under the name of its route. */
  measure(route: string, handler: Handler): Handler;
  /** Measures what is answered before there is a route. */
  unrouted: Unrouted;
}

/** The route of what has none, and the method of what is no request. */
const NONE = 'none';

const DURATION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

const FOR_ADMINS =
  'Metrics are for METRICS_KEY and for admins: send that key or an admin key in `Authorization: Bearer …`.';

interface MetricsOptions {
  /** Undefined: this machine may read metrics without a key. */
  metricsKey: string | undefined;
  signIn: SignIn<Principal | typeof METRICS_READER>;
  addressOf: AddressOf;
}

export function createMetrics({ metricsKey, signIn, addressOf }: MetricsOptions): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = createDurations(registry);
  const withoutRoute = durations(NONE);

  function observe(durationOf: DurationOf, req: IncomingMessage, res: ServerResponse): void {
    const since = performance.now();
    res.once('close', () => {
      const seconds = (performance.now() - since) / SECOND_MS;
      durationOf(req.method ?? NONE, res.statusCode).observe(seconds);
    });
  }

  countersOf(registry)(
    'desk_event_loop_busy_seconds_total',
    'Seconds in which the event loop had something to do; its rate is the share of a processor.',
    () => performance.eventLoopUtilization().active / SECOND_MS,
  );

  return {
    registry,
    async handle(req, res) {
      if (metricsKey !== undefined || !isLocal(req)) {
        const who = await signIn(req.headers.authorization, addressOf(req));
        if (who instanceof GraphQLError) return sendRefusal(res, who);
        if (who !== METRICS_READER && who.role !== 'ADMIN')
          return sendRefusal(res, unauthenticated(FOR_ADMINS));
      }
      sendText(res, 200, registry.contentType, await registry.metrics());
    },
    measure(route, handler) {
      const durationOf = durations(route);
      return (req, res, url) => {
        observe(durationOf, req, res);
        return handler(req, res, url);
      };
    },
    unrouted: {
      answered: (req, res) => observe(withoutRoute, req, res),
      refused: (status, method = NONE) => withoutRoute(method, status).observe(0),
    },
  };
}

type DurationOf = (method: string, status: number) => Histogram;

/** Makes a function that finds the histogram of a route's answers. There are few methods and statuses. */
function createDurations(registry: Registry) {
  const all: (readonly [Labels, Histogram])[] = [];
  histogramsOf(registry)(
    'http_request_duration_seconds',
    'Time from the head of a request to the end of its answer.',
    () => all,
  );
  return (route: string): DurationOf => {
    const byMethod = new Map<string, Map<number, Histogram>>();
    return (method, status) => {
      const byStatus = byMethod.get(method) ?? new Map<number, Histogram>();
      const known = byStatus.get(status);
      if (known !== undefined) return known;
      const made = createHistogram(DURATION_BUCKETS_S);
      byMethod.set(method, byStatus.set(status, made));
      all.push([{ method, route, status: String(status) }, made]);
      return made;
    };
  };
}

/**
 * Whether a request comes from this machine, by a loopback name, and not through a proxy on it, which would
 * make everybody local. The name is checked because a page in a browser here may lead its own name here.
 */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  const address = socket.remoteAddress ?? '';
  const { hostname } = new URL(`http://${headers.host ?? 'nobody.invalid'}`);
  return (
    isLoopbackHost(address) &&
    isLoopbackHost(hostname) &&
    !Object.keys(headers).some((name) => PASSED_ON.test(name))
  );
}

/** Headers that proxies add. */
const PASSED_ON =
  /^(?:forwarded|via|x-forwarded(?:-.*)?|x-original-.*|x-envoy-.*|(?:x-)?(?:real|client|cluster-client)-ip|true-client-ip|cf-.*)$/;
