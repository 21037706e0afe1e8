import type { GraphQLError } from 'graphql';
import { retryAfterOf } from '../../graphql/errors.ts';
import { isInvalid } from '../doors/challenge.ts';

/** Code and reason with which the desk closes a WebSocket. Those that graphql-ws sends are left out. */
interface Close {
  code: number;
  reason: string;
}

export const AWAY_CLOSE: Close = {
  code: 1001,
  reason: 'Going away: resume after your last cursor',
};
export const RETRY_CLOSE: Close = {
  code: 1013,
  reason: 'The log cannot be read: resume after your last cursor',
};
export const SIGN_IN_FAILED_CLOSE: Close = {
  code: 1013,
  reason: 'The credentials cannot be checked now: try again',
};
const OVERLOADED_CLOSE: Close = { code: 1013, reason: 'The node is overloaded: try again' };
export const BAD_MESSAGE_CODE = 4400;
export const UNAUTHENTICATED_CLOSE: Close = {
  code: 4401,
  reason: 'Send a valid key as "authorization" in connection_init',
};
export const INVALID_CREDENTIALS_CLOSE: Close = {
  code: 4401,
  reason: 'The key or token in connection_init is unknown, was revoked or has expired',
};
export const TWO_CREDENTIALS_CLOSE: Close = {
  code: BAD_MESSAGE_CODE,
  reason: 'Send "authorization" once in connection_init',
};
export const CREDENTIALS_ENDED_CLOSE: Close = { code: 4403, reason: 'The credentials have ended' };
export const TOO_MANY_CODE = 4429;
export const SLOW_CLOSE: Close = { code: 4509, reason: 'Too slow: resume after your last cursor' };
export const FAILURE_CLOSE: Close = { code: 4500, reason: 'Internal error' };

/** The close of a socket whose credentials were refused. */
export function closeOf(refused: GraphQLError): Close {
  if (isInvalid(refused)) return INVALID_CREDENTIALS_CLOSE;
  if (refused.extensions['code'] === 'OVERLOADED') return OVERLOADED_CLOSE;
  if (retryAfterOf(refused) === undefined) return UNAUTHENTICATED_CLOSE;
  return { code: TOO_MANY_CODE, reason: refused.message };
}
