import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { GraphQLError } from 'graphql';
import type { ErrorCode } from '../graphql/errors.ts';
import type { RequestFacts } from '../shared/request-facts.ts';
import { namesOf } from './answer-head.ts';
import { refusalHead } from './doors/challenge.ts';
import type { HeadRefusal } from './doors/request-head.ts';

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

/** Sends an error in the form that GraphQL answers have. */
export function sendError(
  res: ServerResponse,
  status: number,
  code: ErrorCode,
  message: string,
  extensions: Readonly<Record<string, unknown>> = {},
): void {
  sendJson(res, status, { errors: [{ message, extensions: { code, ...extensions } }] });
}

/** Sends a refusal: 401 with a challenge, or 429 or 503 with seconds to wait. Headers set before stay. */
export function sendRefusal(res: ServerResponse, refused: GraphQLError): void {
  const { status, headers } = refusalHead(refused);
  for (const [name, value] of Object.entries(headers)) {
    if (!res.hasHeader(name)) res.setHeader(name, value);
  }
  sendJson(res, status, { errors: [refused] });
}

/** Sends an error over a connection that asked for another protocol, and closes it. */
export function refuseUpgrade(
  socket: Duplex,
  { status, code, message, headers = {} }: HeadRefusal,
  facts: RequestFacts,
): void {
  const body = `${JSON.stringify({ errors: [{ message, extensions: { code } }] })}\n`;
  const given = [
    ...Object.entries(headers).flat(),
    ...['Content-Type', 'application/json; charset=utf-8'],
    ...['Content-Length', String(Buffer.byteLength(body))],
  ];
  socket.end(`${headOf(status, given, facts)}${body}`);
}

/**
 * The head of an answer that is written without Node.js, the last on its connection.
 *
 * @param headers names and values in turn.
 */
export function headOf(status: number, headers: readonly string[], facts: RequestFacts): string {
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Connection: close',
    ...linesOf(headers),
    ...linesOf(namesOf(facts)),
  ];
  return `${lines.join('\r\n')}\r\n\r\n`;
}

/** Headers as they stand in a head, from names and values in turn. */
export function linesOf(headers: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return lines;
}
