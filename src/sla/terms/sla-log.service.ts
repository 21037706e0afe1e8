import type { DeskEntry } from '../../events/append.ts';
import { appendEntries } from '../../events/append.ts';
import type { Fields } from '../../events/changes.ts';
import { diffFields } from '../../events/changes.ts';
import type { Work } from '../../events/work.ts';

type Given = 'deskType' | 'subjectType' | 'subjectId' | 'customerId' | 'summary';
type Subject =
  | Pick<DeskEntry<'POLICY_CHANGED'>, Given>
  | Pick<DeskEntry<'CALENDAR_CHANGED'>, Given>;

/** Writes that a policy or a calendar changed; nothing, and no ids, when no field moved. */
export async function recordChange(
  { tx, now, recordedAt, actor }: Work,
  before: Fields,
  after: Fields,
  subject: Subject,
): Promise<bigint[]> {
  const changes = diffFields(before, after);
  if (changes.length === 0) return [];
  return appendEntries(tx, [
    {
      ...subject,
      at: now,
      recordedAt,
      actorId: actor.userId,
      actorLabel: actor.label,
      changes,
      data: {},
    },
  ]);
}
