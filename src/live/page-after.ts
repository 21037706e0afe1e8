import type { PlacedEntry } from '../events/reader.ts';

/** How a subscription reads the log for itself. */
export interface LogReads {
  /** Whether the entry is for it; by the case as it was at the event. */
  matches(entry: PlacedEntry): boolean;
  /** Entries of the log after a place, at least all that match. */
  read(after: bigint, limit: number): Promise<PlacedEntry[]>;
}

export interface LogPage {
  entries: PlacedEntry[];
  /** There is no other entry that matches up to here. */
  upTo: bigint;
}

const PAGE_SIZE = 1_000;

/** @param position where the log is known to stand: nothing after it is told of. */
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
