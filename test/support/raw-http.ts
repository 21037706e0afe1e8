import { connect } from 'node:net';

export interface RawAnswer {
  /** Undefined: the connection ended without an answer. */
  status: number | undefined;
  text: string;
  ms: number;
}

/**
 * Sends bytes as they are, as no client would, and takes what comes until the connection ends.
 *
 * @param pieces sent one after the other, `pauseMs` apart.
 * @param waitMs after which the connection is ended from here.
 */
export function sendRaw(
  httpUrl: string,
  pieces: Iterable<string | Buffer>,
  { pauseMs = 0, waitMs = 2_000 } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(httpUrl);
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    let text = '';
    const done = () => {
      clearTimeout(timer);
      socket.destroy();
      const [, status] = /^HTTP\/1\.[01] (\d{3})/.exec(text) ?? [];
      resolve({
        status: status === undefined ? undefined : Number(status),
        text,
        ms: performance.now() - startedAt,
      });
    };
    const timer = setTimeout(done, waitMs);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
    });
    // A reset after the answer is as good an end as any.
    socket.on('error', () => {});
    socket.on('close', done);
    socket.on('connect', async () => {
      for (const piece of pieces) {
        if (socket.destroyed || !socket.writable) return;
        if (!socket.write(piece)) {
          await new Promise<void>((go) => {
            socket.once('drain', go);
            socket.once('close', () => go());
          });
        }
        if (pauseMs > 0) await new Promise((go) => setTimeout(go, pauseMs));
      }
    });
  });
}
