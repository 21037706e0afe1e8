import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { rateLimited } from '../graphql/errors.ts';
import { createAnswerRoom } from '../graphql/limits/answer-room.ts';
import type { AddressOf } from './doors/remote-address.ts';
import { sendRefusal } from './reply.ts';

export interface Sent {
  /** Its own, which a refusal must not have: browsers would keep that. */
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** Long answers to strangers, of whom nothing is known but where they come from. */
export interface UnreadAnswers {
  /**
   * Sends it, and ends the connection when it was read. Where the address lets too much lie already it is 429.
   */
  send(req: IncomingMessage, res: ServerResponse, sent: Sent): void;
  /** What is not known to have been read. */
  bytes(): number;
}

export interface UnreadLimits {
  bytesPerAddress: number;
  bytesPerNode: number;
  /** How long an answer may lie while others have no room. */
  patienceMs: number;
  /** Within which something has to be taken, while there is more to hand over. */
  stallMs: number;
  /** For all that was handed over to be read: a slow line takes long for what the system holds of it. */
  restMs: number;
}

/** Twenty browsers at an address that read the page at the same moment; a node has room for three such addresses. */
export const UNREAD_LIMITS: UnreadLimits = {
  bytesPerAddress: 32_000_000,
  bytesPerNode: 96_000_000,
  patienceMs: 2_000,
  stallMs: 10_000,
  restMs: 30_000,
};

const PART_BYTES = 64_000;
const RETRY_SECONDS = 10;

/**
 * The system takes a whole file off our hands, megabytes for each connection, whether its peer reads or not,
 * and does not tell. So the connection is half closed behind it: whoever has read to the end closes the other
 * half, and until then the answer counts as unread. Who closes it without having read loses the rest: the
 * system would go on holding what nobody counts any more.
 */
export function createUnreadAnswers(
  addressOf: AddressOf,
  limits: UnreadLimits = UNREAD_LIMITS,
): UnreadAnswers {
  const { bytesPerAddress, ...others } = limits;
  const room = createAnswerRoom({ ...others, bytesPerPrincipal: bytesPerAddress });

  return {
    bytes: room.bytes,
    send(req, res, { headers, body }) {
      if (res.destroyed) return;
      const account = room.open(addressOf(req));
      if (account.hold(body.length) !== undefined) {
        const message = 'This address has too many answers that it does not read.';
        return sendRefusal(res, rateLimited(RETRY_SECONDS, message));
      }
      const cut = () => reset(req.socket);
      res.once('close', account.close);
      account.wait(body.length, cut);
      res.writeHead(200, { ...headers, Connection: 'close' });
      handOver(res, body, limits, cut);
    },
  };
}

/** What the system holds is let go as well. */
function reset(socket: Socket): void {
  // It refuses to while it is being half closed, and would stay open.
  if (socket.writableEnded && !socket.writableFinished)
    socket.once('finish', () => socket.resetAndDestroy());
  else socket.resetAndDestroy();
}

function handOver(
  res: ServerResponse,
  body: Buffer,
  { stallMs, restMs }: UnreadLimits,
  cut: () => void,
): void {
  let timer: NodeJS.Timeout | undefined;
  const waitFor = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(cut, ms).unref();
  };
  res.once('close', () => clearTimeout(timer));

  const next = (from: number): void => {
    if (res.destroyed) return;
    const to = Math.min(from + PART_BYTES, body.length);
    waitFor(stallMs);
    res.write(body.subarray(from, to), (error) => {
      if (error != null) return;
      // Its turn on the connection has come.
      if (from === 0) res.req.socket.once('end', cut);
      if (to < body.length) return next(to);
      waitFor(restMs);
      // Not the answer, which would close both halves.
      res.req.socket.end();
    });
  };
  next(0);
}
