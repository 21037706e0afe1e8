import type { Duplex } from 'node:stream';
import { factsOf } from '../shared/request-facts.ts';
import type { OpenAnswers } from './open-answers.ts';
import { refuseUpgrade } from './reply.ts';

/** What Node.js calls a request that it gives up, with what is said to its client. */
const BROKEN: Readonly<Record<string, { status: number; message: string }>> = {
  HPE_HEADER_OVERFLOW: { status: 431, message: 'The head of the request is too long.' },
  HPE_CHUNK_EXTENSIONS_OVERFLOW: {
    status: 413,
    message: 'The extensions of a chunk of the body are too long.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: { status: 408, message: 'The request has not come in time.' },
};
const NO_HTTP = { status: 400, message: 'This is no request of HTTP/1.1.' };

/**
 * Answers what never became a request, and ends its connection. One on which an answer has begun is cut, as
 * what was written now would be taken for a part of that.
 */
export function answerBroken(
  error: NodeJS.ErrnoException,
  socket: Duplex,
  answers: OpenAnswers,
): void {
  const hasBegun = answers.on(socket).some(({ headersSent }) => headersSent);
  if (!socket.writable || hasBegun) {
    socket.destroy(error);
    return;
  }
  const { status, message } = BROKEN[error.code ?? ''] ?? NO_HTTP;
  refuseUpgrade(socket, { status, code: 'BAD_REQUEST', message }, factsOf(undefined, undefined));
  socket.once('finish', () => socket.destroy());
}
