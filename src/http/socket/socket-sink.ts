import type { WebSocket } from 'ws';
import type { Sink } from '../../live/subscription.ts';
import { RETRY_CLOSE } from './close-codes.ts';
import { frameHead } from './result-frames.ts';
import type { Outlet } from './socket-outlet.ts';

/** Makes the sink for the results of one subscription on a socket. */
export function socketSink(
  { socket, outlet }: { socket: WebSocket; outlet: Outlet },
  id: string,
): Sink {
  const { framesOf } = frameHead(id);
  // A ping may come at any time with any payload: clients that do not know ours answer it like any other.
  const ping = (payload: object) => outlet.send(JSON.stringify({ type: 'ping', payload }));
  return {
    send: (results) => outlet.write(framesOf(results)),
    isFull: outlet.isFull,
    onDrained: outlet.onDrained,
    onLive: (cursor) => ping({ live: id, cursor }),
    onBehind: () => ping({ behind: id }),
    fail: () => socket.close(RETRY_CLOSE.code, RETRY_CLOSE.reason),
  };
}
