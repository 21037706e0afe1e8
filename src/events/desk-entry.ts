import type { DeskEventType } from '../shared/vocabulary.ts';
import type { DeskEntry } from './append.ts';
import { appendEntries } from './append.ts';
import type { Work } from './work.ts';

/**
 * An entry about the desk, less actor and times, which the `Work` gives. Without changes it is not written.
 */
export type DeskHappening<Type extends DeskEventType = DeskEventType> = {
  [One in Type]: Omit<DeskEntry<One>, 'at' | 'recordedAt' | 'actorId' | 'actorLabel'>;
}[Type];

/**
 * Writes entries about the desk, which belong to no case: one for each happening that moved a field.
 *
 * @returns the ids of the entries, in the same order.
 */
export function recordDesk(
  { tx, now, recordedAt, actor }: Work,
  ...happenings: readonly DeskHappening[]
): Promise<bigint[]> {
  const moved = happenings.filter(({ changes }) => changes.length > 0);
  return appendEntries(
    tx,
    moved.map(
      (happening): DeskEntry => ({
        ...happening,
        at: now,
        recordedAt,
        actorId: actor.userId,
        actorLabel: actor.label,
      }),
    ),
  );
}
