import { audienceOf } from '../auth/partner-view.rules.ts';
import type { Principal } from '../auth/principal.ts';
import { isOfVisibleCustomer } from '../auth/visibility.ts';
import { isShownTo } from '../events/entry-view.rules.ts';
import type { PlacedEntry } from '../events/reader.ts';
import { readEntries } from '../events/reader.ts';
import { visibleEntries } from '../events/visible-entries.ts';
import type { Context } from '../graphql/context.ts';
import { checkLogCursors, placeIn } from '../graphql/paging/log-cursor.ts';

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
 * @throws GraphQLError BAD_REQUEST for a cursor that is damaged, or of another log.
 */
export async function entriesOf(
  context: Context,
  { scope, escalationId, where, matches }: EntryFilter,
  after: string | null | undefined,
): Promise<LiveSource> {
  const { db, principal } = context;
  await checkLogCursors(context, { after });
  return {
    kind: 'entries',
    after: placeIn(context, 'after', after)?.seq,
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

export function isLiveSource(value: unknown): value is LiveSource {
  return (
    typeof value === 'object' && value !== null && 'kind' in value && Symbol.asyncIterator in value
  );
}
