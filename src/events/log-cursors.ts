import { randomBytes } from 'node:crypto';
import type { Db } from '../db/client.ts';
import { createBoundedMap } from '../shared/bounds/bounded-map.ts';
import type { CursorCodec, Place } from './cursor.ts';
import { BEGINNING, createCursorCodec, placeOf, SECRET_BYTES } from './cursor.ts';
import type { PlacedEntry } from './placed-entry.ts';

/** The cursors of a desk: made with its secret, and checked against its log. */
export interface LogCursors extends CursorCodec {
  /** The cursor of an entry. @throws Error when it has no place in the log. */
  of(entry: Parameters<typeof placeOf>[0]): string;
  /** The cursor of a place whose entry is not at hand; at once where the entry came by lately. */
  at(db: Db, seq: bigint): string | Promise<string>;
  /**
   * Resolves to whether all places are places of this log: none of them is beyond its end, and none has an
   * entry with another mark. A place whose entry has been pruned is one of this log.
   */
  areOfThisLog(db: Db, places: readonly Place[]): Promise<boolean>;
  /** Keeps in mind entries that come by, so that who resumes near the present needs no look-up. */
  remember(entries: readonly PlacedEntry[]): void;
  /** Forgets what came by: the log is another one now. */
  forget(): void;
}

/** Places that are kept in mind: those of some seconds at most. */
const KNOWN_PLACES = 5_000;

/** Makes the cursors of a desk. The first that is made for it makes the secret. */
export async function openLogCursors(db: Db): Promise<LogCursors> {
  await db.desk.updateMany({
    where: { cursorSecret: null },
    data: { cursorSecret: randomBytes(SECRET_BYTES) },
  });
  const { cursorSecret } = await db.desk.findFirstOrThrow({ select: { cursorSecret: true } });
  if (cursorSecret === null) throw new Error('The desk has no secret for cursors.');
  return createLogCursors(createCursorCodec(cursorSecret));
}

export function createLogCursors(codec: CursorCodec): LogCursors {
  const known = createBoundedMap<bigint, bigint>({ maxSize: KNOWN_PLACES, givesWay: 'first set' });

  /** Many who subscribe at once, to a log where nothing happens, share a look-up. */
  const looking = new Map<bigint, Promise<string>>();

  async function lookUp(db: Db, seq: bigint): Promise<string> {
    const [place] = await findPlaces(db, [seq]);
    if (place !== undefined) known.set(seq, place.mark);
    // Pruned: the place itself is all there is to say of it.
    return codec.encode(place ?? { seq, mark: 0n });
  }

  function lookUpOnce(db: Db, seq: bigint): Promise<string> {
    const running = looking.get(seq);
    if (running !== undefined) return running;
    const started = lookUp(db, seq).finally(() => looking.delete(seq));
    looking.set(seq, started);
    return started;
  }

  return {
    ...codec,
    of: (entry) => codec.encode(placeOf(entry)),
    at(db, seq) {
      if (seq === BEGINNING.seq) return codec.encode(BEGINNING);
      const mark = known.get(seq);
      return mark === undefined ? lookUpOnce(db, seq) : codec.encode({ seq, mark });
    },
    async areOfThisLog(db, places) {
      const unsure: Place[] = [];
      for (const place of places) {
        if (place.seq === BEGINNING.seq) continue;
        const mark = known.get(place.seq);
        if (mark === undefined) unsure.push(place);
        else if (mark !== place.mark) return false;
      }
      if (unsure.length === 0) return true;
      const found = await findPlaces(
        db,
        unsure.map(({ seq }) => seq),
      );
      const marks = new Map(found.map(({ seq, mark }) => [seq, mark]));
      if (unsure.some(({ seq, mark }) => (marks.get(seq) ?? mark) !== mark)) return false;
      const absent = unsure.filter(({ seq }) => !marks.has(seq));
      if (absent.length === 0) return true;
      const end = await endOfLog(db);
      return absent.every(({ seq }) => seq <= end.seq);
    },
    remember(entries) {
      for (const entry of entries.slice(-KNOWN_PLACES)) {
        const { seq, mark } = placeOf(entry);
        known.set(seq, mark);
      }
    },
    forget: known.clear,
  };
}

/** The last place of the log; its beginning when it is empty. */
export async function endOfLog(db: Db): Promise<Place> {
  const [last] = await db.$queryRaw<PlaceRow[]>`
    SELECT seq, id, recorded_at AS "recordedAt" FROM log_entry
    WHERE seq IS NOT NULL ORDER BY seq DESC LIMIT 1`;
  return last === undefined ? BEGINNING : placeOf(last);
}

/** The places of the log among those asked for: where an entry stands, and has not been pruned. */
export async function findPlaces(db: Db, seqs: readonly bigint[]): Promise<Place[]> {
  const rows = await db.$queryRaw<PlaceRow[]>`
    SELECT seq, id, recorded_at AS "recordedAt" FROM log_entry WHERE seq = ANY(${seqs})`;
  return rows.map(placeOf);
}

interface PlaceRow {
  seq: bigint;
  id: bigint;
  recordedAt: Date;
}
