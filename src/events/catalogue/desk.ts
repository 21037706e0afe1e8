import { z } from 'zod';
import type { DeskEventType } from '../../shared/vocabulary.ts';
import { NOTHING } from './facts.ts';
import type { DeskKind } from './kind.ts';

/** Every type of entries about the desk itself. A type that leaves something out does not compile. */
export const DESK_ENTRIES = {
  CUSTOMER_CHANGED: {
    means: 'A customer was added or changed.',
    by: '`upsertCustomer`, for a new customer (`changes` hold every field); `upsertCustomer` and `patchCustomer`, for one whose fields moved',
    data: NOTHING,
    subject: 'Customer',
    seenBy: null,
  },
  LIFECYCLE_CHANGED: {
    means: 'A customer moved to another stage of its life cycle.',
    by: '`setLifecycleStage`, `upsertCustomer` and `patchCustomer`, when the stage of a known customer moved',
    data: NOTHING,
    subject: 'Customer',
    seenBy: null,
  },
  USER_CHANGED: {
    means: 'A person was added or changed.',
    by: '`upsertUser`, for a new person; `upsertUser` and `patchPerson`, for one whose fields moved. Each entry is a version',
    data: NOTHING,
    subject: 'User',
    seenBy: null,
  },
  POLICY_CHANGED: {
    means: 'An SLA policy was added, changed or retired.',
    by: '`upsertSlaPolicy`, for a new policy or one whose fields moved; `retireSlaPolicy`: `retiredAt` moves',
    data: NOTHING,
    subject: 'SlaPolicy',
    seenBy: null,
  },
  CALENDAR_CHANGED: {
    means: 'A business calendar was added, changed or retired.',
    by: '`upsertBusinessCalendar`, for a new calendar or one whose fields moved; `retireBusinessCalendar`; `importHolidays` and `desk calendar import`',
    data: NOTHING,
    subject: 'BusinessCalendar',
    seenBy: null,
  },
  KEY_CREATED: {
    means: 'An API key was made.',
    by: '`createApiKey` and `desk key create`',
    data: z.object({ principal: z.string() }),
    subject: 'ApiKey',
    seenBy: ['ADMIN'],
  },
  KEY_REVOKED: {
    means: 'An API key was revoked: it opens nothing any more.',
    by: '`revokeApiKey` and `desk key revoke`, for a key that was not revoked: `revokedAt` moves. What is open under the key is closed on every node that reads this entry',
    data: z.object({ principal: z.string() }),
    subject: 'ApiKey',
    seenBy: ['ADMIN'],
  },
  OPERATIONS_REGISTERED: {
    means: 'Persisted operations of a partner were registered.',
    by: '`registerOperations` and `desk operations register`, when an operation is new: each in `changes` as `operations.HASH`, from null to its name',
    data: z.object({ partner: z.string() }),
    subject: null,
    seenBy: ['ADMIN'],
  },
} as const satisfies Record<DeskEventType, DeskKind>;
