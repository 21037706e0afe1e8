import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Closes answers that are queued on a connection which ends. Requests may come before earlier ones on their
 * connection are answered. When the connection ends, Node.js closes the current answer only: work begun
 * for the others would go on, and counts that last until their `close` would never go down.
 */
export interface QueuedAnswers {
  opened(socket: Socket): void;
  /** A request has come; `res` is its answer. */
  begun(res: ServerResponse): void;
}

export function createQueuedAnswers(): QueuedAnswers {
  const bySocket = new WeakMap<Socket, Set<ServerResponse>>();
  return {
    opened(socket) {
      const answers = new Set<ServerResponse>();
      bySocket.set(socket, answers);
      socket.once('close', () => {
        // Node.js closes the answer that has the connection.
        for (const res of [...answers].filter((one) => one.socket === null)) {
          res.destroy();
          res.emit('close');
        }
      });
    },
    begun(res) {
      const answers = bySocket.get(res.req.socket);
      answers?.add(res);
      res.on('close', () => answers?.delete(res));
    },
  };
}
