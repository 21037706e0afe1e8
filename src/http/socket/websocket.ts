import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ExecutionArgs, GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import { handleProtocols, makeServer } from 'graphql-ws';
import type { Logger } from 'pino';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Principal } from '../../auth/principal.ts';
import type { Context } from '../../graphql/context.ts';
import { codedError, unauthenticated } from '../../graphql/errors.ts';
import type { AnswerAccount } from '../../graphql/limits/answer-room.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { isOverLimitWritten, tooLargeAnswer } from '../../graphql/limits/bounded.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import type { Subscription } from '../../live/subscription.ts';
import type { OperationParams } from '../../persisted/request.ts';
import type { Connections } from '../doors/connections.ts';
import type { RefusedConnections } from '../doors/refused-connections.ts';
import type { AddressOf } from '../doors/remote-address.ts';
import type { SignIn } from '../doors/sign-in.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { argsOf } from '../run/operation-run.ts';
import type { Operations } from '../run/operations.ts';
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
import { credentialsIn } from './connection-params.ts';
import { keepAlive } from './keep-alive.ts';
import { never, pendingUntilReturn } from './pending.ts';
import type { Outlet, OutletLimits } from './socket-outlet.ts';
import { createOutlet, OUTLET_LIMITS } from './socket-outlet.ts';
import { socketSink } from './socket-sink.ts';

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

export interface SocketOptions {
  signIn: SignIn;
  addressOf: AddressOf;
  /** Whether the credentials have ended: asked for each operation. */
  isEnded(principal: Principal): boolean;
  connections: Connections;
  onRefused: RefusedConnections;
  bounds: Bounds;
  operations: Operations;
  limits: SocketLimits;
  onSlow(): void;
  log: Logger;
}

export interface Sockets {
  upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): void;
  count(): number;
  /** Closes what is open under credentials that have ended. */
  endCredentials(isEnded: (principal: Principal) => boolean): void;
  /** Closes every socket with 1001; clients resume elsewhere. Those that do not answer are cut off after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

/** What is known of one connection. */
interface Connection {
  socket: WebSocket;
  /** That it comes from. */
  address: string;
  /** Tells those who count connections. */
  signedIn(): void;
  outlet: Outlet;
  principal: Principal | undefined;
  /** By their ids: the last one of each. */
  operations: Map<string, Operation>;
}

/** What the library passes on. */
interface Prepared extends ExecutionArgs {
  run: OperationRun;
  /** Whether no other operation has come under the same id since. */
  isCurrent(): boolean;
  /** Of a subscription: it has started. */
  subscription?: Subscription;
}

interface Operation {
  /** Of a subscription that has started. */
  subscription?: Subscription;
}

/** Beyond it the message is not even read whole; up to it the peer is told what the limit is. */
const HARD_MESSAGE_FACTOR = 16;
/** For a peer to take the close of a socket whose credentials have ended. */
const ENDED_GRACE_MS = 500;
const CLOSE_LOOK_MS = 20;

