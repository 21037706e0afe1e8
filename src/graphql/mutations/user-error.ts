import type { UserErrorCode as Code, UserError } from '../../shared/errors.ts';
import { builder } from '../builder.ts';
import { enumOf } from '../enum.ts';

/** The kinds of mistakes that all features share. */
const MEANINGS = {
  INVALID: 'A value that breaks a rule of its field.',
  NOT_FOUND: 'No such thing, or not yours: malformed ids too.',
  DUPLICATE: 'It exists already.',
  STALE_VERSION: 'What is changed moved on: expectedVersion is not its version.',
  WRONG_STATE: 'Not in this status, or steps are missing.',
  IDEMPOTENCY_MISMATCH: 'The key was used with another input.',
  NOT_ALLOWED: 'Your role may not do this with this value; the message names who may.',
} as const;

const UserErrorCode = enumOf(
  'UserErrorCode',
  'What kind of mistake it is.',
  MEANINGS as Readonly<Record<Code, string>>,
);

/** Adds a kind of mistake that belongs to one feature. */
export function addUserErrorCode(
  code: Exclude<Code, keyof typeof MEANINGS>,
  description: string,
): void {
  UserErrorCode.updateConfig((config) => ({
    ...config,
    values: { ...config.values, [code]: { value: code, description } },
  }));
}

export const UserErrorType = builder.objectRef<UserError>('UserError').implement({
  description: 'A mistake that a person can mend. Nothing was written.',
  fields: (t) => ({
    code: t.expose('code', { type: UserErrorCode, description: 'What kind of mistake it is.' }),
    message: t.exposeString('message', {
      description: 'What is wrong and what would be right, for people to read.',
    }),
    field: t.stringList({
      description:
        'Path inside `input` of the value that is wrong, as in `["revenueAtRisk", "amount"]`; positions in lists are numbers in text. Empty when it is the whole input.',
      resolve: (error) => [...error.field],
    }),
  }),
});
