import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import type { Step } from '../../shared/vocabulary.ts';
import { addEntry, nextEntry, setStatus } from '../case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../case/escalation.change.ts';
import { changeCase } from '../case/escalation.change.ts';
import type { Draft } from '../case/escalation.draft.ts';
import { isFixed, openSteps } from '../case/process.rules.ts';
import { resolve, resumeIfWaiting } from './resolve.service.ts';

export function waitForCustomer(
  work: Work,
  input: CaseInput & { reason: string; until?: Date | undefined },
): Promise<CaseChange> {
  return changeCase(work, 'waitForCustomer', input, (draft) => {
    const { reason, until } = input;
    if (until !== undefined && until <= draft.now) {
      throw refuse('INVALID', `Must be later than now, ${draft.now.toISOString()}.`, ['until']);
    }
    draft.row.waitUntil = until ?? null;
    setStatus(draft, 'WAITING_ON_CUSTOMER', {
      wait: { reason, until: until?.toISOString() ?? null },
    });
  });
}

export function resumeWork(work: Work, input: CaseInput): Promise<CaseChange> {
  return changeCase(work, 'resumeWork', input, (draft) => {
    resumeIfWaiting(draft, draft.now);
  });
}

export function skipSteps(
  work: Work,
  input: CaseInput & { steps: Step[]; reason: string },
): Promise<CaseChange> {
  return changeCase(work, 'skipSteps', input, (draft) => {
    const steps = [...new Set(input.steps)];
    for (const [place, step] of steps.entries()) checkSkip(draft, step, place);
    for (const step of steps) {
      draft.steps.set(step, {
        state: 'SKIPPED',
        at: draft.now,
        byId: draft.actor.userId,
        skippedReason: input.reason,
        eventId: nextEntry(draft),
      });
    }
    const data = { steps, reason: input.reason };
    addEntry(draft, 'STEPS_SKIPPED', data, `Skipped: ${steps.join(', ')}`);
    // Skipping the step again on a resolved case changes the reason, but not the time of resolution.
    if (steps.includes('CONFIRM_RESOLUTION') && draft.row.status !== 'RESOLVED') {
      resumeIfWaiting(draft, draft.now);
      resolve(draft, draft.now);
    }
  });
}

function checkSkip(draft: Draft, step: Step, place: number): void {
  const field = ['steps', String(place)];
  if (draft.steps.get(step)?.state === 'DONE') {
    throw refuse('INVALID', `${step} is done already: only open steps can be skipped.`, field);
  }
  if (step === 'CONFIRM_RESOLUTION' && !isFixed(draft.steps)) {
    throw refuse(
      'WRONG_STATE',
      'CONFIRM_RESOLUTION can be skipped only after EXECUTE_FIX: record a FIX or a WORKAROUND first.',
      field,
    );
  }
}

export function addNote(work: Work, input: CaseInput & { text: string }): Promise<CaseChange> {
  return changeCase(work, 'addNote', input, (draft) => {
    addEntry(draft, 'NOTE_ADDED', { text: input.text }, 'Note added');
  });
}

export function closeEscalation(work: Work, input: CaseInput): Promise<CaseChange> {
  return changeCase(work, 'closeEscalation', input, (draft) => {
    const missing = openSteps(draft.steps);
    if (missing.length > 0) {
      throw refuse(
        'WRONG_STATE',
        `${draft.row.reference} cannot be closed before these steps are done or skipped: ${missing.join(', ')}.`,
      );
    }
    draft.row.closedAt = draft.now;
    addEntry(draft, 'ESCALATION_CLOSED', {}, 'Escalation closed');
    setStatus(draft, 'CLOSED');
  });
}

/** The steps that rest on an answer of the customer. A reopened case needs them anew. */
const SET_BACK = ['CONFIRM_RESOLUTION', 'DOCUMENT_OUTCOME', 'CHECK_SATISFACTION'] as const;

export function reopenEscalation(
  work: Work,
  input: CaseInput & { reason: string },
): Promise<CaseChange> {
  return changeCase(work, 'reopenEscalation', input, (draft) => {
    for (const step of SET_BACK) draft.steps.delete(step);
    draft.row.resolvedAt = null;
    draft.row.closedAt = null;
    draft.row.customerConfirmedAt = null;
    draft.row.confirmedBy = null;
    draft.row.confirmationText = null;
    addEntry(draft, 'ESCALATION_REOPENED', { reason: input.reason }, 'Escalation reopened');
    setStatus(draft, 'OPEN');
  });
}

export function cancelEscalation(
  work: Work,
  input: CaseInput & { reason: string },
): Promise<CaseChange> {
  return changeCase(work, 'cancelEscalation', input, (draft) => {
    draft.row.waitUntil = null;
    addEntry(draft, 'ESCALATION_CANCELLED', { reason: input.reason }, 'Escalation cancelled');
    setStatus(draft, 'CANCELLED');
  });
}
