/**
 * - `DOCUMENT`: the operation cannot be resumed as it is written, or cannot be read. Nothing was sent.
 * - `OUTCOME_UNKNOWN`: the connection broke after a mutation was sent. It may have happened; sent again
 *   with the same `idempotencyKey` it does not happen twice.
 * - `KEY`: `key` threw. The connection is tried again; seen by listeners of `error` only.
 * - `DISPOSED`: the client was disposed of before.
 */
export type DeskClientErrorCode = 'DOCUMENT' | 'OUTCOME_UNKNOWN' | 'KEY' | 'DISPOSED';

/** What this client itself has to say; what the desk answers comes as `graphql-ws` hands it over. */
export class DeskClientError extends Error {
  override readonly name = 'DeskClientError';
  readonly code: DeskClientErrorCode;

  constructor(code: DeskClientErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
