import type { IncomingMessage, ServerResponse } from 'node:http';
import { originOf } from '../../shared/url.ts';
import { sendError } from '../reply.ts';

/** Decides which pages may ask. Clients that are no browsers send no origin and are not asked for one. */
export interface Origins {
  /** Answers preflights, and refuses pages that may not ask. @returns true when the request is answered. */
  answer(req: IncomingMessage, res: ServerResponse): boolean;
  /** Tells whether a request comes from no page, from a page of the desk's own host, or an allowed origin. */
  mayAsk(req: IncomingMessage): boolean;
}

interface OriginSettings {
  corsOrigins: readonly string[];
  publicUrl: string | undefined;
}

/** Why a page is refused. The browser hides this answer from the page; its network panel shows it. */
export const FOREIGN_ORIGIN =
  'Pages of this origin may not ask: CORS_ORIGINS names those that may.';

const PREFLIGHT_SECONDS = 600;
/** Headers that pages of allowed origins may read: all of ours that say more than the body. */
const EXPOSED = [
  'ETag',
  'Retry-After',
  'WWW-Authenticate',
  'RateLimit',
  'RateLimit-Policy',
  'RateLimit-Limit',
  'RateLimit-Remaining',
  'RateLimit-Reset',
  'X-Request-Id',
  'traceparent',
].join(', ');
/** Headers that clients send and that are always allowed. */
const ALWAYS = ['authorization', 'content-type', 'accept', 'if-none-match', 'last-event-id'];
/** The most headers that a preflight is granted: as many as a request may have. */
const MAX_ASKED = 100;
/** A token of HTTP without the star, which would stand for all headers. */
const HEADER_NAME = /^[a-z0-9!#$%&'+.^_`|~-]{1,64}$/;
/** Headers that only a proxy or the browser itself may set. */
const OF_PROXIES = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|host|origin|cookie)$/;

/**
 * The headers that a page of an allowed origin may send: all valid header names that it asks for.
 * Tracing tools and GraphQL clients bring headers of their own, more than a list could know, and
 * none of them gives a page more than its key does.
 */
export function grantedHeaders(asked = ''): readonly string[] {
  const names = asked
    .slice(0, MAX_ASKED * 65)
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => HEADER_NAME.test(name) && !OF_PROXIES.test(name));
  return [...new Set([...ALWAYS, ...names])].slice(0, MAX_ASKED);
}

/**
 * Credentials are bearer tokens that a page must have been given, never cookies, so a foreign page cannot
 * make use of a user's session. Its requests are refused all the same, before anything of them is read.
 *
 * @param corsOrigins origins beside the desk's own, exactly as browsers send them.
 * @param publicUrl where people reach the desk. Its pages are the desk's own, even if a proxy changes `Host`.
 */
export function createOrigins({ corsOrigins, publicUrl }: OriginSettings): Origins {
  const known = new Set(corsOrigins);
  const own = publicUrl === undefined ? undefined : originOf(publicUrl);

  function mayAsk({ headers }: IncomingMessage): boolean {
    const { origin } = headers;
    if (origin !== undefined) {
      const asked = originOf(origin);
      if (asked === undefined) return false;
      return known.has(origin) || asked === own || isOwn(asked, headers.host);
    }
    // Images, scripts and forms of a foreign page come without `Origin`, but with this header.
    const site = headers['sec-fetch-site'];
    const isForeign = site === 'cross-site' || site === 'same-site';
    return !isForeign || headers['sec-fetch-mode'] === 'navigate';
  }

  return {
    mayAsk,
    answer(req, res) {
      const { origin } = req.headers;
      const isAllowed = origin !== undefined && known.has(origin);
      if (known.size > 0) res.setHeader('Vary', varyFor(req));
      if (isAllowed) {
        res.setHeader('Access-Control-Allow-Origin', origin);
        res.setHeader('Access-Control-Expose-Headers', EXPOSED);
      }
      if (!mayAsk(req)) {
        sendError(res, 403, 'FORBIDDEN', FOREIGN_ORIGIN);
        return true;
      }
      if (req.method !== 'OPTIONS') return false;
      if (isAllowed) {
        res.setHeader('Access-Control-Allow-Methods', 'GET, POST');
        const asked = req.headers['access-control-request-headers'];
        res.setHeader('Access-Control-Allow-Headers', grantedHeaders(asked).join(', '));
        res.setHeader('Access-Control-Max-Age', PREFLIGHT_SECONDS);
      }
      res.writeHead(204, { Allow: 'GET, HEAD, POST, OPTIONS' }).end();
      return true;
    },
  };
}

/** The answer to a preflight depends also on the headers that it asks for. */
function varyFor({ method }: IncomingMessage): string {
  return method === 'OPTIONS' ? 'Origin, Access-Control-Request-Headers' : 'Origin';
}

/** Compares hosts only: before a proxy that ends TLS the scheme differs, and the port may be of either. */
function isOwn(origin: string, host: string | undefined): boolean {
  if (host === undefined) return false;
  const { host: asked } = new URL(origin);
  return ['http', 'https'].some((scheme) => {
    const own = originOf(`${scheme}://${host}`);
    return own !== undefined && new URL(own).host === asked;
  });
}
