import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { rateLimited } from '../graphql/errors.ts';
import { createAnswerRoom } from '../graphql/limits/answer-room.ts';
import type { AddressOf } from './doors/remote-address.ts';
import { sendRefusal } from './reply.ts';

export interface Sent {
  /** Headers of the answer itself; a refusal must not have them, because browsers would keep the refusal. */
  headers: OutgoingHttpHeaders;
  body: Buffer;
}

/** Long answers to strangers, who are known by their address only. */
export interface UnreadAnswers {
  /** Sends an answer, and ends the connection once it was read. 429 when the address has too much unread. */
  send(req: IncomingMessage, res: ServerResponse, sent: Sent): void;
  /** Bytes of answers that are not known to have been read. */
  bytes(): number;
}

export interface UnreadLimits {
  bytesPerAddress: number;
  bytesPerNode: number;
  /** How long an answer may lie unread while others have no room. */
  patienceMs: number;
  /** Milliseconds in which the peer must take something, while there is more to hand over. */
  stallMs: number;
  /** Milliseconds for the peer to read the rest that the system holds; long, for slow lines. */
  restMs: number;
}

/** Room for twenty browsers of an address that read the page at once, and on a node for three addresses. */
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
 * The system takes a whole file, megabytes for each connection, whether its peer reads or not, and does not
 * tell. So the connection is half closed after the answer: a peer that has read to the end closes the other
 * half, and until then the answer counts as unread. A peer that closes it earlier loses the rest: otherwise
 * the system would hold bytes that nobody counts.
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

/** Resets the connection, so that the system drops what it holds too. */
function reset(socket: Socket): void {
  // A socket that is being half closed refuses to be reset, and would stay open.
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
      // The answer has its turn on the connection from now on.
      if (from === 0) res.req.socket.once('end', cut);
      if (to < body.length) return next(to);
      waitFor(restMs);
      // End the socket and not the answer, which would close both halves.
      res.req.socket.end();
    });
  };
  next(0);
}
