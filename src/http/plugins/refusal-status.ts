import { GraphQLError } from 'graphql';
import { retryAfterOf } from '../../graphql/errors.ts';

/** The error with what the answer over HTTP says beside it. */
export function withStatus(error: GraphQLError): GraphQLError {
  const { message, nodes, extensions } = error;
  const http = httpOf(error);
  return new GraphQLError(message, { nodes: nodes ?? null, extensions: { ...extensions, http } });
}

/** Nothing ran, so the answer has no data, which the media type of GraphQL over HTTP calls 400. */
function httpOf(error: GraphQLError) {
  const seconds = retryAfterOf(error);
  if (seconds !== undefined) {
    const status = error.extensions['code'] === 'OVERLOADED' ? 503 : 429;
    return { status, headers: { 'Retry-After': String(seconds) } };
  }
  const isUnknown = error.extensions['code'] === 'UNAUTHENTICATED';
  return isUnknown
    ? { status: 401, headers: { 'WWW-Authenticate': 'Bearer' } }
    : { status: 400, spec: true };
}
