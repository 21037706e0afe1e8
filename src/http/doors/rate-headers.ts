import type { ServerResponse } from 'node:http';
import type { Principal } from '../../auth/principal.ts';
import { rateLimited } from '../../graphql/errors.ts';
import { sendRefusal } from '../reply.ts';
import type { Budgets } from './budgets.ts';
import { WINDOW_S } from './rate-limiter.ts';

/** The points left of a budget. */
interface Left {
  /** Points for a minute; null when there is no limit. */
  budget: number | null;
  left: number | null;
  restoredInSeconds: number;
}

/** Sets `RateLimit` by the IETF draft, and the older headers that most clients read; none if unlimited. */
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

/** Takes points, and sets the headers for the rest. @returns false when the request was refused instead. */
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
