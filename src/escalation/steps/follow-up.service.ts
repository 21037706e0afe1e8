import type { Work } from '../../events/work.ts';
import type { PersonRef } from '../../person/person.load.ts';
import { requirePeople } from '../../person/person.load.ts';
import { addEntry, markDone } from '../case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../case/escalation.change.ts';
import { changeCase } from '../case/escalation.change.ts';
import { toldTime } from './resolve.service.ts';

export function recordSatisfaction(
  work: Work,
  input: CaseInput & { rating: number; comment?: string | undefined },
): Promise<CaseChange> {
  return changeCase(work, 'recordSatisfaction', input, (draft) => {
    draft.row.satisfactionRating = input.rating;
    draft.row.satisfactionComment = input.comment ?? null;
    draft.row.satisfactionAt = draft.now;
    markDone(draft, 'CHECK_SATISFACTION');
    const data = { rating: input.rating };
    addEntry(draft, 'SATISFACTION_RECORDED', data, `Satisfaction recorded: ${input.rating} of 5`);
  });
}

export function recordRetrospective(
  work: Work,
  input: CaseInput & {
    heldAt?: Date | undefined;
    participants: PersonRef[];
    wentWell: string[];
    wentWrong: string[];
  },
): Promise<CaseChange> {
  return changeCase(work, 'recordRetrospective', input, async (draft) => {
    const heldAt = toldTime(draft, input.heldAt, 'heldAt');
    const participants = await requirePeople(
      work.tx,
      input.participants.map((ref, place) => ({ ref, field: ['participants', String(place)] })),
    );
    draft.row.retrospectiveAt = heldAt;
    draft.row.participantIds = [...new Set(participants.map(({ id }) => id))];
    draft.row.wentWell = input.wentWell;
    draft.row.wentWrong = input.wentWrong;
    markDone(draft, 'HOLD_RETROSPECTIVE');
    addEntry(draft, 'RETROSPECTIVE_HELD', {}, 'Retrospective held', { at: heldAt });
  });
}
