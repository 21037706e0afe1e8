/**
 * - `DOCUMENT`: the operation cannot be resumed as it is written, or cannot be read. Nothing was sent.
 * - `OUTCOME_UNKNOWN`: the connection broke after a mutation was sent. The mutation may have happened; sent
 *   again with the same `idempotencyKey` it does not happen twice.
 * - `KEY`: `key` threw. The client tries again; only listeners of `error` see this.
 * - `DISPOSED`: the client had been disposed of.
 * - `UNREACHABLE`: a connection could not be made, or broke. The client tries again; only listeners of
 *   `error` see this.
 */
export type DeskClientErrorCode =
  | 'DOCUMENT'
  | 'OUTCOME_UNKNOWN'
  | 'KEY'
  | 'DISPOSED'
  | 'UNREACHABLE';

/** An error of this client itself. Errors of the desk come as `graphql-ws` hands them over. */
export class DeskClientError extends Error {
  override readonly name = 'DeskClientError';
  readonly code: DeskClientErrorCode;

  constructor(code: DeskClientErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** The desk closed the connection, and would close the next one for the same reason. `cause` is the close event. */
export class DeskCloseError extends Error {
  override readonly name = 'DeskCloseError';
  /** The code of the close event: 4401 and so on. */
  readonly code: number;
  /** The desk's own words; may be empty. */
  readonly reason: string;

  constructor(code: number, reason: string, cause: unknown) {
    const why = reason === '' ? MEANINGS[code] : reason;
    super(`The desk closed the connection (${code})${why === undefined ? '' : `: ${why}`}.`, {
      cause,
    });
    this.code = code;
    this.reason = reason;
  }
}

/** Meanings of close codes, for servers and proxies that give no reason. */
const MEANINGS: Readonly<Record<number, string>> = {
  1002: 'what was sent is not of the WebSocket protocol',
  1003: 'it takes no messages of this kind',
  1007: 'a message was no text in UTF-8',
  1009: 'a message was too large',
  1010: 'it lacks an extension that was asked for',
  4400: 'a message was not of graphql-transport-ws',
  4401: 'the key is missing or not valid',
  4406: 'it does not speak graphql-transport-ws at this address',
  4409: 'the id of a subscription was in use',
};

/**
 * Turns an error event of a socket, which says next to nothing, into the error that listeners of `error` get.
 * A browser never tells why a connection was refused, so the message names the likely reasons.
 *
 * @param event what graphql-ws hands over; errors pass as they are.
 */
export function explainFailure(event: unknown, url: string): unknown {
  if (event instanceof Error) return event;
  const { location } = globalThis as { location?: { origin: string } };
  const { message } = (event ?? {}) as { message?: unknown };
  const said = typeof message === 'string' && message !== '' ? `: ${message}` : '';
  const hint =
    location === undefined
      ? ''
      : ` A browser does not tell a page why: the desk may be away, or refuse pages of ${location.origin}, which its CORS_ORIGINS has to name then.`;
  const text = `The connection to ${url} could not be made, or broke${said}.${hint}`;
  return new DeskClientError('UNREACHABLE', text, { cause: event });
}
