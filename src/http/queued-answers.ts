import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Requests may come before those in front of them on their connection are answered. When it ends, Node.js
 * closes the answer whose turn it was and says nothing to the others: whatever was begun for them would go
 * on, and whatever is counted until their end would stay counted for ever.
 */
export interface QueuedAnswers {
  opened(socket: Socket): void;
  /** Of a request that has come. */
  begun(res: ServerResponse): void;
}

export function createQueuedAnswers(): QueuedAnswers {
  const bySocket = new WeakMap<Socket, Set<ServerResponse>>();
  return {
    opened(socket) {
      const answers = new Set<ServerResponse>();
      bySocket.set(socket, answers);
      socket.once('close', () => {
        // The one that has the connection is closed by Node.js.
        for (const res of [...answers].filter((one) => one.socket === null)) {
          res.destroy();
          res.emit('close');
        }
      });
    },
    begun(res) {
      const answers = bySocket.get(res.req.socket);
      answers?.add(res);
      res.once('close', () => answers?.delete(res));
    },
  };
}
