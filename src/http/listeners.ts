import { spawn } from 'node:child_process';
import type { Server } from 'node:http';
import type { AddressInfo, Server as NetServer, Socket } from 'node:net';

/** Of HTTP, whatever its requests and answers are. */
export type DeskServer = NetServer & Pick<Server, 'closeAllConnections' | 'closeIdleConnections'>;

/** Servers that take in connections of the same address, as if they were one. */
export interface Listeners {
  /** @throws the error of the system when the address cannot be had. */
  listen(host: string, port: number): Promise<AddressInfo>;
  isListening(): boolean;
  /** Accepts nothing more. @returns when all connections are closed. */
  close(): Promise<void>;
  closeIdleConnections(): void;
  closeAllConnections(): void;
}

interface ListenersOptions {
  /** Makes one, whose connections nobody has refused. */
  create(): DeskServer;
  /** Connections that are taken in one turn of the event loop. */
  acceptedAtOnce: number;
  /** Connections that may wait to be accepted. */
  backlog: number;
  onError(error: Error): void;
  /** Called when connections are taken one at a time because more cannot be had, with the reason. */
  onAlone(error: unknown): void;
}

/**
 * Node.js takes in one connection of a listening socket in a turn of its event loop (libuv since 1.45). In a
 * busy process a turn takes 10 ms and more: what comes new, after a failover or under load, would wait for
 * seconds before anybody could even refuse it, and be taken in when its client has gone. So the process
 * listens on duplicates of the socket, of which each has its turn.
 */
export function createListeners(options: ListenersOptions): Listeners {
  const { create, acceptedAtOnce, backlog, onError, onAlone } = options;
  const first = create();
  const all = [first];
  let isClosed = false;
  /** As long as another process has the socket too, the system goes on taking connections for it. */
  const closing = new AbortController();

  async function addOthers(): Promise<void> {
    try {
      for (const handle of await duplicatesOf(first, acceptedAtOnce - 1, closing.signal)) {
        const server = create();
        server.on('error', onError);
        server.listen(handle, backlog);
        if (isClosed) server.close();
        else all.push(server);
      }
    } catch (error) {
      if (!isClosed) onAlone(error);
    }
  }

  return {
    listen: (host, port) =>
      new Promise((resolve, reject) => {
        first.once('error', reject);
        first.listen({ port, host, backlog }, () => {
          first.off('error', reject);
          first.on('error', onError);
          if (acceptedAtOnce > 1) void addOthers();
          resolve(first.address() as AddressInfo);
        });
      }),
    isListening: () => first.listening,
    async close() {
      isClosed = true;
      closing.abort();
      await Promise.all(
        all.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
      );
    },
    closeIdleConnections: () => {
      for (const server of all) server.closeIdleConnections();
    },
    closeAllConnections: () => {
      for (const server of all) server.closeAllConnections();
    },
  };
}

/** A listening socket that nobody listens on yet. */
interface Duplicate {
  close(): void;
}

/** Sends back what it is sent. It accepts nothing: a bare handle is not listened on where it arrives. */
const MIRROR = `process.on('message', (message, handle) => process.send(message, handle))`;
const MIRROR_MS = 10_000;

/**
 * Duplicates a listening socket. The system does so when one is passed to another process, which here sends
 * it back and ends; Node.js has no call for it.
 *
 * @param signal that they are not wanted any more: the other process ends at once.
 */
function duplicatesOf(
  server: DeskServer,
  count: number,
  signal: AbortSignal,
): Promise<Duplicate[]> {
  const { _handle: handle } = server as unknown as { _handle: Socket };
  const mirror = spawn(process.execPath, ['-e', MIRROR], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    env: {},
  });
  mirror.unref();
  mirror.channel?.unref();
  const end = () => void mirror.kill('SIGKILL');
  const timer = setTimeout(end, MIRROR_MS);
  timer.unref();
  signal.addEventListener('abort', end);
  const handles: Duplicate[] = [];
  return new Promise<Duplicate[]>((resolve, reject) => {
    mirror.on('error', reject);
    mirror.on('exit', (code) => reject(new Error(`It ended with ${code}.`)));
    mirror.on('message', (_message, back) => {
      handles.push(back as Duplicate);
      if (handles.length === count) resolve(handles);
    });
    for (let copy = 0; copy < count; copy += 1) mirror.send({ copy }, handle, failed);
    function failed(error: Error | null): void {
      if (error !== null) reject(error);
    }
  })
    .catch((error: unknown) => {
      for (const handle of handles) handle.close();
      throw error;
    })
    .finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      if (mirror.connected) mirror.disconnect();
    });
}
