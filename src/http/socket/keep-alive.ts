import type { WebSocket } from 'ws';

/**
 * Sends pings of the WebSocket protocol, to find peers that vanished.
 *
 * @param pingMs milliseconds between two pings. A peer that sent nothing until the next one is cut off.
 * @returns a function that stops the pings.
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
    // While the socket is not read, its answers are not seen. The outlet watches it meanwhile.
    if (socket.isPaused) return;
    if (!isThere) return afterReading(cutOffUnlessThere);
    isThere = false;
    socket.ping();
  }, pingMs);
  timer.unref();
  return () => clearInterval(timer);
}

/**
 * Calls back when all that has arrived has been read. A node that was busy since its ping may have answers
 * that it has not read: they are read in this turn of the event loop, and reported in the one after.
 */
function afterReading(call: () => void): void {
  setImmediate(() => setImmediate(() => setImmediate(call)));
}
