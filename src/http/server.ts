import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Logger } from 'pino';
import { StartupError } from '../shared/startup-error.ts';
import { sendError } from './reply.ts';

export type Handler = (req: IncomingMessage, res: ServerResponse, url: URL) => Promise<void> | void;

export interface HttpServer {
  /** @returns the address that was taken. @throws StartupError when it cannot be had. */
  listen(host: string, port: number): Promise<{ port: number }>;
  /** Accepts nothing more, lets what runs finish within `graceMs`, then closes every connection. */
  close(graceMs: number): Promise<void>;
}

/** For a whole request, body included. */
const REQUEST_TIMEOUT_MS = 30_000;
const HEADERS_TIMEOUT_MS = 10_000;
/** Longer than load balancers keep their idle connections, so that they close first. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000;

/** Answers to read, not to embed, sniff or keep. */
const SECURITY_HEADERS = {
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
} as const;

/** Takes over a connection that asks for another protocol. */
export type Upgrade = (req: IncomingMessage, socket: Duplex, head: Buffer) => void;

export function createHttpServer(handle: Handler, upgrade: Upgrade, log: Logger): HttpServer {
  const running = new Set<ServerResponse>();
  let stopping = false;

  const server = createServer(
    {
      requestTimeout: REQUEST_TIMEOUT_MS,
      headersTimeout: HEADERS_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
      connectionsCheckingInterval: 5_000,
    },
    (req, res) => {
      running.add(res);
      res.once('close', () => running.delete(res));
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) res.setHeader(name, value);
      if (stopping) res.setHeader('Connection', 'close');
      void answer(req, res);
    },
  );

  server.on('upgrade', (req, socket, head) => {
    // Without a listener an error of the connection would end the process.
    socket.on('error', (err) => log.debug({ err }, 'a connection failed'));
    const path = (req.url ?? '/').split('?')[0];
    if (stopping || path !== '/graphql') {
      const status = stopping ? '503 Service Unavailable' : '404 Not Found';
      socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    upgrade(req, socket, head);
  });

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    // The Host header goes into addresses further on, so one that cannot be in an address ends here.
    const address = `http://${req.headers.host ?? 'localhost'}${req.url ?? '/'}`;
    if (!URL.canParse(address)) {
      sendError(res, 400, 'BAD_REQUEST', 'The request has no valid address.');
      return;
    }
    try {
      await handle(req, res, new URL(address));
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
