import type { DeskEventType } from '../shared/vocabulary.ts';
import type { DeskEntry } from './append.ts';
import { appendEntries } from './append.ts';
import type { Work } from './work.ts';

/** What is said of something that happened to the desk itself; who did it and when says the work. Without any changes, nothing happened. */
export type DeskHappening<Type extends DeskEventType = DeskEventType> = {
  [One in Type]: Omit<DeskEntry<One>, 'at' | 'recordedAt' | 'actorId' | 'actorLabel'>;
}[Type];

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
