import { hashOf, isKeyOf } from './api-key.ts';
import type { Authenticate } from './keys.ts';
import { bearerOf } from './keys.ts';

/** Whoever has METRICS_KEY: nobody in the desk. */
export const METRICS_READER = 'metrics';

/** Who reads metrics: whoever has the key for it, beside those who sign in otherwise. */
export function withMetricsKey(authenticate: Authenticate, metricsKey: string | undefined) {
  const hash = metricsKey === undefined ? undefined : hashOf(metricsKey);
  return async (authorization: string) => {
    const credential = bearerOf(authorization);
    const isMetricsKey =
      hash !== undefined && credential !== undefined && isKeyOf(credential, hash);
    return isMetricsKey ? METRICS_READER : authenticate(authorization);
  };
}
