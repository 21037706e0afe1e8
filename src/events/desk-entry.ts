import type { Prisma } from '../db/client.ts';
import type { DeskEntry } from './append.ts';
import { appendEntries } from './append.ts';
import type { Work } from './work.ts';

/** What is said of something that happened to the desk itself; who did it and when says the work. */
export interface DeskHappening
  extends Pick<DeskEntry, 'deskType' | 'subjectType' | 'subjectId' | 'customerId' | 'summary'> {
  /** Without any, nothing happened. */
  changes: DeskEntry['changes'];
  data?: Prisma.InputJsonObject;
}

/**
 * Writes entries about the desk, which belong to no case: one for each happening that moved a field.
 *
 * @returns their ids, in the same order.
 */
export function recordDesk(
  { tx, now, recordedAt, actor }: Work,
  ...happenings: readonly DeskHappening[]
): Promise<bigint[]> {
  const moved = happenings.filter(({ changes }) => changes.length > 0);
  return appendEntries(
    tx,
    moved.map(({ data = {}, ...happening }) => ({
      ...happening,
      data,
      at: now,
      recordedAt,
      actorId: actor.userId,
      actorLabel: actor.label,
    })),
  );
}
