import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { codedError } from '../../graphql/errors.ts';
import { namesOperation } from '../../persisted/request.ts';
import { acceptsAnswer, NOT_ACCEPTABLE } from './media-types.ts';

/**
 * Refuses a request that cannot hold an operation, with a message that says what would be right. Yoga
 * answers another content type without a message and a missing document with 200 in plain JSON, and it
 * passes on the SyntaxError of JSON in a query string, which would count as our own fault.
 */
export function useRequestSyntax(): Plugin {
  return {
    onRequestParse({ url, requestParser, setRequestParser }) {
      setRequestParser(async (request) => {
        // Before anything runs, because nobody would read the answer.
        if (!acceptsAnswer(request.headers.get('accept'))) throw refuse(NOT_ACCEPTABLE, 406);
        if (requestParser === undefined || isSimple(request))
          throw refuse('Send `content-type: application/json`.', 415);
        try {
          const params = withDocumentId(await requestParser(request), request, url);
          if (lacksDocument(params))
            throw refuse('Send a GraphQL document in `query`, or a `documentId`.');
          if (hasOddName(params)) throw refuse('`operationName` must be a text.');
          return params;
        } catch (error) {
          if (isBrokenBody(error)) throw refuse('The request body is not valid JSON.');
          if (!(error instanceof SyntaxError)) throw error;
          throw refuse('`variables` and `extensions` must be JSON objects.');
        }
      });
    },
    onResponse({ response, setResponse, fetchAPI }) {
      // Yoga leaves the body empty when a client accepts none of its types.
      if (response.status !== 406) return;
      const body = { errors: [codedError('BAD_REQUEST', NOT_ACCEPTABLE)] };
      const headers = { 'Content-Type': 'application/json; charset=utf-8' };
      setResponse(new fetchAPI.Response(JSON.stringify(body), { status: 406, headers }));
    },
  };
}

/** Adds `documentId` from the query string: Yoga reads only the parameters that it knows there. */
function withDocumentId<Params>(
  params: Params,
  { method }: Request,
  { searchParams }: URL,
): Params {
  const documentId = method === 'GET' ? searchParams.get('documentId') : null;
  return documentId === null ? params : { ...params, documentId };
}

/** Whether Yoga could not read the JSON of a body: it then wraps the engine's own error. */
function isBrokenBody(error: unknown): boolean {
  return error instanceof GraphQLError && error.extensions['originalError'] !== undefined;
}

/**
 * Whether a page could have sent the POST without a preflight. Yoga would take forms and bare documents
 * as well.
 */
function isSimple({ method, headers }: Request): boolean {
  const [type] = (headers.get('content-type') ?? '').split(';');
  return method === 'POST' && type?.trim().toLowerCase() !== 'application/json';
}

/** Only for an object: a body of another type has errors of its own. */
function lacksDocument(params: unknown): boolean {
  if (typeof params !== 'object' || params === null || Array.isArray(params)) return false;
  const hasDocument = 'query' in params && params.query !== undefined && params.query !== null;
  return !hasDocument && !namesOperation(params);
}

/** Yoga would look for an operation of that name and report the document as wrong. */
function hasOddName(params: unknown): boolean {
  if (typeof params !== 'object' || params === null || !('operationName' in params)) return false;
  const { operationName } = params;
  return operationName != null && typeof operationName !== 'string';
}

function refuse(message: string, status = 400): GraphQLError {
  return codedError('BAD_REQUEST', message, { status });
}
