import { keepSearched } from '../customer/customer.search.service.ts';
import type { Db } from '../db/client.ts';
import { Prisma } from '../db/client.ts';
import { fillOldNames } from '../db/old-names.ts';
import type { SearchPiece } from '../escalation/search.save.ts';
import {
  CASE_SOURCE,
  fillPieces,
  pieceOfCase,
  pieceOfMessage,
  pieceOfNote,
} from '../escalation/search.save.ts';
import { DAY_MS, SECOND_MS } from '../shared/duration.ts';
import { WORDS_VERSION } from '../shared/search-words.ts';

/** Of texts of up to 20,000 characters: a few megabytes at most are in memory at once. */
const BATCH = 200;
const PROGRESS_INTERVAL_MS = 2 * SECOND_MS;
/** While nodes are replaced one by one, those of the earlier version still write what this one has to fill in. */
const REPLACED_WITHIN_MS = DAY_MS;

/**
 * Brings what earlier versions stored to where this one looks for it: the words of cases, customers,
 * communications and notes, and the normal forms of names. All of it once; at later starts what changed
 * during the last day. In batches, none of which is done twice; several nodes may do it at once.
 */
export async function fillStoredText(
  db: Db,
  log: (message: string) => void,
  now: Date,
): Promise<void> {
  const [desk] = await db.$queryRaw<{ version: number }[]>`
    SELECT text_version AS version FROM desk`;
  const isFilled = desk?.version === WORDS_VERSION;
  const since = isFilled
    ? Prisma.sql`e.updated_at > ${new Date(now.getTime() - REPLACED_WITHIN_MS).toISOString()}::timestamptz`
    : Prisma.sql`TRUE`;
  await fillOldNames(db);
  await fillCustomers(db);
  for (const { what, read } of SOURCES)
    await fill(db, what, (after) => read(db, since, after), log);
  if (!isFilled) await db.$executeRaw`UPDATE desk SET text_version = ${WORDS_VERSION}`;
}

async function fillCustomers(db: Db): Promise<void> {
  for (;;) {
    const rows = await db.customer.findMany({
      where: { wordsVersion: { not: WORDS_VERSION } },
      select: { id: true, externalId: true, name: true },
      orderBy: { id: 'asc' },
      take: BATCH,
    });
    if (rows.length > 0) await keepSearched(db, rows);
    if (rows.length < BATCH) return;
  }
}

/** What a batch goes on after: the case and the key of what was read last. */
interface Place {
  escalationId: string;
  key: string;
}
type Row = Place & { piece: SearchPiece };

async function fill(
  db: Db,
  what: string,
  read: (after: Place) => Promise<Row[]>,
  log: (message: string) => void,
): Promise<void> {
  let toldAt = performance.now();
  let done = 0;
  for (let after: Place = { escalationId: NO_KEY, key: '' }; ; ) {
    const rows = await read(after);
    await fillPieces(
      db,
      rows.map(({ piece }) => piece),
    );
    done += rows.length;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = { escalationId: last.escalationId, key: last.key };
    if (performance.now() - toldAt < PROGRESS_INTERVAL_MS) continue;
    toldAt = performance.now();
    log(`Making what is there already findable: ${done} ${what}…`);
  }
}

const NO_KEY = '00000000-0000-0000-0000-000000000000';

/** Whether there are no words of this version of a source yet. */
function lacks(source: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`NOT EXISTS (SELECT FROM search_text s WHERE s.escalation_id = e.id
    AND s.source = ${source} AND s.version = ${WORDS_VERSION})`;
}

interface Source {
  what: string;
  read(db: Db, since: Prisma.Sql, after: Place): Promise<Row[]>;
}

const SOURCES: readonly Source[] = [
  {
    what: 'cases',
    async read(db, since, { escalationId }) {
      const rows = await db.$queryRaw<CaseText[]>`
        SELECT e.id AS "escalationId", e.customer_id AS "customerId", e.reference, e.summary, e.issue
        FROM escalation e
        WHERE ${since} AND e.id > ${escalationId}::uuid AND ${lacks(Prisma.sql`${CASE_SOURCE}`)}
        ORDER BY e.id LIMIT ${BATCH}`;
      return rows.map((row) => ({
        escalationId: row.escalationId,
        key: '',
        piece: pieceOfCase(keysOf(row), row),
      }));
    },
  },
  {
    what: 'communications',
    async read(db, since, after) {
      const rows = await db.$queryRaw<MessageText[]>`
        SELECT e.id AS "escalationId", e.customer_id AS "customerId", m.id, m.state, m.subject,
          m.summary, m.body, m.customer_response AS "customerResponse"
        FROM escalation e JOIN communication m ON m.escalation_id = e.id
        WHERE ${since} AND e.id >= ${after.escalationId}::uuid
          AND (e.id > ${after.escalationId}::uuid OR m.id::text > ${after.key})
          AND ${lacks(Prisma.sql`m.id::text`)}
        ORDER BY e.id, m.id::text LIMIT ${BATCH}`;
      return rows.map((row) => ({
        escalationId: row.escalationId,
        key: row.id,
        piece: pieceOfMessage(keysOf(row), row),
      }));
    },
  },
  {
    what: 'notes',
    async read(db, since, after) {
      const rows = await db.$queryRaw<NoteText[]>`
        SELECT e.id AS "escalationId", e.customer_id AS "customerId", l.id, l.data->>'text' AS text
        FROM escalation e JOIN log_entry l ON l.escalation_id = e.id AND l.type = 'NOTE_ADDED'
        WHERE ${since} AND e.id >= ${after.escalationId}::uuid
          AND (e.id > ${after.escalationId}::uuid OR l.id > ${after.key || '0'}::bigint)
          AND ${lacks(Prisma.sql`l.id::text`)}
        ORDER BY e.id, l.id LIMIT ${BATCH}`;
      return rows.map((row) => ({
        escalationId: row.escalationId,
        key: String(row.id),
        piece: pieceOfNote(keysOf(row), row.id, row.text ?? ''),
      }));
    },
  },
];

interface Keys {
  escalationId: string;
  customerId: string;
}
type CaseText = Keys & Parameters<typeof pieceOfCase>[1];
type MessageText = Keys & Parameters<typeof pieceOfMessage>[1];
type NoteText = Keys & { id: bigint; text: string | null };

function keysOf({ escalationId, customerId }: Keys): Keys {
  return { escalationId, customerId };
}
