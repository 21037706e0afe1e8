import { randomUUID } from 'node:crypto';
import type { GraphQLError } from 'graphql';
import { showError } from '../../graphql/errors.ts';
import type { Logger } from '../../log.ts';

export type ErrorMask = (error: unknown) => GraphQLError;

/** Makes the error that clients see. What it hides from them is logged once, with the stack, under its id. */
export function createErrorMask(log: Logger): ErrorMask {
  return (error) => {
    const { shown, hidden } = showError(error, randomUUID);
    if (hidden !== undefined) {
      log.error({ id: hidden.id, err: hidden.cause, path: shown.path }, 'internal error');
    }
    return shown;
  };
}
