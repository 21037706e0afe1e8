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
 * Writes entries of the log in the caller's transaction, in the order given. They have no place in the log,
 * and are not shown, until the sequencer has passed.
 *
 * @returns the ids of the entries, in the same order.
 */
export async function appendEntries(
  tx: Tx,
  entries: readonly (CaseEntry | DeskEntry)[],
): Promise<bigint[]> {
  if (entries.length === 0) return [];
  const rows = await tx.logEntry.createManyAndReturn({
    data: entries.map((entry) => ({
      ...entry,
      changes: entry.changes.map((change) => ({ ...change })),
    })),
    select: { id: true },
  });
  // The rows of one INSERT get ascending ids in the order of its VALUES, but are not promised back in it.
  return rows.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
}
