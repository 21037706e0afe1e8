/** Codes of errors that a person can mend. Each error becomes one `userErrors` entry of the payload. */
export const USER_ERROR_CODES = [
  'INVALID',
  'NOT_FOUND',
  'DUPLICATE',
  'STALE_VERSION',
  'WRONG_STATE',
  'OWNER_LEVEL_TOO_LOW',
  'IDEMPOTENCY_MISMATCH',
  'NOT_ALLOWED',
] as const;
export type UserErrorCode = (typeof USER_ERROR_CODES)[number];

export interface UserError {
  code: UserErrorCode;
  /** Says what is wrong and what would be right. */
  message: string;
  /** Path inside the mutation's input, list positions as numbers in text; empty for the whole input. */
  field: readonly string[];
}

/** Ends a mutation: its transaction is rolled back and its payload carries the errors. */
export class Refusal extends Error {
  readonly errors: readonly UserError[];

  constructor(errors: readonly UserError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.name = 'Refusal';
    this.errors = errors;
  }
}

/** Makes a refusal of one error: `throw refuse('NOT_FOUND', 'There is no such person.', ['owner'])`. */
export function refuse(
  code: UserErrorCode,
  message: string,
  field: readonly string[] = [],
): Refusal {
  return new Refusal([{ code, message, field }]);
}

/** The database went away in the midst of a change: it is not known whether the change was written. */
export class OutcomeUnknown extends Error {
  constructor(cause: unknown) {
    super(
      'The connection to the database was lost: it is not known whether this was written. Sent again with the same `idempotencyKey` it is written once; without one, look first.',
      { cause },
    );
    this.name = 'OutcomeUnknown';
  }
}

/** Others hold what a change needs, and hold it for long: nothing was written. */
export class HeldByOthers extends Error {
  constructor(cause: unknown) {
    super(
      'Another change holds what this one needs, and has held it for long. Nothing was written.',
      { cause },
    );
    this.name = 'HeldByOthers';
  }
}

/** Says why the process cannot start, in one sentence to act on; shown without a stack trace. */
export class StartupError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StartupError';
  }
}
