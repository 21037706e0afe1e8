import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../graphql/errors.ts';

/** Why a request is refused by its head. */
export interface HeadRefusal {
  status: number;
  code: ErrorCode;
  message: string;
}

/** Headers that may come once. A second one would be dropped silently, or be the one that a proxy reads. */
const ONCE: readonly string[] = ['authorization', 'content-type', 'host', 'origin'];
/** Characters that would make the rest of a URL part of a user, a path, a query or a fragment. */
const NOT_IN_HOST = /[@/\\?#]/;

/**
 * Reads the address that a request is for, or tells what is wrong with its head. A target with a host, as
 * sent to a proxy, is made a path, whatever host it names.
 */
export function readHead(req: IncomingMessage, maxHeaders: number): URL | HeadRefusal {
  if (req.rawHeaders.length > 2 * maxHeaders)
    return refusal(`A request has at most ${maxHeaders} headers.`, 431);
  const names = req.rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  const twice = ONCE.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined)
    return refusal(`A request has one header \`${twice}\`; this has several.`);
  return addressOf(req) ?? refusal('The request has no valid address.');
}

function addressOf(req: IncomingMessage): URL | undefined {
  const target = req.url ?? '/';
  if (/^https?:\/\//i.test(target) && URL.canParse(target)) {
    const { pathname, search } = new URL(target);
    req.url = `${pathname}${search}`;
  } else if (!target.startsWith('/') && !isOfServer(req)) return undefined;
  const host = req.headers.host ?? 'localhost';
  // URLs are made with the Host header further on, so a header that no URL can hold is refused here.
  const address = `http://${host}${isOfServer(req) ? '/' : req.url}`;
  return !NOT_IN_HOST.test(host) && URL.canParse(address) ? new URL(address) : undefined;
}

/** `OPTIONS *` asks about all of the server. */
function isOfServer({ method, url }: IncomingMessage): boolean {
  return method === 'OPTIONS' && url === '*';
}

function refusal(message: string, status = 400): HeadRefusal {
  return { status, code: 'BAD_REQUEST', message };
}
