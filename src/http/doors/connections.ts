import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { RefusedConnections } from './refused-connections.ts';
import type { AddressOf } from './remote-address.ts';

/** What an address may have open. */
export interface ConnectionLimits {
  /** On which nobody has signed in. */
  maxStrangersPerAddress: number;
  maxConnectionsPerAddress: number;
}

/**
 * Counts what is open by where it comes from, so that one address cannot take the place of all others.
 * Without proxies these are connections. A proxy's connections are many people's: behind one, requests
 * under way and sockets are counted instead, by the address that it names.
 */
export interface Connections {
  /** @returns false: its address has too many, and it is to be closed. */
  opened(socket: Socket): boolean;
  /**
   * A request, or one that becomes a socket.
   * @param carrier what lasts as long as it does: its answer, or the connection that it takes over.
   * @returns false: its address has too many, and it is to be refused.
   */
  arrived(req: IncomingMessage, carrier: Carrier): boolean;
  /** Somebody has signed in on what the request came on: that is no stranger any more. */
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
  /** How what is open stops to count as a stranger's: by its connection, or its request behind proxies. */
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
      // Closed again while it was taken in: nothing to count, and no end of it would be told.
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