/** GraphQL over WebSocket, protocol graphql-transport-ws. */
export function createSockets({ operations, limits, log, ...options }: SocketOptions): Sockets {
  const wss = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    // One message a tick, so that an operation that was completed is over before its id is used again:
    // the library else takes the one for the other.
    allowSynchronousEvents: false,
    maxPayload: limits.maxMessageBytes * HARD_MESSAGE_FACTOR,
    handleProtocols,
  });
  const open = new Set<Connection>();
  const byPrincipal = new Map<string, number>();

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
        options.onRefused('principal', extra.address);
        const reason = `At most ${limits.maxSocketsPerPrincipal} sockets under one key`;
        return refuse(extra, { code: TOO_MANY_CODE, reason });
      }
      if (!open.has(extra)) return false;
      byPrincipal.set(principal.id, others + 1);
      extra.signedIn();
      extra.principal = principal;
      return true;
    },
    async onSubscribe({ extra, subscriptions }, id, payload) {
      if (Object.keys(subscriptions).length > limits.maxSubscriptions) {
        return [tooMany(limits.maxSubscriptions)];
      }
      const operation: Operation = {};
      const isCurrent = () => extra.operations.get(id) === operation;
      for (const known of extra.operations.keys()) {
        if (!(known in subscriptions)) extra.operations.delete(known);
      }
      extra.operations.set(id, operation);
      const prepared = await prepare(extra, id, operation, payload as OperationParams, isCurrent);
      if (isCurrent()) return prepared;
      operation.subscription?.end();
      return never();
    },
    async execute(args) {
      const { run, isCurrent } = args as Prepared;
      const result = await operations.execute(run);
      const usage = usageOf(args.contextValue as Context);
      // The socket counts what it has not sent yet.
      usage.account?.close();
      if (!isCurrent()) return never();
      return isOverLimitWritten(usage, result) ? tooLargeAnswer(options.bounds, args) : result;
    },
    // Its results go to the socket directly: what is iterated only tells when it ends.
    subscribe: (args) => {
      const { subscription } = args as Prepared;
      if (subscription === undefined) throw new Error('A subscription was not started.');
      return pendingUntilReturn(subscription);
    },
    onError: (_context, _id, _payload, errors) => errors.map(forSockets),
  });

  /** @returns what is ready to be executed, a subscription has started by then; or what is wrong with it. */
  async function prepare(
    connection: Connection,
    id: string,
    operation: Operation,
    params: OperationParams,
    isCurrent: () => boolean,
  ): Promise<Prepared | readonly GraphQLError[]> {
    const { principal } = connection;
    if (principal === undefined) throw new Error('An operation came before its credentials.');
    if (options.isEnded(principal)) {
      endConnection(connection);
      return [unauthenticated()];
    }
    const refused = await operations.receive(principal);
    if (refused !== undefined) return [refused];
    const run: OperationRun = { principal, params, readsOnly: false, isGone: () => false };
    const notRun = await operations.prepare(run);
    if (notRun !== undefined) return notRun.errors;
    const prepared = { ...argsOf(run), run, isCurrent };
    if (!operations.isSubscription(run)) return prepared;
    // Nothing of it may come under an id that is another's by now.
    if (!isCurrent()) return [];
    const started = await operations.subscribe(run, socketSink(connection, id));
    if (!('end' in started)) return started;
    operation.subscription = started;
    return { ...prepared, subscription: started };
  }

  /** Keys of an identity provider, or a database, that cannot be had are no fault of the client: it may try again. */
  async function signIn(
    authorization: string | undefined,
    address: string,
  ): Promise<Principal | GraphQLError | 'failed'> {
    try {
      return await options.signIn(authorization, address);
    } catch (err) {
      log.error({ err }, 'nobody can sign in on a socket');
      return 'failed';
    }
  }

  /** What waits in a socket stands before the close: a peer that does not take it is cut off. */
  function endConnection({ socket }: Connection): void {
    if (socket.readyState !== socket.OPEN) return;
    socket.close(CREDENTIALS_ENDED_CLOSE.code, CREDENTIALS_ENDED_CLOSE.reason);
    setTimeout(() => socket.terminate(), ENDED_GRACE_MS).unref();
  }

  function refuse({ socket }: Connection, { code, reason }: { code: number; reason: string }) {
    socket.close(code, reason);
    return false;
  }

  function accept(socket: WebSocket, stream: Duplex, req: IncomingMessage): void {
    if (open.size >= limits.maxSockets) {
      options.onRefused('sockets', '');
      socket.close(TOO_MANY_CODE, `At most ${limits.maxSockets} sockets on one node`);
      return;
    }
    const address = options.addressOf(req);
    let account: AnswerAccount | undefined;
    const accountOf = () => {
      // What is sent before the credentials are known is next to nothing.
      account ??= options.bounds.room.open(connection.principal?.id ?? address);
      return account;
    };
    const outlet = createOutlet(socket, stream, limits, accountOf, options.onSlow);
    const signedIn = () => options.connections.signedIn(req);
    const connection: Connection = {
      socket,
      address,
      signedIn,
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
            // What comes between our close and the peer's: nothing is done any more.
            if (socket.readyState !== socket.OPEN) return;
            outlet.holdBack();
            if (isBinary || data.length > limits.maxMessageBytes) {
              const reason = isBinary
                ? 'Messages are text'
                : `A message has at most ${limits.maxMessageBytes} bytes`;
              socket.close(BAD_MESSAGE_CODE, reason);
              return;
            }
            handle(data.toString()).catch((err: unknown) => {
              log.error({ err }, 'a message on a socket failed');
              socket.close(FAILURE_CLOSE.code, FAILURE_CLOSE.reason);
            });
          });
        },
      },
      connection,
    );
    // Broken frames and peers that vanish: the close that follows says all there is to do.
    socket.on('error', (err) => log.debug({ err }, 'a socket failed'));
    socket.on('ping', outlet.holdBack);
    socket.once('close', (code, reason) => {
      open.delete(connection);
      stopPings();
      outlet.stop();
      for (const { subscription } of connection.operations.values()) subscription?.end();
      forget(connection.principal);
      closed(code, reason.toString()).catch((err: unknown) => {
        log.error({ err }, 'a socket was not closed well');
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
    upgrade: (req, socket, head) =>
      wss.handleUpgrade(req, socket, head, (ws) => accept(ws, socket, req)),
    count: () => open.size,
    endCredentials(isEnded) {
      for (const connection of open) {
        const { principal } = connection;
        if (principal !== undefined && isEnded(principal)) endConnection(connection);
      }
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

/** Its payload goes back as it came; what nests deeper than JSON can be written is a bad message, and no failure. */
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

/** Without what only an answer over HTTP has a use for. */
function forSockets(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...formatted } = error.toJSON();
  const { http: _http, ...shown } = extensions ?? {};
  return { ...formatted, extensions: shown };
}

function tooMany(limit: number): GraphQLError {
  return codedError('BAD_REQUEST', `A socket has at most ${limit} operations at a time.`);
}
