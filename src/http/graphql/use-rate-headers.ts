import type { ServerResponse } from 'node:http';
import type { ExecutionResult } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import type { ShownCost } from '../doors/admission.ts';
import { setRateHeaders } from '../doors/rate-headers.ts';
import type { ServerContext } from './use-authentication.ts';

/** Says in the headers of an answer, as in `extensions.cost`, what is left of the budget of points. */
export function useRateHeaders(): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onExecutionResult({ result, context }) {
      if (result === undefined || Symbol.asyncIterator in result || Array.isArray(result)) return;
      const cost = (result as ExecutionResult).extensions?.['cost'] as ShownCost | undefined;
      const { res } = context as unknown as { res?: ServerResponse };
      if (cost === undefined || res === undefined || res.headersSent) return;
      setRateHeaders(res, { ...cost, budget: cost.budgetPerMinute });
    },
  };
}
