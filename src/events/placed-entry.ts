import type { LogEntry } from '../db/generated/client/client.ts';

/** An entry that has its place in the log. */
export type PlacedEntry = LogEntry & { seq: bigint };
