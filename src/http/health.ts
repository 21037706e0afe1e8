import { within } from '../shared/bounds/within.ts';
import { sendJson } from './reply.ts';
import type { Handler } from './server.ts';

/** A condition that must hold before requests are sent to this node. */
export interface ReadinessCheck {
  /** What is wrong when the check fails or does not end, for operators. */
  reason: string;
  /** @returns whether it holds; or nothing if it does, and the reason if it does not. */
  run(): Promise<boolean | string | undefined>;
}

/** Within a second there is an answer, whatever a check waits for. */
const ANSWER_MS = 800;
/** What was found so lately is not looked for again, however often is asked. */
const FRESH_MS = 100;
/** A check that takes longer than an answer may holds if it held so lately. */
const HELD_MS = 2_000;

/** Answers that the process lives. */
export const liveness: Handler = (_req, res) => sendJson(res, 200, { status: 'ok' });

/**
 * Runs the checks side by side; answers 503 with the reason of the first in the list that fails or takes
 * too long.
 *
 * @param degradations tell what does not work as it should although requests can be answered; each
 *   returns undefined when all is well.
 */
export function createReadiness(
  checks: readonly ReadinessCheck[],
  degradations: readonly (() => string | undefined)[] = [],
): Handler {
  const asked = checks.map(createAsk);
  return async (_req, res) => {
    const reasons = await Promise.all(asked.map((ask) => ask()));
    const reason = reasons.find((one) => one !== undefined);
    if (reason !== undefined) return sendJson(res, 503, { status: 'unavailable', reason });
    const degraded = degradations.flatMap((degradation) => degradation() ?? []);
    sendJson(
      res,
      200,
      degraded.length === 0 ? { status: 'ok' } : { status: 'degraded', reason: degraded.join(' ') },
    );
  };
}

interface Found {
  /** Why the check did not hold; undefined: it did. */
  reason: string | undefined;
  at: number;
}

/** Makes a function that finds out whether a check holds. However often it is called, it runs once at a time. */
function createAsk({ reason, run }: ReadinessCheck): () => Promise<string | undefined> {
  let found: Found | undefined;
  let heldAt = Number.NEGATIVE_INFINITY;
  let running: Promise<Found> | undefined;

  async function look(): Promise<Found> {
    const since = performance.now();
    const outcome = await run().catch(() => false);
    const failed = outcome === true || outcome === undefined ? undefined : outcome || reason;
    if (failed === undefined) heldAt = since;
    found = { reason: failed, at: performance.now() };
    running = undefined;
    return found;
  }

  return async () => {
    if (found !== undefined && performance.now() - found.at < FRESH_MS) return found.reason;
    running ??= look();
    const inTime = await within(ANSWER_MS, running, () => undefined);
    if (inTime !== undefined) return inTime.reason;
    return performance.now() - heldAt < HELD_MS ? undefined : reason;
  };
}
