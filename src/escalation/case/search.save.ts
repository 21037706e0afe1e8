import type { Db } from '../../db/client.ts';
import { Prisma } from '../../db/client.ts';
import type { Tx } from '../../db/transaction.ts';
import { vectorOf, WORDS_VERSION } from '../../shared/text/search-words.ts';
import type { Draft } from './escalation.draft.ts';
import type { CaseState, CommunicationRow } from './escalation.state.ts';

/** The texts by which a case is found. Partners do not search the internal ones. */
export interface SearchedTexts {
  open: string[];
  internal: string[];
}

/** About the most bytes of open, and of internal, words of a case. Text beyond the limit is not found. */
export const MAX_SEARCHED = 300_000;

export function textsOfCase(row: { reference: string; summary: string; issue: string }): string[] {
  return [row.reference, row.summary, row.issue];
}

type Message = Pick<
  CommunicationRow,
  'state' | 'subject' | 'summary' | 'body' | 'customerResponse'
>;

/** Adds the words of a message that were not searchable before for those who may read it. */
export function addMessage(texts: SearchedTexts, message: Message, before?: Message): void {
  const into = message.state === 'DRAFT' ? texts.internal : texts.open;
  const wasRead =
    before !== undefined && (before.state === 'DRAFT') === (message.state === 'DRAFT');
  const known = new Set(wasRead ? said(before) : []);
  into.push(...new Set(said(message).filter((text) => !known.has(text))));
}

function said({ subject, summary, body, customerResponse }: Message): string[] {
  return [subject, summary, body, customerResponse].filter((text) => text !== null);
}

/** Adds the texts of a change to what the case is found by, in one statement; in none without text. */
export function saveSearch(tx: Tx, before: CaseState | null, draft: Draft): void {
  const { row } = draft;
  const texts: SearchedTexts = { open: [], internal: [] };
  if (before === null) texts.open.push(...textsOfCase(row));
  for (const message of draft.communications.values()) {
    addMessage(texts, message, before?.communications.get(message.id));
  }
  for (const { type, data } of draft.entries) {
    if (type === 'NOTE_ADDED') texts.internal.push(data.text);
  }
  if (before === null) {
    tx.tell(searchSql([{ escalationId: row.id, customerId: row.customerId, texts }]));
    return;
  }
  if (texts.open.length > 0 || texts.internal.length > 0) append(tx, row.id, texts);
}

/** Adds words to the row of a case. A case without a row gets all its words when the row is filled in. */
function append(tx: Tx, escalationId: string, texts: SearchedTexts): void {
  const added = [
    ...addition('open', vectorOf(texts.open.join('\n'))),
    ...addition('internal', vectorOf(texts.internal.join('\n'))),
  ];
  if (added.length === 0) return;
  tx.tell(Prisma.sql`
    UPDATE search_text SET ${Prisma.join(added)} WHERE escalation_id = ${escalationId}::uuid`);
}

function addition(which: 'open' | 'internal', vector: string): Prisma.Sql[] {
  if (vector === '') return [];
  const words = Prisma.raw(`${which}_words`);
  const size = Prisma.raw(`${which}_size`);
  const added = Buffer.byteLength(vector);
  const fits = Prisma.sql`${size} + ${added} <= ${MAX_SEARCHED}`;
  return [
    Prisma.sql`${words} = CASE WHEN ${fits} THEN ${words} || ${vector}::tsvector ELSE ${words} END`,
    Prisma.sql`${size} = CASE WHEN ${fits} THEN ${size} + ${added} ELSE ${size} END`,
  ];
}

/** The words of as many of the texts, in order, as fit. */
function vectorUpTo(texts: readonly string[]): string {
  const fitting: string[] = [];
  let size = 0;
  for (const text of texts) {
    size += Buffer.byteLength(vectorOf(text));
    if (size <= MAX_SEARCHED) fitting.push(text);
  }
  return vectorOf(fitting.join('\n'));
}

export interface SearchedCase {
  escalationId: string;
  customerId: string;
  texts: SearchedTexts;
}

/** Writes all the words that cases are found by, in one statement, and replaces rows of another version. */
export async function writeSearch(tx: Tx | Db, cases: readonly SearchedCase[]): Promise<void> {
  await tx.$executeRaw(searchSql(cases));
}

function searchSql(cases: readonly SearchedCase[]): Prisma.Sql {
  const rows = cases.map(({ texts, ...keys }) => {
    const open = vectorUpTo(texts.open);
    const internal = vectorUpTo(texts.internal);
    const sizes = { openSize: Buffer.byteLength(open), internalSize: Buffer.byteLength(internal) };
    return { ...keys, ...sizes, open, internal };
  });
  return Prisma.sql`
    INSERT INTO search_text (escalation_id, customer_id, open_words, internal_words, open_size,
      internal_size, version)
    SELECT x."escalationId", x."customerId", x.open::tsvector, x.internal::tsvector, x."openSize",
      x."internalSize", ${WORDS_VERSION}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x ("escalationId" uuid,
      "customerId" uuid, open text, internal text, "openSize" int, "internalSize" int)
    ON CONFLICT (escalation_id) DO UPDATE
    SET customer_id = excluded.customer_id, open_words = excluded.open_words,
      internal_words = excluded.internal_words, open_size = excluded.open_size,
      internal_size = excluded.internal_size, version = excluded.version`;
}
