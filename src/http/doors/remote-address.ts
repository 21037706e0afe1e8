import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';

export type AddressOf = (req: Pick<IncomingMessage, 'socket' | 'headers'>) => string;

/**
 * Where requests come from, for counting. Of IPv6 the network, for whoever has one address of it has
 * them all.
 *
 * @param trustedProxies how many proxies stand before the desk, each of which adds to
 *   `X-Forwarded-For` whom it was called by; with 0 the header is not looked at.
 * @param onUntrusted called once, when the header comes all the same.
 */
export function createAddressOf(trustedProxies: number, onUntrusted = () => {}): AddressOf {
  let isTold = false;
  return ({ socket, headers }) => {
    const direct = socket.remoteAddress ?? '';
    if (trustedProxies === 0 && headers['x-forwarded-for'] !== undefined && !isTold) {
      isTold = true;
      onUntrusted();
    }
    const forwarded =
      trustedProxies === 0 ? [] : String(headers['x-forwarded-for'] ?? '').split(',');
    const passedOn = withoutPort(forwarded.at(-trustedProxies)?.trim() ?? '');
    return networkOf(passedOn === '' ? direct : passedOn);
  };
}

/** Some proxies name the port as well, and then IPv6 in brackets: it differs at each connection. */
function withoutPort(address: string): string {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(address) ?? [];
  return inBrackets ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [head = '', tail] = address.toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(gap).fill('0'), ...last].slice(0, 4).join(':');
}
