import type { WebSocket } from 'ws';
import type { Principal } from '../../auth/principal.ts';
import type { Subscription } from '../../live/subscription.ts';
import type { RequestFacts } from '../../shared/request-facts.ts';
import { CREDENTIALS_ENDED_CLOSE } from './close-codes.ts';
import type { Outlet, OutletLimits } from './socket-outlet.ts';
import { OUTLET_LIMITS } from './socket-outlet.ts';

export interface SocketLimits extends OutletLimits {
  maxSockets: number;
  maxSocketsPerPrincipal: number;
  maxSubscriptions: number;
  maxMessageBytes: number;
  /** Milliseconds for connection_init to come. */
  initMs: number;
  /** Milliseconds between two pings. A peer that has not answered by the next one is cut off. */
  pingMs: number;
}

export const SOCKET_LIMITS: SocketLimits = {
  ...OUTLET_LIMITS,
  maxSockets: 10_000,
  maxSocketsPerPrincipal: 5_000,
  maxSubscriptions: 100,
  maxMessageBytes: 64_000,
  initMs: 3_000,
  pingMs: 15_000,
};

/** The state of one connection. */
export interface Connection {
  socket: WebSocket;
  /** The address that it comes from. */
  address: string;
  /** The request that became the socket: its operations and all they say go by its name. */
  request: RequestFacts;
  /** Tells the count of connections that somebody has signed in; set until then, as it holds the request. */
  signedIn: (() => void) | undefined;
  outlet: Outlet;
  principal: Principal | undefined;
  /** The latest operation under each id. */
  operations: Map<string, SocketOperation>;
}

export interface SocketOperation {
  /** Set once a subscription has started. */
  subscription?: Subscription;
}

/** Milliseconds for a peer to take the close of a socket whose credentials have ended. */
const ENDED_GRACE_MS = 500;

/** Closes a socket whose credentials have ended. A peer that does not read up to the close is cut off. */
export function endConnection({ socket }: Connection): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.close(CREDENTIALS_ENDED_CLOSE.code, CREDENTIALS_ENDED_CLOSE.reason);
  setTimeout(() => socket.terminate(), ENDED_GRACE_MS).unref();
}
