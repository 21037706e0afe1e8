import type { IncomingMessage, OutgoingHttpHeader, OutgoingHttpHeaders } from 'node:http';
import { ServerResponse } from 'node:http';
import type { RequestFacts } from '../shared/request-facts.ts';
import { factsOf } from '../shared/request-facts.ts';

/** Headers that keep answers from being embedded, sniffed or kept: names and values in turn. */
const SECURITY_HEADERS: readonly string[] = [
  ...['Cache-Control', 'no-store'],
  ...['Content-Security-Policy', "frame-ancestors 'none'"],
  ...['Cross-Origin-Opener-Policy', 'same-origin'],
  ...['Cross-Origin-Resource-Policy', 'same-origin'],
  ...['Referrer-Policy', 'no-referrer'],
  ...['X-Content-Type-Options', 'nosniff'],
];

type Head = OutgoingHttpHeaders | OutgoingHttpHeader[];

/**
 * An answer that has the security headers, and what names its request, whoever writes it, because they go in
 * with its head. Who wants another value of one sets it with `setHeader`, or names it in an object given to
 * `writeHead`; a list given to `writeHead`, names and values in turn, is written as it is, after them. Node.js
 * takes a class for this.
 */
export class Answer extends ServerResponse {
  #facts: RequestFacts | undefined;

  /** What names the request; found out when it is first asked for. */
  get facts(): RequestFacts {
    this.#facts ??= readFacts(this.req);
    return this.#facts;
  }

  override writeHead(status: number, reason?: string | Head, head?: Head): this {
    const given = typeof reason === 'string' ? head : (reason ?? head);
    // One list and nothing set before it is the shortest way that Node.js has, by far.
    const isList = Array.isArray(given) && this.getHeaderNames().length === 0;
    const whole = isList ? [...namesOf(this.facts), ...SECURITY_HEADERS, ...given] : given;
    if (!isList) setMissing(this);
    return typeof reason === 'string'
      ? super.writeHead(status, reason, whole)
      : super.writeHead(status, whole);
  }
}

export function readFacts({ headers }: Pick<IncomingMessage, 'headers'>): RequestFacts {
  return factsOf(headers['x-request-id'], headers['traceparent']);
}

/** The headers by which a client knows an answer as that to its request: names and values in turn. */
export function namesOf({ id, traceparent }: RequestFacts): readonly string[] {
  return traceparent === undefined
    ? ['X-Request-Id', id]
    : ['X-Request-Id', id, 'traceparent', traceparent];
}

function setMissing(res: Answer): void {
  setEachMissing(res, namesOf(res.facts));
  setEachMissing(res, SECURITY_HEADERS);
}

function setEachMissing(res: Answer, headers: readonly string[]): void {
  for (let at = 0; at < headers.length; at += 2) {
    const [name = '', value = ''] = headers.slice(at, at + 2);
    if (!res.hasHeader(name)) res.setHeader(name, value);
  }
}
