import type { Config } from '../config.ts';
import type { Tracing } from '../shared/tracing.ts';
import type { Failures } from './failures.ts';

/** Begins to send traces, where the configuration names who takes them. Without it nothing of it is loaded. */
export async function startTracing(
  { tracesUrl }: Config,
  { traces }: Failures,
): Promise<Tracing | undefined> {
  if (tracesUrl === undefined) return undefined;
  const { createTracing } = await import('./open-telemetry.ts');
  return createTracing(tracesUrl, traces);
}
