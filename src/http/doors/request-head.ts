import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../graphql/errors.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';

/** Why a request is refused by its head. */
export interface HeadRefusal {
  status: number;
  code: ErrorCode;
  message: string;
  headers?: Readonly<Record<string, string>>;
}

/** Headers that may come once. A second one would be dropped silently, or be the one that a proxy reads. */
const ONCE: readonly string[] = ['authorization', 'content-type', 'host', 'origin'];
const LENGTHS_OF_ONCE: ReadonlySet<number> = new Set(ONCE.map(({ length }) => length));
/** Characters that would make the rest of a URL part of a user, a path, a query or a fragment. */
const NOT_IN_HOST = /[@/\\?#]/;

/**
 * Reads the address that a request is for, or tells what is wrong with its head. A target with a host, as
 * sent to a proxy, is made a path, whatever host it names.
 */
export function readHead(req: IncomingMessage, maxHeaders: number): URL | HeadRefusal {
  if (req.rawHeaders.length > 2 * maxHeaders)
    return refusal(`A request has at most ${maxHeaders} headers.`, 431);
  const twice = nameOfTwice(req.rawHeaders);
  if (twice !== undefined)
    return refusal(`A request has one header \`${twice}\`; this has several.`);
  return addressOf(req) ?? refusal('The request has no valid address.');
}

/** The first of {@link ONCE} that comes more than once. */
function nameOfTwice(rawHeaders: readonly string[]): string | undefined {
  const seen: string[] = [];
  const twice: string[] = [];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const raw = rawHeaders[at] ?? '';
    if (!LENGTHS_OF_ONCE.has(raw.length)) continue;
    const name = raw.toLowerCase();
    if (!ONCE.includes(name)) continue;
    (seen.includes(name) ? twice : seen).push(name);
  }
  return twice.length === 0 ? undefined : ONCE.find((name) => twice.includes(name));
}

/** The path that nearly all requests are for, and its addresses by the hosts that they name. */
const USUAL = '/graphql';
const MAX_HOSTS = 1_000;
const MAX_HOST_LENGTH = 300;
const usual = createBoundedMap<string, URL>({ maxSize: MAX_HOSTS });

function addressOf(req: IncomingMessage): URL | undefined {
  const { host } = req.headers;
  if (req.url !== USUAL || host === undefined || host.length > MAX_HOST_LENGTH)
    return readAddress(req);
  const known = usual.get(host);
  if (known !== undefined) return known;
  const address = readAddress(req);
  if (address !== undefined) usual.set(host, address);
  return address;
}

function readAddress(req: IncomingMessage): URL | undefined {
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
