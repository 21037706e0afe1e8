import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { GraphQLError } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Principal } from '../../auth/principal.ts';
import type { AnswerAccount } from '../../graphql/limits/answer-room.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import type { LogFailure, Logger } from '../../log.ts';
import { onRequest } from '../../shared/caller.ts';
import type { RequestFacts } from '../../shared/request-facts.ts';
import { factsOf } from '../../shared/request-facts.ts';
import { namesOf } from '../answer-head.ts';
import { sendBare } from '../broken-requests.ts';
import type { Connections } from '../doors/connections.ts';
import type { RefusedConnections } from '../doors/refused-connections.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import { linesOf } from '../reply.ts';
import type { Operations } from '../run/operations.ts';
import type { Upgrade } from '../server.ts';
import {
  AWAY_CLOSE,
  BAD_MESSAGE_CODE,
  CREDENTIALS_ENDED_CLOSE,
  closeOf,
  FAILURE_CLOSE,
  SIGN_IN_FAILED_CLOSE,
  TOO_MANY_CODE,
  TWO_CREDENTIALS_CLOSE,
} from './close-codes.ts';
import type { Connection, SocketLimits } from './connection.ts';
import { endConnection } from './connection.ts';
import { credentialsIn } from './connection-params.ts';
import { keepAlive } from './keep-alive.ts';
import { socketOperations } from './socket-operations.ts';
import type { Outlet } from './socket-outlet.ts';
import { createOutlet } from './socket-outlet.ts';

export interface SocketOptions {
  signIn: SignIn;
  addressOf: AddressOf;
  /** Tells whether the credentials have ended; called for each operation. */
  isEnded(principal: Principal): boolean;
  connections: Connections;
  onConnectionRefused: RefusedConnections;
  bounds: Bounds;
  operations: Operations;
  limits: SocketLimits;
  onSlow(): void;
  log: Logger;
  logFailure: LogFailure;
}

export interface Sockets {
  upgrade: Upgrade;
  count(): number;
  /** Closes every socket whose credentials have ended. */
  endCredentials(isEnded: (principal: Principal) => boolean): void;
  /** Takes no further message; operations that have begun are still answered. */
  takeNoMore(): void;
  /** Closes every socket with 1001; clients resume elsewhere. After `graceMs` the rest is cut off. */
  close(graceMs: number): Promise<void>;
}

/** A longer message than this times the limit is not even read; up to it the peer is told the limit. */
const HARD_MESSAGE_FACTOR = 16;
const CLOSE_LOOK_MS = 20;
/** The status of an upgrade that breaks the rules of WebSocket. */
const BAD_UPGRADE = 400;

