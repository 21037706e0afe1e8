import type { IncomingMessage } from 'node:http';
import { GraphQLError } from 'graphql';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { unauthenticated } from '../graphql/errors.ts';
import type { AddressOf } from './remote-address.ts';
import { sendRefusal, sendText } from './reply.ts';
import type { Handler } from './server.ts';
import type { SignIn } from './sign-in.ts';

export interface Metrics {
  /** Where other parts register theirs. */
  registry: Registry;
  /** Answers Prometheus. To loopback addresses and admins; 401 to others. */
  handle: Handler;
  /** Measures every request of a handler under the name of its route. */
  measure(route: string, handler: Handler): Handler;
}

const DURATION_BUCKETS_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(signIn: SignIn, addressOf: AddressOf): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: DURATION_BUCKETS_S,
    registers: [registry],
  });

  return {
    registry,
    async handle(req, res) {
      if (!isLocal(req)) {
        const principal = await signIn(req.headers.authorization, addressOf(req));
        if (principal instanceof GraphQLError) return sendRefusal(res, principal);
        if (principal.role !== 'ADMIN')
          return sendRefusal(
            res,
            unauthenticated(
              'Metrics are for admins: send an admin key in `Authorization: Bearer …`.',
            ),
          );
      }
      sendText(res, 200, registry.contentType, await registry.metrics());
    },
    measure: (route, handler) => (req, res, url) => {
      const end = duration.startTimer({ method: req.method ?? '', route });
      res.once('close', () => end({ status: String(res.statusCode) }));
      return handler(req, res, url);
    },
  };
}

/** From this machine and not passed on by a proxy on it, which would make everybody local. */
function isLocal({ socket, headers }: IncomingMessage): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  const address = socket.remoteAddress ?? '';
  return address === '::1' || /^(::ffff:)?127\./.test(address);
}
