import type { Plugin } from 'graphql-yoga';
import { checkPages } from '../../graphql/page-limits.ts';

/** Refuses an operation that asks for pages over the limit before any of it runs. */
export function usePageLimits(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { schema, document, variableValues, operationName } = args;
      const errors = checkPages(schema, document, variableValues ?? {}, operationName);
      if (errors.length > 0) setResultAndStopExecution({ errors });
    },
  };
}
