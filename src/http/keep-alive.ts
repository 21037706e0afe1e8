import type { WebSocket } from 'ws';

/**
 * Pings of the WebSocket protocol find a peer that is gone without a word.
 *
 * @param pingMs between two pings; who has not answered by the next one is cut off.
 * @returns stops it.
 */
export function keepAlive(socket: WebSocket, pingMs: number): () => void {
  let isAnswered = true;
  socket.on('pong', () => {
    isAnswered = true;
  });
  const timer = setInterval(() => {
    // While nothing is read from it its answers are not seen; its outlet has an eye on it.
    if (socket.isPaused) return;
    if (!isAnswered) {
      socket.terminate();
      return;
    }
    isAnswered = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}
