import type { GraphQLError } from 'graphql';
import { retryAfterOf, unauthenticated } from '../../graphql/errors.ts';

/** Errors about credentials that are wrong. Clients see them with the same code as for missing ones. */
const invalid = new WeakSet<GraphQLError>();

/** The error for credentials that name nobody: unknown, ended, or malformed. */
export function invalidCredentials(): GraphQLError {
  const error = unauthenticated(
    'The credentials in `Authorization` are not valid: the key or token is unknown, was revoked or has expired. Send a valid one as `Bearer …`.',
  );
  invalid.add(error);
  return error;
}

export function isInvalid(error: GraphQLError): boolean {
  return invalid.has(error);
}

/** The value of `WWW-Authenticate` by RFC 6750: a caller without credentials is told no error. */
export function challengeFor(error: GraphQLError): string {
  return isInvalid(error) ? INVALID_TOKEN : 'Bearer';
}

export const INVALID_TOKEN =
  'Bearer error="invalid_token", error_description="The key or token is unknown, was revoked or has expired"';

interface RefusalHead {
  status: 401 | 429 | 503;
  headers: Record<string, string>;
}

/** Status and headers of an answer that is only a refusal: 401, or 429 and 503 with the seconds to wait. */
export function refusalHead(refused: GraphQLError): RefusalHead {
  const seconds = retryAfterOf(refused);
  if (seconds === undefined) {
    return { status: 401, headers: { 'WWW-Authenticate': challengeFor(refused) } };
  }
  const retry = { 'Retry-After': String(seconds) };
  if (refused.extensions['code'] === 'OVERLOADED') return { status: 503, headers: retry };
  const rate = { 'RateLimit-Remaining': '0', 'RateLimit-Reset': String(seconds) };
  return { status: 429, headers: { ...retry, ...rate } };
}
