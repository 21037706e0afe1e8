import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/**
 * Knows the answers that are not over, and closes those that are queued on a connection which ends.
 * Requests may come before earlier ones on their connection are answered. When the connection ends, Node.js
 * closes the current answer only: work begun for the others would go on, and counts that last until their
 * `close` would never go down.
 */
export interface OpenAnswers {
  opened(socket: Socket): void;
  /** A request has come; `res` is its answer. */
  begun(res: ServerResponse): void;
  all(): Iterable<ServerResponse>;
  /** Those of a connection. */
  on(socket: Duplex): readonly ServerResponse[];
}

export function createOpenAnswers(): OpenAnswers {
  /** Nearly always a connection has one or none. */
  const bySocket = new Map<Duplex, ServerResponse[]>();
  return {
    opened(socket) {
      const answers: ServerResponse[] = [];
      bySocket.set(socket, answers);
      socket.once('close', () => {
        bySocket.delete(socket);
        // Node.js closes the answer that has the connection.
        for (const res of answers.filter((one) => one.socket === null)) {
          res.destroy();
          res.emit('close');
        }
      });
    },
    begun(res) {
      const answers = bySocket.get(res.req.socket);
      if (answers === undefined) return;
      answers.push(res);
      res.on('close', () => {
        const at = answers.indexOf(res);
        if (at >= 0) answers.splice(at, 1);
      });
    },
    all: () => [...bySocket.values()].flat(),
    on: (socket) => bySocket.get(socket) ?? [],
  };
}
