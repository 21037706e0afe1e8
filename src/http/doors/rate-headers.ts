import type { ServerResponse } from 'node:http';
import type { Principal } from '../../auth/principal.ts';
import { rateLimited } from '../../graphql/errors.ts';
import { sendRefusal } from '../reply.ts';
import type { Budgets } from './budgets.ts';
import { WINDOW_S } from './rate-limiter.ts';

/** What is left of a budget of points. */
interface Left {
  /** Null: there is no limit. */
  budget: number | null;
  left: number | null;
  restoredInSeconds: number;
}

/** By the draft of the IETF, `RateLimit`, and as it was before and is read by most; none where there is no limit. */
export function setRateHeaders(
  res: ServerResponse,
  { budget, left, restoredInSeconds }: Left,
): void {
  if (budget === null || left === null) return;
  res.setHeader('RateLimit-Policy', `"points";q=${budget};w=${WINDOW_S}`);
  res.setHeader('RateLimit', `"points";r=${left};t=${restoredInSeconds}`);
  res.setHeader('RateLimit-Limit', String(budget));
  res.setHeader('RateLimit-Remaining', String(left));
  res.setHeader('RateLimit-Reset', String(restoredInSeconds));
}

/** Takes what an answer costs, and says in its headers what is left. @returns false: it was refused and answered. */
export async function charge(
  res: ServerResponse,
  budgets: Budgets,
  principal: Principal,
  points: number,
): Promise<boolean> {
  const taken = await budgets.take(principal, points);
  setRateHeaders(res, taken);
  if (!taken.enough) sendRefusal(res, rateLimited(taken.restoredInSeconds));
  return taken.enough;
}
