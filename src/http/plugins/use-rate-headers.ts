import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ShownCost } from '../admission.ts';
import { WINDOW_S } from '../rate-limiter.ts';
import type { ServerContext } from './use-authentication.ts';

/** Says in the headers of an answer, as in `extensions.cost`, what is left of the budget of points. */
export function useRateHeaders(): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onExecutionResult({ result, context }) {
      if (result === undefined || Symbol.asyncIterator in result || Array.isArray(result)) return;
      const cost = (result as ExecutionResult).extensions?.['cost'] as ShownCost | undefined;
      const { res } = context as unknown as { res?: ServerResponse };
      if (cost === undefined || res === undefined || res.headersSent) return;
      for (const [name, value] of Object.entries(rateHeaders(cost))) res.setHeader(name, value);
    },
  };
}

/** By the draft of the IETF, `RateLimit`, and as it was before and is read by most; none where there is no limit. */
function rateHeaders({ budgetPerMinute, left, restoredInSeconds }: ShownCost) {
  if (budgetPerMinute === null || left === null) return {};
  return {
    'RateLimit-Policy': `"points";q=${budgetPerMinute};w=${WINDOW_S}`,
    RateLimit: `"points";r=${left};t=${restoredInSeconds}`,
    'RateLimit-Limit': String(budgetPerMinute),
    'RateLimit-Remaining': String(left),
    'RateLimit-Reset': String(restoredInSeconds),
  };
}
