import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { StartupError } from '../shared/startup-error.ts';
import type { Origins } from './origins.ts';
import { sendError } from './reply.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void> | void;

export interface HttpServer {
  /** @returns the address that was taken. @throws StartupError when it cannot be had. */
  listen(host: string, port: number): Promise<{ port: number }>;
  /** Accepts nothing more, lets what runs finish within `graceMs`, then closes every connection. */
  close(graceMs: number): Promise<void>;
}

/** What one connection may take, and all of them. */
export interface HttpLimits {
  /** For a whole request, body included. */
  requestMs: number;
  headersMs: number;
  /** Longer than load balancers keep their idle connections, so that they close first. */
  keepAliveMs: number;
  /** Nothing sent and nothing taken: who reads an answer may be slow, but not stand still. */
  idleMs: number;
  /** How often slow requests are looked for. */
  checkMs: number;
  /** Of all headers of a request, its address included; 431 beyond. */
  maxHeaderBytes: number;
  /** How many of them; 431 beyond as well. */
  maxHeaders: number;
  /** Beyond them a connection is closed as it comes; sockets count. */
  maxConnections: number;
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
};

/** Answers to read, not to embed, sniff or keep. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

const METHODS: ReadonlySet<string | undefined> = new Set(['GET', 'HEAD', 'POST', 'OPTIONS']);
/** For a peer to take the answer that ends its connection. */
const LINGER_MS = 1_000;

/** Takes over a connection that asks for another protocol. */
export type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

interface HttpServerOptions {
  handle: Handler;
  upgrade: Upgrade;
  origins: Origins;
  limits: HttpLimits;
  log: Logger;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const { handle, upgrade, origins, limits, log } = options;
  const running = new Set<ServerResponse>();
  let stopping = false;

  const server = createServer(
    {
      requestTimeout: limits.requestMs,
      headersTimeout: limits.headersMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.checkMs,
      maxHeaderSize: limits.maxHeaderBytes,
    },
    (req, res) => {
      running.add(res);
      res.once('close', () => running.delete(res));
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(name, value);
      if (stopping) res.setHeader('Connection', 'close');
      void answer(req, res).finally(() => endUnread(req, res));
    },
  );
  // One more than may come, so that it shows when there are too many.
  server.maxHeadersCount = limits.maxHeaders + 1;
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleMs;

  server.on('upgrade', (req, socket, head) => {
    // Without a listener an error of the connection would end the process.
    socket.on('error', (err) => log.debug({ err }, 'a connection failed'));
    const path = (req.url ?? '/').split('?')[0];
    const status = refusalOfUpgrade(req, path);
    if (status !== undefined) {
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    upgrade(req, socket, head);
  });

  function refusalOfUpgrade(req: IncomingMessage, path: string | undefined): string | undefined {
    if (stopping) return '503 Service Unavailable';
    if (path !== '/graphql') return '404 Not Found';
    return origins.mayAsk(req) ? undefined : '403 Forbidden';
  }

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    if (req.rawHeaders.length > 2 * limits.maxHeaders) {
      sendError(res, 431, 'BAD_REQUEST', `A request has at most ${limits.maxHeaders} headers.`);
      return;
    }
    if (!METHODS.has(req.method)) {
      res.setHeader('Allow', [...METHODS].join(', '));
      sendError(res, 405, 'BAD_REQUEST', `The method ${req.method} is not used here.`);
      return;
    }
    if (origins.answer(req, res)) return;
    const url = addressOf(req);
    if (url === undefined) {
      sendError(res, 400, 'BAD_REQUEST', 'The request has no valid address.');
      return;
    }
    try {
      await handle(req, res, url);
    } catch (error) {
      const id = randomUUID();
      log.error({ id, err: error }, 'internal error');
      if (res.headersSent) res.destroy();
      else sendError(res, 500, 'INTERNAL', 'Internal error.', { id });
    }
  }

  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        server.once('error', (error) => reject(explain(error, host, port)));
        server.listen(port, host, () => {
          server.on('error', (err) => log.error({ err }, 'the HTTP server failed'));
          resolve({ port: (server.address() as AddressInfo).port });
        });
      }),
    close: (graceMs) => {
      stopping = true;
      if (!server.listening) return Promise.resolve();
      for (const res of running) if (!res.headersSent) res.setHeader('Connection', 'close');
      const timer = setTimeout(() => server.closeAllConnections(), graceMs);
      return new Promise((resolve) => {
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      });
    },
  };
}

/** Undefined for what is no address, or may be several to whoever else reads it. */
function addressOf(req: IncomingMessage): URL | undefined {
  const target = req.url ?? '/';
  // As to a proxy: whatever host it names, it came here.
  if (/^https?:\/\//i.test(target) && URL.canParse(target)) {
    const { pathname, search } = new URL(target);
    req.url = `${pathname}${search}`;
  } else if (!target.startsWith('/')) return undefined;
  const hosts = req.rawHeaders.filter((name, at) => at % 2 === 0 && name.toLowerCase() === 'host');
  // The Host header goes into addresses further on, so one that cannot be in an address ends here.
  const address = `http://${req.headers.host ?? 'localhost'}${req.url}`;
  return hosts.length <= 1 && URL.canParse(address) ? new URL(address) : undefined;
}

/** Of a body that nobody read because its request was refused nothing more is taken. */
function endUnread(req: IncomingMessage, res: ServerResponse): void {
  if (req.complete || !res.writableEnded) return;
  setTimeout(() => {
    if (!req.complete) req.destroy();
  }, LINGER_MS).unref();
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
