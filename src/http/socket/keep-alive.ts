import type { WebSocket } from 'ws';

/**
 * Pings of the WebSocket protocol find a peer that is gone without a word.
 *
 * @param pingMs between two pings; who has neither answered nor sent anything by the next one is cut off.
 * @returns stops it.
 */
export function keepAlive(socket: WebSocket, pingMs: number): () => void {
  let isThere = true;
  const seen = (): void => {
    isThere = true;
  };
  for (const event of ['pong', 'ping', 'message']) socket.on(event, seen);
  const cutOffUnlessThere = (): void => {
    if (!isThere && !socket.isPaused) socket.terminate();
  };
  const timer = setInterval(() => {
    // While nothing is read from it its answers are not seen; its outlet has an eye on it.
    if (socket.isPaused) return;
    if (!isThere) return afterReading(cutOffUnlessThere);
    isThere = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * A node that was busy all the time since its ping has answers that it has not read. They are read in
 * this turn of the event loop, and told of in the one after.
 */
function afterReading(call: () => void): void {
  setImmediate(() => setImmediate(() => setImmediate(call)));
}
