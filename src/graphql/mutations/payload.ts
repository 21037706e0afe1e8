import type { USER_ERROR_CODES, UserError } from '../../shared/errors.ts';
import { builder } from '../builder.ts';

/** Ids of what a mutation made or changed: an answer is read from them as a query would read it. Figures are told as they are. */
export interface Answer {
  eventIds: bigint[];
  escalationId?: string;
  communicationId?: string;
  planId?: string;
  customerId?: string;
  userId?: string;
  apiKeyId?: string;
  /** Told in the first answer only: it is not kept. */
  secret?: string;
  policyId?: string;
  calendarId?: string;
  holidaysAdded?: number;
  eventsLeftOut?: number;
  fileProblems?: string[];
  /** Whose operations were registered, and under which hashes. */
  partner?: string;
  operationHashes?: string[];
  operationsAdded?: number;
}

export interface PayloadSource extends Answer {
  cursor: string | null;
  userErrors: readonly UserError[];
}

const UserErrorCode = builder.enumType('UserErrorCode', {
  description: 'What kind of mistake it is.',
  values: {
    INVALID: { description: 'A value that breaks a rule of its field.' },
    NOT_FOUND: { description: 'No such thing, or not yours: malformed ids too.' },
    DUPLICATE: { description: 'It exists already.' },
    STALE_VERSION: { description: 'What is changed moved on: expectedVersion is not its version.' },
    WRONG_STATE: { description: 'Not in this status, or steps are missing.' },
    OWNER_LEVEL_TOO_LOW: {
      description:
        'The person may not own the case as it is: see `Escalation.ownerLevel`. An `overrideReason` lets it pass.',
    },
    IDEMPOTENCY_MISMATCH: { description: 'The key was used with another input.' },
    NOT_ALLOWED: {
      description: 'Your role may not do this with this value; the message names who may.',
    },
  } satisfies Record<(typeof USER_ERROR_CODES)[number], { description: string }>,
});

const UserErrorType = builder.objectRef<UserError>('UserError').implement({
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

export const MutationPayload = builder.interfaceRef<PayloadSource>('MutationPayload').implement({
  description: 'What every mutation answers.',
  fields: (t) => ({
    cursor: t.exposeString('cursor', {
      nullable: true,
      description:
        'Where this change stands in the log: a subscription that has passed it has seen it. Null when nothing changed.',
    }),
    userErrors: t.field({
      type: [UserErrorType],
      description: 'Empty when it worked; otherwise nothing was written.',
      resolve: (payload) => [...payload.userErrors],
    }),
  }),
});
