import { GraphQLError } from 'graphql';
import { retryAfterOf } from '../../graphql/errors.ts';
import { INVALID_TOKEN, refusalHead } from '../doors/challenge.ts';

/** The error with its HTTP status and headers, unless it carries them already. */
export function withStatus(error: GraphQLError): GraphQLError {
  const { message, nodes, extensions } = error;
  if (extensions['http'] !== undefined) return error;
  const http = httpOf(error);
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { ...extensions, http } });
}

/**
 * Like {@link withStatus}, only for an operation that got no turn or no room when it was about to run. The error
 * of a field stays one of its field: others may have done their work.
 */
export function withStatusOfRefusal(error: GraphQLError): GraphQLError {
  if (error.path !== undefined && error.path.length > 0) return error;
  return retryAfterOf(error) === undefined ? error : withStatus(error);
}

/** Nothing ran, so there is no data; for that the media type of GraphQL over HTTP has the status 400. */
function httpOf(error: GraphQLError) {
  const isUnknown = error.extensions['code'] === 'UNAUTHENTICATED';
  // The credentials named somebody when the request came, and have ended since.
  if (isUnknown) return { status: 401, headers: { 'WWW-Authenticate': INVALID_TOKEN } };
  return retryAfterOf(error) === undefined ? { status: 400, spec: true } : refusalHead(error);
}
