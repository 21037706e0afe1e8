import type { IncomingMessage, ServerResponse } from 'node:http';
import { originOf } from '../../shared/url.ts';
import { sendError } from '../reply.ts';

/** Which pages of browsers may ask. Whatever is no browser sends no origin and is not asked for one. */
export interface Origins {
  /** Answers what a page of another origin may not send, and what it asks beforehand. @returns true when it was answered. */
  answer(req: IncomingMessage, res: ServerResponse): boolean;
  /** Whether the request comes from no page, from one of the desk's own host, or from one that is allowed. */
  mayAsk(req: IncomingMessage): boolean;
}

interface OriginSettings {
  corsOrigins: readonly string[];
  publicUrl: string | undefined;
}

/** Why a page is refused. Its browser does not show it the answer; whoever looks into the network does see it. */
export const FOREIGN_ORIGIN =
  'Pages of this origin may not ask: CORS_ORIGINS names those that may.';

const PREFLIGHT_SECONDS = 600;
/** Of what pages of such an origin read: everything of ours that says more than the body. */
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
/** What every client sends. */
const ALWAYS = ['authorization', 'content-type', 'accept', 'if-none-match', 'last-event-id'];
/** Of what is asked for: as many as a request has headers at most. */
const MAX_ASKED = 100;
/** A token of HTTP, the star left out: it would stand for all of them. */
const HEADER_NAME = /^[a-z0-9!#$%&'+.^_`|~-]{1,64}$/;
/** What only a proxy may say, of whom and for whom it asks. */
const OF_PROXIES = /^(?:forwarded|via|x-forwarded-.*|x-real-ip|host|origin|cookie)$/;

/**
 * What a page of an allowed origin may send: whatever it asks for, as long as it is the name of a header.
 * Tools for tracing and clients of GraphQL bring headers of their own, more than a list could know, and
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
 * Credentials are bearer tokens that a page must have been given, never cookies, so there is nothing
 * that a foreign page could ride on. It is refused all the same, before anything of it is read.
 *
 * @param corsOrigins origins beside the desk's own, exactly as browsers send them.
 * @param publicUrl where people reach the desk: its pages are the desk's own, whatever `Host` a proxy makes of it.
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
    // Images, scripts and forms of a foreign page come without an origin, but not without this.
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

/** A preflight is answered by what it asks for, too. */
function varyFor({ method }: IncomingMessage): string {
  return method === 'OPTIONS' ? 'Origin, Access-Control-Request-Headers' : 'Origin';
}

/** By host alone: before a proxy that ends TLS the scheme is another one, and the port may be that of either. */
function isOwn(origin: string, host: string | undefined): boolean {
  if (host === undefined) return false;
  const { host: asked } = new URL(origin);
  return ['http', 'https'].some((scheme) => {
    const own = originOf(`${scheme}://${host}`);
    return own !== undefined && new URL(own).host === asked;
  });
}
