import type { Db } from '../../src/db/client.ts';
import { createCursorCodec } from '../../src/events/cursor.ts';
import type { LogCursors } from '../../src/events/log-cursors.ts';
import { createLogCursors } from '../../src/events/log-cursors.ts';

/** The secret of every desk in the tests; their template of a database has it. */
export const TEST_CURSOR_SECRET = Buffer.from('of every desk...');

const codec = createCursorCodec(TEST_CURSOR_SECRET);

/** Cursors of desks in the tests, as a node of theirs would make them. */
export const testCursors = (): LogCursors => createLogCursors(codec);

/** The cursor that every log begins behind. */
export const BEGINNING_CURSOR = codec.encode({ seq: 0n, mark: 0n });

/** The place that a cursor stands for. */
export const placeOfCursor = (cursor: string): bigint | undefined => codec.decode(cursor)?.seq;

/** The cursor of the entry at a place. */
export async function cursorAt(db: Db, seq: bigint): Promise<string> {
  return testCursors().at(db, seq);
}

/** The cursors of entries, from their places. */
export async function cursorsAt(db: Db, seqs: readonly (bigint | null)[]): Promise<string[]> {
  const places = seqs.flatMap((seq) => seq ?? []);
  const entries = await db.logEntry.findMany({ where: { seq: { in: places } } });
  const cursors = new Map(entries.map((entry) => [entry.seq, testCursors().of(entry)]));
  return places.map((seq) => cursors.get(seq) ?? `no entry at ${seq}`);
}
