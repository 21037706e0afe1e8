import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { GraphQLError } from 'graphql';
import type { ErrorCode } from '../graphql/errors.ts';
import type { LogFailure, Logger } from '../log.ts';
import { onRequest } from '../shared/caller.ts';
import { StartupError } from '../shared/errors.ts';
import type { RequestFacts } from '../shared/request-facts.ts';
import type { Tracing } from '../shared/tracing.ts';
import { Answer, readFacts } from './answer-head.ts';
import { answerBroken } from './broken-requests.ts';
import { refusalHead } from './doors/challenge.ts';
import type { ConnectionLimits, Connections } from './doors/connections.ts';
import type { Hosts } from './doors/hosts.ts';
import type { Origins } from './doors/origins.ts';
import { FOREIGN_ORIGIN } from './doors/origins.ts';
import type { Overload } from './doors/overload.ts';
import type { RefusedConnections } from './doors/refused-connections.ts';
import type { HeadRefusal } from './doors/request-head.ts';
import { readHead } from './doors/request-head.ts';
import type { DeskServer } from './listeners.ts';
import { createListeners } from './listeners.ts';
import { createOpenAnswers } from './open-answers.ts';
import { refuseUpgrade, sendError } from './reply.ts';
import { traceRequest } from './traced-requests.ts';
import type { Unrouted } from './unrouted.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void> | void;

export interface HttpServer {
  /** @returns the port that was taken. @throws StartupError when the address cannot be had. */
  listen(host: string, port: number): Promise<{ port: number }>;
  /** Accepts nothing more, lets running requests finish within `graceMs`, then closes every connection. */
  close(graceMs: number): Promise<void>;
}

/** Limits of one connection, and of all connections together. */
export interface HttpLimits extends ConnectionLimits {
  /** Milliseconds for a whole request to come, body included. */
  requestMs: number;
  headersMs: number;
  /** Milliseconds; longer than load balancers keep idle connections, so that these close first. */
  keepAliveMs: number;
  /** Milliseconds in which nothing is sent or taken: a reader may be slow, but not stand still. */
  idleMs: number;
  /** How often slow requests are looked for. */
  checkMs: number;
  /** Bytes of all headers of a request, its address included; 431 beyond. */
  maxHeaderBytes: number;
  /** Number of headers; 431 beyond. */
  maxHeaders: number;
  /** Connections of the node, sockets included; one beyond is closed as it comes. */
  maxConnections: number;
  /** Connections that are taken in one turn of the event loop; more than one takes a helper for a moment. */
  acceptedAtOnce: number;
}

export const HTTP_LIMITS: HttpLimits = {
  requestMs: 30_000,
  headersMs: 10_000,
  keepAliveMs: 65_000,
  idleMs: 120_000,
  checkMs: 5_000,
  maxHeaderBytes: 16_384,
  maxHeaders: 100,
  maxConnections: 12_000,
  acceptedAtOnce: 1,
  maxStrangersPerAddress: 3_000,
  maxConnectionsPerAddress: 6_000,
};

const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
/** Paths that load balancers ask, by whatever host name. They reveal nothing. */
const PROBES: ReadonlySet<string> = new Set(['/healthz', '/readyz']);
const RETRY_SECONDS = 10;

const NOTHING_TO_UPGRADE: HeadRefusal = {
  status: 404,
  code: 'NOT_FOUND',
  message: 'WebSockets are at /graphql.',
};
const FOREIGN_PAGE: HeadRefusal = { status: 403, code: 'FORBIDDEN', message: FOREIGN_ORIGIN };
const TOO_MANY_CONNECTIONS: HeadRefusal = {
  status: 429,
  code: 'RATE_LIMITED',
  message: `Too much comes from this address at a time. Try again in ${RETRY_SECONDS} s.`,
};
/**
 * Connections that may wait to be accepted: after a failover all clients of a node come at once. The system
 * drops SYNs of any more, and those clients come again after seconds or not at all. The system's own
 * limit (net.core.somaxconn) may be lower.
 */
