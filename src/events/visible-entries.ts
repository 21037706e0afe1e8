import { audienceOf } from '../auth/partner-view.rules.ts';
import type { Principal } from '../auth/principal.ts';
import { visibleByCustomer } from '../auth/visibility.ts';
import type { Prisma } from '../db/client.ts';
import { DESK_EVENT_TYPES } from '../shared/vocabulary.ts';
import { DESK_ENTRIES } from './catalogue/desk.ts';
import type { DeskKind } from './catalogue/kind.ts';
import { SHOWN_TO_PARTNERS } from './entry-view.rules.ts';

/** The condition for entries about cases that a principal may see and that have their place in the log. */
export function visibleEntries(principal: Principal): Prisma.LogEntryWhereInput {
  return {
    escalationId: { not: null },
    seq: { not: null },
    ...visibleByCustomer(principal),
    ...(audienceOf(principal) === 'STAFF' ? {} : { type: { in: [...SHOWN_TO_PARTNERS] } }),
  };
}

/** The condition for entries about the desk itself that a principal may see and that have their place. */
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
