import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { RefusedConnections } from './refused-connections.ts';
import type { AddressOf } from './remote-address.ts';

/** How many connections an address may have open. */
export interface ConnectionLimits {
  /** Connections on which nobody has signed in. */
  maxStrangersPerAddress: number;
  maxConnectionsPerAddress: number;
}

/**
 * Counts connections by their address, so that one address cannot take the place of all others. A proxy's
 * connections belong to many people: behind proxies, requests under way and sockets are counted instead,
 * by the address that the proxy names.
 */
export interface Connections {
  /** Counts a connection. @returns false when its address has too many and it is to be closed. */
  opened(socket: Socket): boolean;
  /**
   * Counts a request, or one that becomes a socket.
   * @param carrier closes when the request is over: its answer, or the connection that it takes over.
   * @returns false when its address has too many and it is to be refused.
   */
  arrived(req: IncomingMessage, carrier: Carrier): boolean;
  /** Somebody signed in: the connection, or behind proxies the request, no longer counts as a stranger's. */
  signedIn(req: Pick<IncomingMessage, 'socket'>): void;
}

interface Carrier {
  once(event: 'close', listener: () => void): unknown;
}

interface Open {
  all: number;
  strangers: number;
}

export function createConnections(
  { maxStrangersPerAddress, maxConnectionsPerAddress }: ConnectionLimits,
  trustedProxies: number,
  addressOf: AddressOf,
  onConnectionRefused: RefusedConnections,
): Connections {
  const open = new Map<string, Open>();
  /** Functions that end the count as a stranger's, by connection, or by request behind proxies. */
  const strangers = new WeakMap<object, () => void>();

  function enter(address: string, what: object, carrier: Carrier): boolean {
    const counts = open.get(address) ?? { all: 0, strangers: 0 };
    if (counts.strangers >= maxStrangersPerAddress || counts.all >= maxConnectionsPerAddress) {
      onConnectionRefused('address', address);
      return false;
    }
    counts.all += 1;
    counts.strangers += 1;
    open.set(address, counts);
    let isStranger = true;
    const known = (): void => {
      if (isStranger) counts.strangers -= 1;
      isStranger = false;
    };
    strangers.set(what, known);
    carrier.once('close', () => {
      known();
      counts.all -= 1;
      if (counts.all === 0) open.delete(address);
    });
    return true;
  }

  return {
    opened(socket) {
      if (trustedProxies > 0) return true;
      // The connection closed while it was accepted: there is nothing to count, and no `close` would follow.
      if (socket.remoteAddress === undefined) return true;
      return enter(addressOf({ socket, headers: {} }), socket, socket);
    },
    arrived(req, carrier) {
      const address = addressOf(req);
      return trustedProxies === 0 || enter(address, req, carrier);
    },
    signedIn(req) {
      strangers.get(req)?.();
      strangers.get(req.socket)?.();
    },
  };
}
