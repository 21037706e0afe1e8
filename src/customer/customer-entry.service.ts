import type { DeskEntry } from '../events/append.ts';
import type { Work } from '../events/work.ts';

/** An entry of the log about a customer. */
export function customerEntry(
  { now: at, recordedAt, actor }: Work,
  deskType: 'CUSTOMER_CHANGED' | 'LIFECYCLE_CHANGED',
  customerId: string,
  summary: string,
  changes: DeskEntry['changes'],
): DeskEntry {
  return {
    deskType,
    subjectType: 'Customer',
    subjectId: customerId,
    customerId,
    at,
    recordedAt,
    summary,
    actorId: actor.userId,
    actorLabel: actor.label,
    changes,
    data: {},
  };
}
