import type { GraphQLError } from 'graphql';
import { showError } from '../../graphql/errors.ts';
import type { LogFailure } from '../../log.ts';
import { currentCaller } from '../../shared/caller.ts';
import { newRequestId } from '../../shared/request-facts.ts';

export type ErrorMask = (error: unknown) => GraphQLError;

/** The id of the request that failed; another one for what many requests share. */
const idOfNow = (): string => currentCaller().request?.id ?? newRequestId();

/** Makes the error that clients see. What it hides from them is logged once, with the stack, under its id. */
export function createErrorMask(logFailure: LogFailure): ErrorMask {
  return (error) => {
    const { shown, hidden } = showError(error, idOfNow);
    if (hidden !== undefined) {
      logFailure(hidden.cause, 'internal error', { id: hidden.id, path: shown.path });
    }
    return shown;
  };
}
