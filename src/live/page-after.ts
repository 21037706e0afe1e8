import type { PlacedEntry } from '../events/reader.ts';

/** How a subscription reads the log for itself. */
export interface LogReads {
  /** Whether an entry is for the subscription, by the case as it was at the event. */
  matches(entry: PlacedEntry): boolean;
  /** Reads entries of the log after a place: at least all that match. */
  read(after: bigint, limit: number): Promise<PlacedEntry[]>;
}

export interface LogPage {
  entries: PlacedEntry[];
  /** Place up to which no other entry matches. */
  upTo: bigint;
}

const PAGE_SIZE = 1_000;

/**
 * Reads the next page of the entries that match.
 *
 * @param position where the log is known to stand; no later entry is returned.
 */
export async function readPageAfter(
  { matches, read }: LogReads,
  after: bigint,
  position: bigint,
): Promise<LogPage> {
  const page = await read(after, PAGE_SIZE);
  const known = page.filter(({ seq }) => seq <= position);
  // A page that is not full holds all there is, also up to entries that are not for us.
  const upTo = page.length < PAGE_SIZE ? position : (known.at(-1)?.seq ?? position);
  return { entries: known.filter(matches), upTo };
}
