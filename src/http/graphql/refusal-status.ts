import { GraphQLError } from 'graphql';
import { retryAfterOf } from '../../graphql/errors.ts';
import { INVALID_TOKEN, refusalHead } from '../doors/challenge.ts';

/** The error with what the answer over HTTP says beside it, unless it says so itself. */
export function withStatus(error: GraphQLError): GraphQLError {
  const { message, nodes, extensions } = error;
  if (extensions['http'] !== undefined) return error;
  const http = httpOf(error);
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { ...extensions, http } });
}

/** The same of what was about to run, and there was no turn or no room for it. */
export function withStatusOfRefusal(error: GraphQLError): GraphQLError {
  return retryAfterOf(error) === undefined ? error : withStatus(error);
}

/** Nothing ran, so the answer has no data, which the media type of GraphQL over HTTP calls 400. */
function httpOf(error: GraphQLError) {
  const isUnknown = error.extensions['code'] === 'UNAUTHENTICATED';
  // Whoever is nobody by now was somebody when the request came.
  if (isUnknown) return { status: 401, headers: { 'WWW-Authenticate': INVALID_TOKEN } };
  return retryAfterOf(error) === undefined ? { status: 400, spec: true } : refusalHead(error);
}
