import type { PlacedEntry } from './placed-entry.ts';

/** A row of the log as PostgreSQL's `to_json` gives it. */
export type EntryJson = Readonly<Record<string, unknown>>;

/** The columns by the names that Prisma gives them. */
export const COLUMNS: Readonly<Record<keyof PlacedEntry, string>> = {
  id: 'id',
  seq: 'seq',
  escalationId: 'escalation_id',
  customerId: 'customer_id',
  type: 'type',
  deskType: 'desk_type',
  subjectType: 'subject_type',
  subjectId: 'subject_id',
  at: 'at',
  recordedAt: 'recorded_at',
  summary: 'summary',
  actorId: 'actor_id',
  actorLabel: 'actor_label',
  changes: 'changes',
  data: 'data',
  imported: 'imported',
  caseVersion: 'case_version',
  stage: 'stage',
  status: 'status',
  severity: 'severity',
  category: 'category',
  tier: 'tier',
  ownerId: 'owner_id',
};

/** Converts a row to the entry as Prisma would read it. */
export function entryOf(json: EntryJson): PlacedEntry {
  const entry = Object.fromEntries(
    Object.entries(COLUMNS).map(([name, column]) => [name, json[column] ?? null]),
  );
  return {
    ...entry,
    id: BigInt(Number(json['id'])),
    seq: BigInt(Number(json['seq'])),
    at: new Date(String(json['at'])),
    recordedAt: new Date(String(json['recorded_at'])),
  } as PlacedEntry;
}
