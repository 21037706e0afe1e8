import type { ServerResponse } from 'node:http';
import type { GraphQLError } from 'graphql';
import type { ErrorCode } from '../graphql/errors.ts';
import { retryAfterOf } from '../graphql/errors.ts';

export function sendText(
  res: ServerResponse,
  status: number,
  contentType: string,
  text: string,
): void {
  res.writeHead(status, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(text),
  });
  res.end(text);
}

export function sendJson(res: ServerResponse, status: number, body: unknown): void {
  sendText(res, status, 'application/json; charset=utf-8', `${JSON.stringify(body)}\n`);
}

/** An error in the form that GraphQL answers have too. */
export function sendError(
  res: ServerResponse,
  status: number,
  code: ErrorCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): void {
  sendJson(res, status, { errors: [{ message, extensions: { code, ...extensions } }] });
}

/** Why nothing else is said: 401 with a challenge, or 429 with the seconds to wait. */
export function sendRefusal(res: ServerResponse, refused: GraphQLError): void {
  const seconds = retryAfterOf(refused);
  if (seconds === undefined) res.setHeader('WWW-Authenticate', 'Bearer');
  else res.setHeader('Retry-After', seconds);
  sendJson(res, seconds === undefined ? 401 : 429, { errors: [refused] });
}
