import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../graphql/errors.ts';
import { isLoopbackHost } from '../../shared/loopback.ts';
import { hostnameOf } from '../../shared/url.ts';
import type { HeadRefusal } from './request-head.ts';

/** By which names the desk answers. */
export interface Hosts {
  /**
   * Why a request is not answered, 421 with a sentence that names the variable to set.
   *
   * @param boundTo the address that the server listens on.
   */
  refusalOf(req: Pick<IncomingMessage, 'headers'>, boundTo: string): HeadRefusal | undefined;
}

interface HostSettings {
  publicUrl: string | undefined;
  corsOrigins: readonly string[];
  trustedProxies: number;
}

const MAX_SHOWN = 100;

/**
 * On a loopback address only this machine asks, and a browser on it asks for any page that is open in it.
 * A page can have its own name lead to that address, and is then no foreign one to the browser: so the
 * names by which the desk is asked are those that cannot be such a page's. Elsewhere any name is taken.
 */
export function createHosts({ publicUrl, corsOrigins, trustedProxies }: HostSettings): Hosts {
  const known = new Set(
    [...(publicUrl === undefined ? [] : [publicUrl]), ...corsOrigins].map(hostnameOf),
  );
  const isOurs = (name: string | undefined): boolean =>
    name !== undefined && (known.has(name) || isLoopbackHost(name));

  return {
    refusalOf({ headers: { host, origin } }, boundTo) {
      if (trustedProxies > 0 || !isLoopbackHost(boundTo)) return undefined;
      // No page can leave it out: whoever sends none is an old client.
      if (host !== undefined && !isOurs(hostnameOf(`http://${host}`)))
        return misdirected(
          'BAD_REQUEST',
          `The desk listens on a loopback address and does not answer by the name ${shown(host)}: set PUBLIC_URL to where people reach it, or TRUSTED_PROXIES to how many proxies stand before it.`,
        );
      if (origin !== undefined && !isOurs(hostnameOf(origin)))
        return misdirected(
          'FORBIDDEN',
          `The desk listens on a loopback address and does not answer pages of the origin ${shown(origin)}: CORS_ORIGINS names those that may ask, PUBLIC_URL where people reach the desk.`,
        );
      return undefined;
    },
  };
}

function misdirected(code: ErrorCode, message: string): HeadRefusal {
  return { status: 421, code, message };
}

function shown(name: string): string {
  return JSON.stringify(name.slice(0, MAX_SHOWN));
}
