import { Prisma } from '../db/client.ts';
import type { Tx } from '../db/transaction.ts';
import type {
  Category,
  CustomerTier,
  DeskEventType,
  EscalationStatus,
  Severity,
  Stage,
} from '../shared/vocabulary.ts';
import type { DeskDataOf, DeskSubjectOf, TypedEntry } from './catalogue.ts';
import type { FieldChange } from './changes.ts';

interface EntryBase {
  at: Date;
  recordedAt: Date;
  /** One line that a person reads. */
  summary: string;
  actorId: string | null;
  actorLabel: string;
  changes: readonly FieldChange[];
  customerId: string | null;
}

interface CaseEntryBase extends EntryBase {
  escalationId: string;
  customerId: string;
  imported: boolean;
  caseVersion: number;
  stage: Stage;
  status: EscalationStatus;
  severity: Severity;
  category: Category;
  tier: CustomerTier;
  ownerId: string | null;
}

/** An entry about a case, with the `data` that goes with its type. */
export type CaseEntry = CaseEntryBase & TypedEntry;

/** An entry about the desk, with the subject and the `data` that go with its type. */
export type DeskEntry<Type extends DeskEventType = DeskEventType> = {
  [One in Type]: EntryBase & {
    deskType: One;
    subjectType: DeskSubjectOf<One>;
    subjectId: DeskSubjectOf<One> extends null ? null : string;
    data: DeskDataOf<One>;
  };
}[Type];

/**
 * Sets ids aside for entries, as a JSON list of texts. Under the lock of what the entries are about, so that
 * its entries have ids in the order of writing. Those that nobody takes are never given again.
 */
export function entryIdsSql(count: number): Prisma.Sql {
  // Part of the text: PostgreSQL plans a statement anew at every run where it cannot tell how many rows come.
  return Prisma.sql`(SELECT json_agg(nextval('log_entry_id_seq')::text) FROM generate_series(1, ${Prisma.raw(String(count))}))`;
}

/** Reads what {@link entryIdsSql} returned. */
export function entryIdsOf(json: readonly string[]): bigint[] {
  return json.map(BigInt);
}

/**
 * Writes entries of the log in the caller's transaction, in the order given. They have no place in the log,
 * and are not shown, until the sequencer has passed.
 *
 * @param ids set aside for them. When they are enough, nothing is waited for.
 * @returns the ids of the entries, in the same order.
 */
export async function appendEntries(
  tx: Tx,
  entries: readonly (CaseEntry | DeskEntry)[],
  ids: readonly bigint[] = [],
): Promise<bigint[]> {
  if (ids.length >= entries.length) {
    const own = ids.slice(0, entries.length);
    tx.insert(
      'logEntry',
      entries.map((entry, place) => ({ ...entry, id: own[place] as bigint })),
    );
    return own;
  }
  const given = await tx.insertReturning('logEntry', entries, 'id');
  // The rows of one INSERT get ascending ids in the order of its rows, but are not promised back in it.
  return given.sort((a, b) => (a < b ? -1 : 1));
}
