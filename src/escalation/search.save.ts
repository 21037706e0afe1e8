import type { Db } from '../db/client.ts';
import type { Tx } from '../db/transaction.ts';
import { vectorsOf, WORDS_VERSION } from '../shared/search-words.ts';
import type { Draft } from './escalation.draft.ts';
import type { CaseState, CommunicationRow } from './escalation.state.ts';

/** Something that a case is found by. */
export interface SearchPiece {
  escalationId: string;
  customerId: string;
  /** `case`, the id of the communication, or that of the note's entry in the log. */
  source: string;
  /** Not for partners. */
  internal: boolean;
  text: string;
}

export const CASE_SOURCE = 'case';

type Keys = Pick<SearchPiece, 'escalationId' | 'customerId'>;

export function pieceOfCase(
  keys: Keys,
  { reference, summary, issue }: { reference: string; summary: string; issue: string },
): SearchPiece {
  const text = [reference, summary, issue].join('\n');
  return { ...keys, source: CASE_SOURCE, internal: false, text };
}

type Message = Pick<
  CommunicationRow,
  'id' | 'state' | 'subject' | 'summary' | 'body' | 'customerResponse'
>;

export function pieceOfMessage(
  keys: Keys,
  { id, state, subject, summary, body, customerResponse }: Message,
): SearchPiece {
  const said = new Set([subject, summary, body, customerResponse]);
  const text = [...said].filter((one) => one !== null).join('\n');
  return { ...keys, source: id, internal: state === 'DRAFT', text };
}

export function pieceOfNote(keys: Keys, eventId: bigint, text: unknown): SearchPiece {
  return { ...keys, source: String(eventId), internal: true, text: String(text) };
}

/**
 * Writes what the case is found by from now on: of what the change touched, in one statement, none
 * when it touched no text.
 *
 * @param eventIds of the draft's entries, in order.
 */
export async function saveSearch(
  tx: Tx,
  before: CaseState | null,
  draft: Draft,
  eventIds: readonly bigint[],
): Promise<void> {
  const { row } = draft;
  const keys = { escalationId: row.id, customerId: row.customerId };
  const pieces: SearchPiece[] = [];
  const wasSame =
    before !== null && before.row.summary === row.summary && before.row.issue === row.issue;
  if (!wasSame) pieces.push(pieceOfCase(keys, row));
  for (const message of draft.communications.values()) {
    const piece = pieceOfMessage(keys, message);
    const earlier = before?.communications.get(message.id);
    const known = earlier && pieceOfMessage(keys, earlier);
    if (known?.text !== piece.text || known.internal !== piece.internal) pieces.push(piece);
  }
  for (const [place, { type, data }] of draft.entries.entries()) {
    if (type === 'NOTE_ADDED') pieces.push(pieceOfNote(keys, eventIds[place] ?? 0n, data['text']));
  }
  await keepPieces(tx, pieces);
}

interface PieceRow extends Omit<SearchPiece, 'text'> {
  part: number;
  words: string;
}

/** Writes pieces, in place of what is there of their sources. */
export async function keepPieces(tx: Tx, pieces: readonly SearchPiece[]): Promise<void> {
  if (pieces.length === 0) return;
  await writeRows(tx, rowsOf(pieces));
  // A text that became shorter may have fewer parts.
  const long = pieces.filter(({ text }) => text.length > LONG);
  for (const { escalationId, source, text } of long) {
    const parts = vectorsOf(text).length;
    await tx.$executeRaw`
      DELETE FROM search_text
      WHERE escalation_id = ${escalationId}::uuid AND source = ${source} AND part >= ${parts}`;
  }
}

/** What has fewer characters has one part. */
const LONG = 8_000;

/** Writes pieces where there are none yet that were folded in the same way: a change meanwhile stands. */
export async function fillPieces(db: Db, pieces: readonly SearchPiece[]): Promise<void> {
  if (pieces.length > 0) await writeRows(db, rowsOf(pieces), true);
}

function rowsOf(pieces: readonly SearchPiece[]): PieceRow[] {
  return pieces.flatMap(({ text, ...piece }) =>
    vectorsOf(text).map((words, part) => ({ ...piece, part, words })),
  );
}

async function writeRows(tx: Tx | Db, rows: readonly PieceRow[], isFilling = false): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO search_text (escalation_id, source, part, customer_id, internal, words, version)
    SELECT x."escalationId", x.source, x.part, x."customerId", x.internal, x.words::tsvector,
      ${WORDS_VERSION}
    FROM json_to_recordset(${JSON.stringify(rows)}::json) AS x ("escalationId" uuid, source text,
      part int, "customerId" uuid, internal boolean, words text)
    ON CONFLICT (escalation_id, source, part) DO UPDATE
    SET words = excluded.words, internal = excluded.internal, customer_id = excluded.customer_id,
      version = excluded.version
    WHERE NOT ${isFilling} OR search_text.version <> excluded.version`;
}
