import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../graphql/errors.ts';

/** Why a request is not looked at any further. */
export interface HeadRefusal {
  status: number;
  code: ErrorCode;
  message: string;
}

/** Of which the second would be dropped without a word, or be read by somebody else on the way. */
const ONCE: readonly string[] = ['authorization', 'content-type', 'host', 'origin'];
/** What a host in front of it would turn into a user, a path, a query or a fragment. */
const NOT_IN_HOST = /[@/\\?#]/;

/**
 * The address that a request is for; or what is wrong with its head. A target that names a host, as to
 * a proxy, came here whatever it names, and is made a path.
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
  // The Host header goes into addresses further on, so one that cannot be in an address ends here.
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
