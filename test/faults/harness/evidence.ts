/** What a scenario saw, from outside: what clients were told, what the log holds, what came to subscribers. */
export interface Evidence {
  confirmed: readonly Confirmed[];
  /** Texts of calls that were made and never confirmed: at most once in the log. */
  unconfirmed: readonly string[];
  /** The log after the scenario's first cursor, in order of place. */
  log: readonly LogRow[];
  followers: readonly Followed[];
}

export interface Confirmed {
  /** Of the call; the text of its note or issue, and its idempotency key. */
  text: string;
  /** Keys of the entries of the log that the desk named in its answer. */
  entries: readonly string[];
  at: number;
  clock?: PromisedCase;
}

/** The response clock of a case, by the watch of whoever opened it. */
export interface PromisedCase {
  escalationId: string;
  /** No earlier than this it is breached. */
  notBreachedBefore: number;
}

export interface LogRow {
  id: string;
  seq: bigint | null;
  type: string | null;
  /** Of the call that made it; null for what the desk wrote by itself. */
  text: string | null;
  escalationId: string | null;
  /** Of keys and the like: subscribers of cases do not get it. */
  isOfDesk?: boolean;
  /** Of a response clock that fired: the threshold, and those that it passed over. */
  fired: readonly number[];
}

export interface Followed {
  name: string;
  received: readonly { id: string; at: number }[];
}