/** Serves GraphQL over WebSocket, by the protocol graphql-transport-ws. */
export function createSockets({ limits, log, logFailure, ...options }: SocketOptions): Sockets {
  const wss = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // One message a tick, so that a completed operation is over before its id is used again: otherwise
    // graphql-ws confuses the two.
    allowSynchronousEvents: false,
    maxPayload: limits.maxMessageBytes * HARD_MESSAGE_FACTOR,
    handleProtocols,
  });
  /** What names the requests that are just becoming sockets. */
  const upgrading = new WeakMap<IncomingMessage, RequestFacts>();
  const requestOf = (req: IncomingMessage) => upgrading.get(req) ?? factsOf(undefined, undefined);
  wss.on('headers', (head, req) => head.push(...linesOf(namesOf(requestOf(req)))));
  wss.on('wsClientError', (_error, socket, req) => sendBare(socket, BAD_UPGRADE, requestOf(req)));
  const open = new Set<Connection>();
  const byPrincipal = new Map<string, number>();
  let isStopping = false;

  const server = makeServer<Record<string, unknown>, Connection>({
    connectionInitWaitTimeout: limits.initMs,
    async onConnect({ connectionParams, extra }) {
      const credentials = credentialsIn(connectionParams ?? {});
      if (credentials === null) return refuse(extra, TWO_CREDENTIALS_CLOSE);
      const principal = await signIn(credentials, extra.address);
      if (principal === 'failed') return refuse(extra, SIGN_IN_FAILED_CLOSE);
      if (principal instanceof GraphQLError) return refuse(extra, closeOf(principal));
      if (options.isEnded(principal)) return refuse(extra, CREDENTIALS_ENDED_CLOSE);
      const others = byPrincipal.get(principal.id) ?? 0;
      if (others >= limits.maxSocketsPerPrincipal) {
        options.onConnectionRefused('principal', extra.address);
        const reason = `At most ${limits.maxSocketsPerPrincipal} sockets under one key`;
        return refuse(extra, { code: TOO_MANY_CODE, reason });
      }
      if (!open.has(extra)) return false;
      byPrincipal.set(principal.id, others + 1);
      extra.signedIn?.();
      extra.signedIn = undefined;
      extra.principal = principal;
      return true;
    },
    ...socketOperations({ ...options, maxSubscriptions: limits.maxSubscriptions }),
  });

  /** Signs in. `failed` when the credentials cannot be checked now, which is no fault of the client. */
  async function signIn(
    authorization: string | undefined,
    address: string,
  ): Promise<Principal | GraphQLError | 'failed'> {
    try {
      return await options.signIn(authorization, address);
    } catch (error) {
      logFailure(error, 'nobody can sign in on a socket');
      return 'failed';
    }
  }

  function accept(
    socket: WebSocket,
    stream: Duplex,
    req: IncomingMessage,
    request: RequestFacts,
  ): void {
    if (open.size >= limits.maxSockets) {
      options.onConnectionRefused('sockets', '');
      socket.close(TOO_MANY_CODE, `At most ${limits.maxSockets} sockets on one node`);
      return;
    }
    const address = options.addressOf(req);
    let account: AnswerAccount | undefined;
    const accountOf = () => {
      // Before the credentials are known the room counts for the address; hardly anything is sent then.
      account ??= options.bounds.room.open(connection.principal?.id ?? address);
      return account;
    };
    const outlet = createOutlet(socket, stream, limits, accountOf, options.onSlow);
    const connection: Connection = {
      socket,
      address,
      request,
      signedIn: signedInBy(options.connections, req),
      outlet,
      principal: undefined,
      operations: new Map(),
    };
    open.add(connection);
    const stopPings = keepAlive(socket, limits.pingMs);
    const closed = server.opened(
      {
        protocol: socket.protocol,
        send: (data) => new Promise((resolve) => outlet.send(data, resolve)),
        close: (code, reason) => socket.close(code, reason),
        onPing: (payload) => answerPing(socket, outlet, payload),
        onMessage: (handle) => {
          socket.on('message', (data: Buffer, isBinary: boolean) => {
            // Messages that come between our close and the peer's are ignored, and shortly before it.
            if (isStopping || socket.readyState !== socket.OPEN) return;
            outlet.holdBack();
            if (isBinary || data.length > limits.maxMessageBytes) {
              const reason = isBinary
                ? 'Messages are text'
                : `A message has at most ${limits.maxMessageBytes} bytes`;
              socket.close(BAD_MESSAGE_CODE, reason);
              return;
            }
            onRequest(request, () =>
              handle(data.toString()).catch((error: unknown) => {
                logFailure(error, 'a message on a socket failed');
                socket.close(FAILURE_CLOSE.code, FAILURE_CLOSE.reason);
              }),
            );
          });
        },
      },
      connection,
    );
    // Broken frames and peers that vanish need no more than the close that follows.
    socket.on('error', (err) => log.debug({ err }, 'a socket failed'));
    socket.on('ping', outlet.holdBack);
    socket.once('close', (code, reason) => {
      open.delete(connection);
      stopPings();
      outlet.stop();
      for (const { subscription } of connection.operations.values()) subscription?.end();
      forget(connection.principal);
      closed(code, reason.toString()).catch((error: unknown) => {
        logFailure(error, 'a socket was not closed well');
      });
    });
  }

  function forget(principal: Principal | undefined): void {
    if (principal === undefined) return;
    const left = (byPrincipal.get(principal.id) ?? 1) - 1;
    if (left > 0) byPrincipal.set(principal.id, left);
    else byPrincipal.delete(principal.id);
  }

  return {
    upgrade(req, socket, head, facts) {
      upgrading.set(req, facts);
      wss.handleUpgrade(req, socket, head, (ws) => accept(ws, socket, req, facts));
    },
    count: () => open.size,
    endCredentials(isEnded) {
      for (const connection of open) {
        const { principal } = connection;
        if (principal !== undefined && isEnded(principal)) endConnection(connection);
      }
    },
    takeNoMore() {
      isStopping = true;
    },
    async close(graceMs) {
      for (const { socket } of open) socket.close(AWAY_CLOSE.code, AWAY_CLOSE.reason);
      const giveUpAt = performance.now() + graceMs;
      while (open.size > 0 && performance.now() < giveUpAt) {
        await new Promise((resolve) => setTimeout(resolve, CLOSE_LOOK_MS));
      }
      for (const { socket } of open) socket.terminate();
    },
  };
}

/** Not within `accept`: what one function of a scope refers to, all of them hold, as long as the socket lives. */
function signedInBy(connections: Connections, req: IncomingMessage): () => void {
  return () => connections.signedIn(req);
}

function refuse({ socket }: Connection, { code, reason }: { code: number; reason: string }): false {
  socket.close(code, reason);
  return false;
}

/** Sends the payload back as it came. One that nests too deep to be written as JSON is a bad message. */
function answerPing(socket: WebSocket, outlet: Outlet, payload: unknown): Promise<void> {
  let pong: string;
  try {
    pong = JSON.stringify({ type: 'pong', ...(payload ? { payload } : {}) });
  } catch {
    socket.close(BAD_MESSAGE_CODE, 'The payload of a ping nests too deep');
    return Promise.resolve();
  }
  return new Promise((resolve) => outlet.send(pong, resolve));
}
