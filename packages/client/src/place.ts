import type { EventsOperation } from './operation.ts';

/** The place in the log up to which one subscription has been delivered. */
export interface Place {
  /** The cursor after which the subscription resumes; undefined as long as it has none. */
  cursor(): string | undefined;
  /** Moves to a cursor: the desk says that everything up to there has been delivered. */
  moveTo(cursor: string): void;
  /** Moves to the event of a result. @returns false when the event was delivered before. */
  take(data: unknown): boolean;
}

/** Cursors to remember. Deliveries overlap by the events under way at most, which are fewer. */
const REMEMBERED = 1_000;

/**
 * Makes the place of a subscription. Cursors are opaque: they are compared for equality only.
 *
 * @param start the cursor that the caller began with.
 */
export function createPlace({ field, cursor: key }: EventsOperation, start?: unknown): Place {
  const seen = new Set<string>();
  let last = typeof start === 'string' ? start : undefined;

  return {
    cursor: () => last,
    moveTo(cursor) {
      last = cursor;
    },
    take(data) {
      const cursor = property(property(data, field), key);
      // The event could not be read: the errors that stand in its place are for the application.
      if (typeof cursor !== 'string') return true;
      if (seen.has(cursor)) return false;
      seen.add(cursor);
      if (seen.size > REMEMBERED) dropOldest(seen);
      last = cursor;
      return true;
    },
  };
}

function dropOldest(seen: Set<string>): void {
  for (const oldest of seen) {
    seen.delete(oldest);
    return;
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}