export const MAX_WAITING_CONNECTIONS = 4_096;
/** Milliseconds for a peer to take the answer that ends its connection. */
const LINGER_MS = 1_000;

/** Takes over a connection that asks for another protocol. */
export type Upgrade = (
  req: IncomingMessage,
  socket: Duplex,
  head: Buffer,
  facts: RequestFacts,
) => void;

interface HttpServerOptions {
  handle: Handler;
  upgrade: Upgrade;
  hosts: Hosts;
  origins: Origins;
  connections: Connections;
  overload: Overload;
  unrouted: Unrouted;
  onConnectionRefused: RefusedConnections;
  limits: HttpLimits;
  log: Logger;
  logFailure: LogFailure;
  /** Undefined: requests are not traced. */
  tracing: Tracing | undefined;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { handle, upgrade, hosts, origins, connections, overload, onConnectionRefused } = options;
  const { limits, log, unrouted } = options;
  const answers = createOpenAnswers();
  let open = 0;
  let stopping = false;
  let boundTo = '';

  const listeners = createListeners({
    create,
    acceptedAtOnce: limits.acceptedAtOnce,
    backlog: MAX_WAITING_CONNECTIONS,
    onError: (err) => log.error({ err }, 'the HTTP server failed'),
    onAlone: (err) => log.warn({ err }, 'New connections are taken in one at a time.'),
  });

  function create(): DeskServer {
    const server = createServer(
      {
        requestTimeout: limits.requestMs,
        headersTimeout: limits.headersMs,
        keepAliveTimeout: limits.keepAliveMs,
        connectionsCheckingInterval: limits.checkMs,
        maxHeaderSize: limits.maxHeaderBytes,
        ServerResponse: Answer,
      },
      (req, res) => {
        answers.begun(res);
        if (stopping) res.setHeader('Connection', 'close');
        if (options.tracing !== undefined) traceRequest(options.tracing, req, res);
        onRequest(res.facts, () => answer(req, res));
      },
    );
    // One more than may come, so that `readHead` sees when there are too many.
    server.maxHeadersCount = limits.maxHeaders + 1;
    server.timeout = limits.idleMs;
    server.on('connection', (socket) => {
      answers.opened(socket);
      if (!mayOpen(socket)) socket.destroy();
    });
    server.on('clientError', (error, socket) => {
      const status = answerBroken(error, socket, answers);
      if (status !== undefined) unrouted.refused(status);
    });
    server.on('upgrade', (req, socket, head) => {
      // Without a listener an error of the connection would end the process.
      socket.on('error', (err) => log.debug({ err }, 'a connection failed'));
      const facts = readFacts(req);
      onRequest(facts, () => {
        const refused = refusalOfUpgrade(req, socket);
        if (refused === undefined) {
          upgrade(req, socket, head, facts);
          return;
        }
        refuseUpgrade(socket, refused, facts);
        unrouted.refused(refused.status, req.method);
      });
    });
    return server;
  }

  function mayOpen(socket: Socket): boolean {
    if (open >= limits.maxConnections) {
      onConnectionRefused('node', socket.remoteAddress ?? '');
      return false;
    }
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
    return connections.opened(socket);
  }

  function refusalOfUpgrade(req: IncomingMessage, socket: Duplex): HeadRefusal | undefined {
    if (stopping) return { status: 503, code: 'INTERNAL', message: 'The node is stopping.' };
    const url = readHead(req, limits.maxHeaders);
    if (!(url instanceof URL)) return url;
    if (url.pathname !== '/graphql') return NOTHING_TO_UPGRADE;
    const misdirected = hosts.refusalOf(req, boundTo);
    if (misdirected !== undefined) return misdirected;
    if (!origins.mayAsk(req)) return FOREIGN_PAGE;
    if (!connections.arrived(req, socket)) return TOO_MANY_CONNECTIONS;
    const refused = overload.refusalOf(undefined, 'socket');
    return refused && headRefusal(refused);
  }

