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
 * What a subscription field returns as its source stream: which events it asks for. The hub reads the log
 * for all subscriptions, so the source is never iterated.
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

/** Asks for figures as they are now, and again when entries may have changed them. */
interface FiguresSource extends AsyncIterable<never> {
  kind: 'figures';
}

export interface EntryFilter {
  /** What the arguments referred to when they were looked up; later they may name another record. */
  scope: string;
  /** Key of the one case whose entries match; undefined: entries of any case match. */
  escalationId: string | undefined;
  /** Condition for reading the log to catch up; it selects at least all entries that match. */
  where: object;
  /** Whether an entry matches, judged by the entry alone, which holds the case as it was then. */
  matches(entry: PlacedEntry): boolean;
}

/**
 * Makes the source for entries of cases. Each entry is checked for whether the subscriber may see it.
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

/** The condition of {@link visibleEntries} for an entry in memory. */
function isVisible(principal: Principal, { type, customerId }: PlacedEntry): boolean {
  if (type === null || customerId === null) return false;
  return isOfVisibleCustomer(principal, customerId) && isShownTo(audienceOf(principal), type);
}

/**
 * Reads the place that a cursor stands for.
 *
 * @throws GraphQLError BAD_REQUEST for a cursor that is damaged or from beyond the end of the log.
 */
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
