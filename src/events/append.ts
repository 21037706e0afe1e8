import type { Prisma } from '../db/client.ts';
import type { Tx } from '../db/transaction.ts';
import type {
  Category,
  CustomerTier,
  DeskEventType,
  EscalationStatus,
  EventType,
  Severity,
  Stage,
} from '../shared/vocabulary.ts';
import type { FieldChange } from './changes.ts';

interface EntryBase {
  at: Date;
  recordedAt: Date;
  /** One line that a person reads. */
  summary: string;
  actorId: string | null;
  actorLabel: string;
  changes: readonly FieldChange[];
  data: Prisma.InputJsonObject;
  customerId: string | null;
}

export interface CaseEntry extends EntryBase {
  type: EventType;
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

export interface DeskEntry extends EntryBase {
  deskType: DeskEventType;
  subjectType: 'Customer' | 'User' | 'SlaPolicy' | 'BusinessCalendar' | 'ApiKey' | null;
  subjectId: string | null;
}

/**
 * Writes entries of the log in the caller's transaction, in the order given. They have no place in
 * the log, and are not shown, until the sequencer has passed.
 *
 * @returns their ids, in the same order.
 */
export async function appendEntries(
  tx: Tx,
  entries: readonly (CaseEntry | DeskEntry)[],
): Promise<bigint[]> {
  if (entries.length === 0) return [];
  const rows = await tx.logEntry.createManyAndReturn({
    data: entries.map((entry) => ({
      ...entry,
      changes: entry.changes as unknown as Prisma.InputJsonArray,
    })),
    select: { id: true },
  });
  // The rows of one INSERT get ascending ids in the order of its VALUES, but are not promised back in it.
  return rows.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
}
