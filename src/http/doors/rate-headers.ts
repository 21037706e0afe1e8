import type { ServerResponse } from 'node:http';
import type { Principal } from '../../auth/principal.ts';
import { rateLimited } from '../../graphql/errors.ts';
import { sendRefusal } from '../reply.ts';
import type { Budgets } from './budgets.ts';
import { WINDOW_S } from './local-limiter.ts';

/** The points left of a budget. */
interface Left {
  /** Points for a minute; null when there is no limit. */
  budget: number | null;
  left: number | null;
  restoredInSeconds: number;
}

/**
 * `RateLimit` by the IETF draft, and the older headers that most clients read: names and values in turn. None
 * if the budget is unlimited.
 */
export function rateHeaders({ budget, left, restoredInSeconds }: Left): readonly string[] {
  if (budget === null || left === null) return NONE;
  return [
    'RateLimit-Policy',
    `"points";q=${budget};w=${WINDOW_S}`,
    'RateLimit',
    `"points";r=${left};t=${restoredInSeconds}`,
    'RateLimit-Limit',
    String(budget),
    'RateLimit-Remaining',
    String(left),
    'RateLimit-Reset',
    String(restoredInSeconds),
  ];
}

const NONE: readonly string[] = [];

/** Sets headers that are given as names and values in turn. */
export function setEach(res: ServerResponse, headers: readonly string[]): void {
  for (let at = 0; at < headers.length; at += 2) {
    res.setHeader(headers[at] ?? '', headers[at + 1] ?? '');
  }
}

/** Takes points, and sets the headers for the rest. @returns false when the request was refused instead. */
export async function charge(
  res: ServerResponse,
  budgets: Budgets,
  principal: Principal,
  points: number,
): Promise<boolean> {
  const taken = await budgets.take(principal, points);
  setEach(res, rateHeaders(taken));
  if (!taken.enough) sendRefusal(res, rateLimited(taken.restoredInSeconds));
  return taken.enough;
}
