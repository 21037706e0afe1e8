import type { Duplex } from 'node:stream';
import type { RequestFacts } from '../shared/request-facts.ts';
import { factsOf } from '../shared/request-facts.ts';
import type { OpenAnswers } from './open-answers.ts';
import { headOf } from './reply.ts';

/** What Node.js calls a request that it gives up, with the status of the answer. */
const STATUS: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};
const NO_HTTP = 400;

/**
 * Answers what never became a request, and ends its connection. One on which an answer has begun is cut, as
 * what was written now would be taken for a part of that.
 *
 * @returns the status of the answer; undefined: there was none.
 */
export function answerBroken(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  answers: OpenAnswers,
): number | undefined {
  const hasBegun = answers.on(socket).some(({ headersSent }) => headersSent);
  if (!socket.writable || hasBegun) {
    socket.destroy(error);
    return undefined;
  }
  const facts = factsOf(undefined, undefined);
  const status = STATUS[error.code ?? ''] ?? NO_HTTP;
  sendBare(socket, status, facts);
  return status;
}

/** Sends a status and nothing more to whom may not know HTTP, and ends the connection. */
export function sendBare(socket: Duplex, status: number, facts: RequestFacts): void {
  socket.once('finish', () => socket.destroy());
  socket.end(headOf(status, ['Content-Length', '0'], facts));
}
