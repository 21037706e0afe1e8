import { GraphQLError } from 'graphql';
import type { GraphQLParams, Plugin } from 'graphql-yoga';
import type { RequestedOperations } from '../../persisted/request.ts';
import type { Admission } from '../doors/admission.ts';
import type { ServerContext } from './use-authentication.ts';

/**
 * Puts registered documents in place of the ids that requests over HTTP name them by, and takes them
 * as they are: parsed and validated. Sockets resolve their ids themselves and share the rest.
 */
export function useRegisteredOperations(
  operations: RequestedOperations,
  admission: Admission,
): Plugin<Record<string, unknown>, ServerContext> {
  return {
    onRequestParse({ request, url, requestParser, setRequestParser }) {
      if (request.method !== 'GET' || requestParser === undefined) return;
      setRequestParser(async (req) => {
        const params = await requestParser(req);
        const documentId = url.searchParams.get('documentId');
        // Yoga reads no other parameters of an address than those that it knows.
        const named = documentId === null ? {} : { documentId };
        return { ...params, ...named } as GraphQLParams;
      });
    },
    async onParams({ params, setParams, context: { principal } }) {
      // What is no object, and whoever is nobody, ends further on.
      if (principal === undefined || typeof params !== 'object' || params === null) return;
      const resolved = await operations.resolve(params, principal);
      if (!(resolved instanceof GraphQLError)) {
        setParams(resolved as GraphQLParams);
        return;
      }
      admission.refused(principal, resolved);
      throw resolved;
    },
    onParse({ context, setParsedDocument }) {
      const known = operations.knownIn(paramsOf(context));
      if (known !== undefined) setParsedDocument(known.document);
    },
    onValidate({ context, setResult }) {
      const known = operations.knownIn(paramsOf(context));
      if (known !== undefined) setResult(known.errors);
    },
  };
}

function paramsOf(context: object): object | undefined {
  return (context as { params?: object }).params;
}
