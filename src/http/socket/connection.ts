import type { WebSocket } from 'ws';
import type { Principal } from '../../auth/principal.ts';
import type { Subscription } from '../../live/subscription.ts';
import { CREDENTIALS_ENDED_CLOSE } from './close-codes.ts';
import type { Outlet, OutletLimits } from './socket-outlet.ts';
import { OUTLET_LIMITS } from './socket-outlet.ts';

export interface SocketLimits extends OutletLimits {
  maxSockets: number;
  maxSocketsPerPrincipal: number;
  maxSubscriptions: number;
  maxMessageBytes: number;
  /** For connection_init to come. */
  initMs: number;
  /** Between two pings; a peer that has not answered by the next one is gone. */
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

/** What is known of one connection. */
export interface Connection {
  socket: WebSocket;
  /** That it comes from. */
  address: string;
  /** Tells those who count connections. */
  signedIn(): void;
  outlet: Outlet;
  principal: Principal | undefined;
  /** By their ids: the last one of each. */
  operations: Map<string, SocketOperation>;
}

export interface SocketOperation {
  /** Of a subscription that has started. */
  subscription?: Subscription;
}

/** For a peer to take the close of a socket whose credentials have ended. */
const ENDED_GRACE_MS = 500;

/** What waits in a socket stands before the close: a peer that does not take it is cut off. */
export function endConnection({ socket }: Connection): void {
  if (socket.readyState !== socket.OPEN) return;
  socket.close(CREDENTIALS_ENDED_CLOSE.code, CREDENTIALS_ENDED_CLOSE.reason);
  setTimeout(() => socket.terminate(), ENDED_GRACE_MS).unref();
}
