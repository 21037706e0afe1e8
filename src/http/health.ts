import { within } from '../shared/bounds/within.ts';
import { sendJson } from './reply.ts';
import type { Handler } from './server.ts';

/** A condition that must hold before requests are sent to this node. */
export interface ReadinessCheck {
  /** What is wrong when the check fails, for operators: 'The database cannot be reached.' */
  reason: string;
  run(): Promise<boolean>;
}

const CHECK_TIMEOUT_MS = 3_000;

/** Answers that the process lives. */
export const liveness: Handler = (_req, res) => sendJson(res, 200, { status: 'ok' });

/**
 * Runs the checks in order; answers 503 with the reason of the first that fails or takes too long.
 *
 * @param degradations tell what does not work as it should although requests can be answered; each
 *   returns undefined when all is well.
 */
export function createReadiness(
  checks: readonly ReadinessCheck[],
  degradations: readonly (() => string | undefined)[] = [],
): Handler {
  return async (_req, res) => {
    for (const { reason, run } of checks) {
      if (await holds(run)) continue;
      sendJson(res, 503, { status: 'unavailable', reason });
      return;
    }
    const reasons = degradations.flatMap((degradation) => degradation() ?? []);
    const degraded = { status: 'degraded', reason: reasons.join(' ') };
    sendJson(res, 200, reasons.length === 0 ? { status: 'ok' } : degraded);
  };
}

async function holds(run: () => Promise<boolean>): Promise<boolean> {
  try {
    return await within(CHECK_TIMEOUT_MS, run(), () => false);
  } catch {
    return false;
  }
}
