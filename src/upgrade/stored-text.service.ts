import { keepSearched } from '../customer/customer-search.service.ts';
import type { Db } from '../db/client.ts';
import { fillOldNames } from '../db/old-names.ts';
import type { Tx } from '../db/transaction.ts';
import { inTransaction } from '../db/transaction.ts';
import type { SearchedCase, SearchedTexts } from '../escalation/case/search.save.ts';
import {
  addMessage,
  MAX_SEARCHED,
  textsOfCase,
  writeSearch,
} from '../escalation/case/search.save.ts';
import { SECOND_MS } from '../shared/duration.ts';
import { WORDS_VERSION } from '../shared/text/search-words.ts';

const CUSTOMER_BATCH = 500;
/** Each with its messages up to a limit, so that a batch takes some megabytes of memory. */
const CASE_BATCH = 50;
const PROGRESS_INTERVAL_MS = 2 * SECOND_MS;

/**
 * Fills the search words of cases and customers, and the normal forms of names, for rows that an
 * earlier version stored. Words that exist are not read again. Cases without words are looked for when
 * there are fewer words than cases, as after rows were inserted by hand or by a node of the earlier
 * version. Works in batches, none of which is done twice; several nodes may run it at once.
 */
export async function fillStoredText(db: Db, log: (message: string) => void): Promise<void> {
  const [desk] = await db.$queryRaw<{ version: number; isWhole: boolean }[]>`
    SELECT text_version AS version,
      (SELECT count(*) FROM escalation) = (SELECT count(*) FROM search_text) AS "isWhole"
    FROM desk`;
  await fillOldNames(db);
  await fillCustomers(db);
  if (desk?.version === WORDS_VERSION && desk.isWhole) return;
  await fillCases(db, log);
  await db.$executeRaw`UPDATE desk SET text_version = ${WORDS_VERSION}`;
}

async function fillCustomers(db: Db): Promise<void> {
  for (;;) {
    const rows = await db.customer.findMany({
      where: { wordsVersion: { not: WORDS_VERSION } },
      select: { id: true, externalId: true, name: true },
      orderBy: { id: 'asc' },
      take: CUSTOMER_BATCH,
    });
    if (rows.length > 0) await keepSearched(db, rows);
    if (rows.length < CUSTOMER_BATCH) return;
  }
}

interface CaseRow {
  id: string;
  customerId: string;
  reference: string;
  summary: string;
  issue: string;
}

const FIRST_ID = '00000000-0000-0000-0000-000000000000';

async function fillCases(db: Db, log: (message: string) => void): Promise<void> {
  let toldAt = performance.now();
  let done = 0;
  for (let after = FIRST_ID; ; ) {
    const ids = await inTransaction(db, (tx) => fillBatch(tx, after));
    done += ids.length;
    const last = ids.at(-1);
    if (last === undefined || ids.length < CASE_BATCH) return;
    after = last;
    if (performance.now() - toldAt < PROGRESS_INTERVAL_MS) continue;
    toldAt = performance.now();
    log(`Making the cases that are there findable in a new way: ${done} done…`);
  }
}

/** Locks the cases of the batch, so that a change of one waits and no text is missed. */
async function fillBatch(tx: Tx, after: string): Promise<string[]> {
  const rows = await tx.$queryRaw<CaseRow[]>`
    SELECT e.id, e.customer_id AS "customerId", e.reference, e.summary, e.issue
    FROM escalation e
    WHERE e.id > ${after}::uuid AND NOT EXISTS (
      SELECT FROM search_text s WHERE s.escalation_id = e.id AND s.version = ${WORDS_VERSION})
    ORDER BY e.id LIMIT ${CASE_BATCH} FOR SHARE OF e`;
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const cases = new Map<string, SearchedCase>(
    rows.map((row) => [
      row.id,
      {
        escalationId: row.id,
        customerId: row.customerId,
        texts: { open: textsOfCase(row), internal: [] },
      },
    ]),
  );
  for (const { escalationId, ...message } of await readMessages(tx, ids)) {
    addMessage(textsOf(cases, escalationId), message);
  }
  for (const { escalationId, text } of await readNotes(tx, ids)) {
    textsOf(cases, escalationId).internal.push(text);
  }
  await writeSearch(tx, [...cases.values()]);
  return ids;
}

function textsOf(cases: ReadonlyMap<string, SearchedCase>, id: string): SearchedTexts {
  return cases.get(id)?.texts ?? { open: [], internal: [] };
}

type Message = Parameters<typeof addMessage>[1] & { escalationId: string };

/** The messages of the cases, in order; of each case as many as are searched. */
function readMessages(tx: Tx, ids: readonly string[]): Promise<Message[]> {
  return tx.$queryRaw<Message[]>`
    SELECT * FROM (
      SELECT escalation_id AS "escalationId", state, subject, summary, body,
        customer_response AS "customerResponse",
        sum(length(body)) OVER (PARTITION BY escalation_id ORDER BY at, id) - length(body) AS before
      FROM communication WHERE escalation_id = ANY(${[...ids]}::uuid[])
    ) m WHERE before < ${MAX_SEARCHED}`;
}

function readNotes(
  tx: Tx,
  ids: readonly string[],
): Promise<{ escalationId: string; text: string }[]> {
  return tx.$queryRaw`
    SELECT "escalationId", text FROM (
      SELECT escalation_id AS "escalationId", data->>'text' AS text,
        sum(length(data->>'text')) OVER (PARTITION BY escalation_id ORDER BY id)
          - length(data->>'text') AS before
      FROM log_entry
      WHERE escalation_id = ANY(${[...ids]}::uuid[]) AND type = 'NOTE_ADDED' AND data->>'text' <> ''
    ) n WHERE before < ${MAX_SEARCHED}`;
}
