import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';

export type AddressOf = (req: Pick<IncomingMessage, 'socket' | 'headers'>) => string;

/**
 * Makes a function that tells where a request comes from, for counting. Of an IPv6 address it gives the /64
 * network, because whoever has one address of it has them all.
 *
 * @param trustedProxies number of proxies in front of the desk. Each adds the address of its caller to
 *   `X-Forwarded-For`; with 0 the header is ignored.
 * @param onUntrusted called once, when the header comes although it is ignored.
 */
export function createAddressOf(trustedProxies: number, onUntrusted = () => {}): AddressOf {
  let isTold = false;
  return ({ socket, headers }) => {
    const direct = socket.remoteAddress ?? '';
    if (trustedProxies === 0) {
      if (headers['x-forwarded-for'] !== undefined && !isTold) {
        isTold = true;
        onUntrusted();
      }
      return networkOf(direct);
    }
    const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
    const passedOn = withoutPort(forwarded.at(-trustedProxies)?.trim() ?? '');
    return networkOf(passedOn === '' ? direct : passedOn);
  };
}

/** Drops a port, and the brackets of IPv6 with it, which some proxies add: the port differs each time. */
function withoutPort(address: string): string {
  const [, inBrackets] = /^\[([^\]]*)\](?::\d+)?$/.exec(address) ?? [];
  return inBrackets ?? address.replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1');
}

/** Addresses whose network is remembered, and the length of the longest that there is. */
const MAX_KEPT = 1_000;
const MAX_LENGTH = 45;
const networks = createBoundedMap<string, string>({ maxSize: MAX_KEPT });

function networkOf(address: string): string {
  const known = networks.get(address);
  if (known !== undefined) return known;
  const network = findNetwork(address);
  if (address.length <= MAX_LENGTH) networks.set(address, network);
  return network;
}

function findNetwork(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address.slice(0, 64);
  const [head = '', tail] = address.toLowerCase().split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, 8 - first.length - last.length);
  return [...first, ...Array<string>(gap).fill('0'), ...last].slice(0, 4).join(':');
}
