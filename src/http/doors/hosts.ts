import type { IncomingMessage } from 'node:http';
import type { ErrorCode } from '../../graphql/errors.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import { isLoopbackHost } from '../../shared/loopback.ts';
import { hostnameOf } from '../../shared/url.ts';
import type { HeadRefusal } from './request-head.ts';

/** The host names by which the desk answers. */
export interface Hosts {
  /**
   * Tells why a request is not answered: 421 with a message that names the variable to set.
   *
   * @param boundTo the address that the server listens on.
   * @returns undefined when the request may be answered.
   */
  refusalOf(req: Pick<IncomingMessage, 'headers'>, boundTo: string): HeadRefusal | undefined;
}

interface HostSettings {
  publicUrl: string | undefined;
  corsOrigins: readonly string[];
  trustedProxies: number;
}

const MAX_SHOWN = 100;
/** Addresses of which it is remembered whether they are ours, and characters of the longest of them. */
const MAX_KEPT = 1_000;
const MAX_KEPT_LENGTH = 300;

/**
 * Guards a desk on a loopback address against DNS rebinding: a page in a browser on this machine can have
 * its own name lead to the loopback address, and the browser then takes the desk for the page's own host.
 * So such a desk answers by known and loopback names only. On any other address it answers by every name.
 */
export function createHosts({ publicUrl, corsOrigins, trustedProxies }: HostSettings): Hosts {
  const known = new Set(
    [...(publicUrl === undefined ? [] : [publicUrl]), ...corsOrigins].map(hostnameOf),
  );
  const judged = createBoundedMap<string, boolean>({ maxSize: MAX_KEPT });

  function judge(address: string): boolean {
    const name = hostnameOf(address);
    const isIt = name !== undefined && (known.has(name) || isLoopbackHost(name));
    if (address.length <= MAX_KEPT_LENGTH) judged.set(address, isIt);
    return isIt;
  }

  let bound = { to: '', isLoopback: false };

  function isLoopback(boundTo: string): boolean {
    if (bound.to !== boundTo) bound = { to: boundTo, isLoopback: isLoopbackHost(boundTo) };
    return bound.isLoopback;
  }

  const isOurs = (address: string) => judged.get(address) ?? judge(address);

  return {
    refusalOf({ headers: { host, origin } }, boundTo) {
      if (trustedProxies > 0 || !isLoopback(boundTo)) return undefined;
      // No page can leave the header out: a request without it comes from an old client.
      if (host !== undefined && !isOurs(`http://${host}`))
        return misdirected(
          'BAD_REQUEST',
          `The desk listens on a loopback address and does not answer by the name ${shown(host)}: set PUBLIC_URL to where people reach it, or TRUSTED_PROXIES to how many proxies stand before it.`,
        );
      if (origin !== undefined && !isOurs(origin))
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
