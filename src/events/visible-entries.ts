import { audienceOf } from '../auth/partner-view.rules.ts';
import type { Principal } from '../auth/principal.ts';
import { visibleByCustomer } from '../auth/visibility.ts';
import type { Prisma } from '../db/client.ts';
import { DESK_EVENT_TYPES } from '../shared/vocabulary.ts';
import { DESK_ENTRIES } from './catalogue/desk.ts';
import type { DeskKind } from './catalogue/kind.ts';
import { SHOWN_TO_PARTNERS } from './entry-view.rules.ts';

/** Entries of the log that are about one's cases and have their place in it. */
export function visibleEntries(principal: Principal): Prisma.LogEntryWhereInput {
  return {
    escalationId: { not: null },
    seq: { not: null },
    ...visibleByCustomer(principal),
    ...(audienceOf(principal) === 'STAFF' ? {} : { type: { in: [...SHOWN_TO_PARTNERS] } }),
  };
}

/** Entries about the desk itself. */
export function visibleDeskEntries(principal: Principal): Prisma.LogEntryWhereInput {
  return {
    deskType: {
      in: DESK_EVENT_TYPES.filter((type) => {
        const { seenBy }: DeskKind = DESK_ENTRIES[type];
        return seenBy?.includes(principal.role) ?? true;
      }),
    },
    seq: { not: null },
    ...visibleByCustomer(principal),
  };
}
