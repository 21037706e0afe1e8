import { audienceOf } from '../auth/partner-view.rules.ts';
import type { Principal } from '../auth/principal.ts';
import { isOfVisibleCustomer } from '../auth/visibility.ts';
import type { Db } from '../db/client.ts';
import { decodeCursor } from '../events/cursor.ts';
import { isShownTo } from '../events/entry-view.rules.ts';
import type { PlacedEntry } from '../events/reader.ts';
import { lastPlace, readEntries } from '../events/reader.ts';
import { visibleEntries } from '../events/visible-entries.ts';
import { badRequest } from '../graphql/bad-request.ts';
import type { Context } from '../graphql/context.ts';

/**
 * What a subscription field says of its events; who subscribes gets it as the source stream. The hub
 * reads the log for all of them, so it is never iterated.
 */
export type LiveSource = EventsSource | FiguresSource;

interface EventsSource extends AsyncIterable<never> {
  kind: 'entries';
  after: bigint | undefined;
  scope: string;
  escalationId: string | undefined;
  matches(entry: PlacedEntry): boolean;
  read(after: bigint, limit: number): Promise<PlacedEntry[]>;
}

/** Figures as they are now, and again when entries may have changed them. */
interface FiguresSource extends AsyncIterable<never> {
  kind: 'figures';
}

export interface EntryFilter {
  /** What its arguments referred to when they were looked up: the same arguments may name another later. */
  scope: string;
  /** Key of the one case that they are limited to. */
  escalationId: string | undefined;
  /** Condition on the log for those who catch up: at least all that matches. */
  where: object;
  /** Judged by the entry alone, which holds the case as it was then. */
  matches(entry: PlacedEntry): boolean;
}

/**
 * Entries of cases that the subscriber may see, which is asked for each entry.
 *
 * @throws GraphQLError BAD_REQUEST for a cursor that is damaged or from beyond the end of the log.
 */
export async function entriesOf(
  { db, principal }: Context,
  { scope, escalationId, where, matches }: EntryFilter,
  after: string | null | undefined,
): Promise<LiveSource> {
  return {
    kind: 'entries',
    after: after == null ? undefined : await placeOf(db, after),
    scope,
    escalationId,
    matches: (entry) => isVisible(principal, entry) && matches(entry),
    read: (place, limit) =>
      readEntries(db, place, limit, { AND: [visibleEntries(principal), where] }),
    ...NEVER_ITERATED,
  };
}

const NEVER_ITERATED: AsyncIterable<never> = {
  [Symbol.asyncIterator]() {
    throw new Error('The source of a subscription was iterated: its entries come from the hub.');
  },
};

export const FIGURES: LiveSource = { kind: 'figures', ...NEVER_ITERATED };

/** What {@link visibleEntries} asks of the database, of an entry that is in hand. */
function isVisible(principal: Principal, { type, customerId }: PlacedEntry): boolean {
  if (type === null || customerId === null) return false;
  return isOfVisibleCustomer(principal, customerId) && isShownTo(audienceOf(principal), type);
}

/** @throws GraphQLError BAD_REQUEST for a cursor that is damaged or from beyond the end of the log. */
export async function placeOf(db: Db, cursor: string): Promise<bigint> {
  const place = decodeCursor(cursor);
  if (place === undefined) {
    throw badRequest('`after` is not a cursor: take one from `cursor` of an event or a mutation.');
  }
  if (place > (await lastPlace(db))) {
    throw badRequest('`after` is a cursor of another log: this one has not come so far.');
  }
  return place;
}

export function isLiveSource(value: unknown): value is LiveSource {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && Symbol.asyncIterator in value
  );
}