  /** Answers a request that is refused by its head. @returns the address of any other request. */
  function addressOf(req: IncomingMessage, res: ServerResponse): URL | undefined {
    const refuse = ({ status, code, message }: HeadRefusal) => {
      sendError(res, status, code, message);
      return undefined;
    };
    if (!METHODS.has(req.method)) {
      res.setHeader('Allow', [...METHODS].join(', '));
      const message = `The method ${req.method} is not used here.`;
      return refuse({ status: 405, code: 'BAD_REQUEST', message });
    }
    const url = readHead(req, limits.maxHeaders);
    if (!(url instanceof URL)) return refuse(url);
    const isProbe = PROBES.has(url.pathname);
    const misdirected = isProbe ? undefined : hosts.refusalOf(req, boundTo);
    if (misdirected !== undefined) return refuse(misdirected);
    if (origins.answer(req, res)) return undefined;
    if (!isProbe && !connections.arrived(req, res)) {
      res.setHeader('Retry-After', RETRY_SECONDS);
      return refuse(TOO_MANY_CONNECTIONS);
    }
    return url;
  }

  /** Waits for nothing unless the handler has to wait. */
  function answer(req: IncomingMessage, res: Answer): void {
    const failed = (error: unknown) => {
      const { id } = res.facts;
      options.logFailure(error, 'internal error', { id });
      if (res.headersSent) res.destroy();
      else sendError(res, 500, 'INTERNAL', 'Internal error.', { id });
      endUnread(req, res);
    };
    try {
      const url = addressOf(req, res);
      if (url === undefined) unrouted.answered(req, res);
      const handled = url && handle(req, res, url);
      if (handled === undefined) endUnread(req, res);
      else handled.then(() => endUnread(req, res), failed);
    } catch (error) {
      failed(error);
    }
  }

  return {
    async listen(host, port) {
      const { address, port: taken } = await listeners.listen(host, port).catch((error) => {
        throw explain(error, host, port);
      });
      boundTo = address;
      return { port: taken };
    },
    async close(graceMs) {
      stopping = true;
      if (!listeners.isListening()) return;
      for (const res of answers.all()) if (!res.headersSent) res.setHeader('Connection', 'close');
      const timer = setTimeout(listeners.closeAllConnections, graceMs);
      const closed = listeners.close();
      listeners.closeIdleConnections();
      await closed;
      clearTimeout(timer);
    },
  };
}

function headRefusal(refused: GraphQLError): HeadRefusal {
  const { status, headers } = refusalHead(refused);
  const { message, extensions } = refused;
  return { status, headers, code: extensions['code'] as ErrorCode, message };
}

/** Stops taking a body that nobody reads because its request was refused. */
function endUnread(req: IncomingMessage, res: ServerResponse): void {
  if (req.complete || !res.writableEnded) return;
  // Most have come together with their heads and are about to be read. A timer each would keep all of
  // thousands of refused requests for its time.
  setImmediate(() => {
    if (!req.complete) setTimeout(destroyUnread, LINGER_MS, req).unref();
  });
}

function destroyUnread(req: IncomingMessage): void {
  if (!req.complete) req.destroy();
}

function explain(error: NodeJS.ErrnoException, host: string, port: number): Error {
  const sentences: Readonly<Record<string, string>> = {
    EADDRINUSE: `The address ${host}:${port} is in use; stop what listens there or set PORT to another port.`,
    EACCES: `This user may not listen on port ${port}; set PORT to one above 1023.`,
    EADDRNOTAVAIL: `This machine does not have the address ${host}; set HOST to one that it has.`,
    ENOTFOUND: `The host name ${host} is not known; set HOST to a name or address of this machine.`,
  };
  const sentence =
    sentences[error.code ?? ''] ?? `Cannot listen on ${host}:${port}: ${error.message}.`;
  return new StartupError(sentence, { cause: error });
}
