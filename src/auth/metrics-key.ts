import { hashOf, isKeyOf } from './api-key.ts';
import type { Authenticate } from './keys.ts';
import { bearerOf } from './keys.ts';

/** Stands for the holder of METRICS_KEY, who is no principal of the desk. */
export const METRICS_READER = 'metrics';

/** Makes an authentication for metrics, which takes METRICS_KEY beside the credentials of principals. */
export function withMetricsKey(authenticate: Authenticate, metricsKey: string | undefined) {
  const hash = metricsKey === undefined ? undefined : hashOf(metricsKey);
  return async (authorization: string) => {
    const credential = bearerOf(authorization);
    const isMetricsKey =
      hash !== undefined && credential !== undefined && isKeyOf(credential, hash);
    return isMetricsKey ? METRICS_READER : authenticate(authorization);
  };
}
