import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { checkPages } from '../../graphql/page-limits.ts';

/** Refuses an operation that asks for pages over the limit before any of it runs. */
export function usePageLimits(): Plugin {
  return {
    onExecute({ args, setResultAndStopExecution }) {
      const { schema, document, variableValues, operationName } = args;
      const errors = checkPages(schema, document, variableValues ?? {}, operationName);
      if (errors.length > 0) setResultAndStopExecution({ errors: errors.map(asRefused) });
    },
  };
}

/** Nothing ran, so the answer has no data, which the media type of GraphQL over HTTP calls 400. */
function asRefused({ message, nodes, extensions }: GraphQLError): GraphQLError {
  return new GraphQLError(message, {
    nodes: nodes ?? null,
    extensions: { ...extensions, http: { status: 400, spec: true } },
  });
}
