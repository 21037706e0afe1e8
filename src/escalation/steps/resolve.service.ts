import { Prisma } from '../../db/client.ts';
import { fieldsBut, selectRows } from '../../db/rows/read.sql.ts';
import type { Tx } from '../../db/transaction.ts';
import type { Work } from '../../events/work.ts';
import { refuse } from '../../shared/errors.ts';
import type { ActionKind } from '../../shared/vocabulary.ts';
import { addEntry, markDone, setStatus, words } from '../case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../case/escalation.change.ts';
import { changeCase } from '../case/escalation.change.ts';
import type { Draft } from '../case/escalation.draft.ts';

/**
 * When an event that is told later happened; now by default. @throws Refusal INVALID before opening or
 * after now.
 */
export function toldTime(draft: Draft, at: Date | undefined, field: string): Date {
  if (at === undefined) return draft.now;
  if (at >= draft.row.openedAt && at <= draft.now) return at;
  throw refuse(
    'INVALID',
    `Must lie between the opening, ${draft.row.openedAt.toISOString()}, and now, ${draft.now.toISOString()}.`,
    [field],
  );
}

export function recordAction(
  work: Work,
  input: CaseInput & { kind: ActionKind; description: string; at?: Date | undefined },
): Promise<CaseChange> {
  return changeCase(work, 'recordAction', input, (draft) => {
    const at = toldTime(draft, input.at, 'at');
    const id = draft.newId();
    const { kind, description } = input;
    draft.actions.set(id, { id, kind, description, at, byId: draft.actor.userId });
    if (kind !== 'INVESTIGATION') markDone(draft, 'EXECUTE_FIX', at);
    const data = { actionId: id, kind };
    addEntry(draft, 'ACTION_RECORDED', data, `Action recorded: ${words(kind)}`, { at });
  });
}

export function confirmResolution(
  work: Work,
  input: CaseInput & {
    confirmedBy: string;
    customerResponse?: string | undefined;
    confirmedAt?: Date | undefined;
  },
): Promise<CaseChange> {
  return changeCase(
    work,
    'confirmResolution',
    input,
    (draft) => {
      if (!draft.steps.has('EXECUTE_FIX')) {
        throw refuse(
          'WRONG_STATE',
          'Nothing was fixed yet: do or skip EXECUTE_FIX first (recordAction with FIX or WORKAROUND).',
        );
      }
      const at = confirmedTime(draft, input.confirmedAt);
      resumeIfWaiting(draft, at);
      draft.row.confirmedBy = input.confirmedBy;
      draft.row.confirmationText = input.customerResponse ?? null;
      draft.row.customerConfirmedAt = at;
      answerAsked(draft, input.customerResponse);
      markDone(draft, 'CONFIRM_RESOLUTION', at);
      const said = {
        confirmedBy: input.confirmedBy,
        customerResponse: input.customerResponse ?? null,
      };
      addEntry(draft, 'RESOLUTION_CONFIRMED', said, 'Customer confirmed resolution', { at });
      resolve(draft, at);
    },
    { load: (draft) => loadAsked(work.tx, draft) },
  );
}

/** Refuses a time before the last reopening: the clocks would take the confirmation for the earlier one. */
function confirmedTime(draft: Draft, confirmedAt: Date | undefined): Date {
  const at = toldTime(draft, confirmedAt, 'confirmedAt');
  const reopened = draft.facts.findLast(({ type }) => type === 'REOPENED');
  if (reopened === undefined || at >= reopened.at) return at;
  throw refuse(
    'INVALID',
    `Must not be before ${reopened.at.toISOString()}, when the case was reopened.`,
    ['confirmedAt'],
  );
}

/** Loads the message that asked for the confirmation, if it has no response yet. */
async function loadAsked(tx: Tx, draft: Draft): Promise<void> {
  const [asked] = await selectRows(
    tx,
    'communication',
    fieldsBut('communication', 'escalationId', 'customerId'),
    Prisma.sql`WHERE escalation_id = ${draft.row.id}::uuid AND template = 'RESOLUTION_CONFIRMATION'
      AND state <> 'DRAFT' ORDER BY at DESC LIMIT 1`,
  );
  if (asked?.customerResponse === null) draft.communications.set(asked.id, asked);
}

function answerAsked(draft: Draft, customerResponse: string | undefined): void {
  if (customerResponse === undefined) return;
  for (const [id, asked] of draft.communications) {
    draft.communications.set(id, { ...asked, customerResponse });
  }
}

/**
 * Resumes a waiting case at `at`, or when its wait began if that is later: no pause ends before its
 * start.
 */
export function resumeIfWaiting(draft: Draft, at: Date): void {
  if (draft.row.status !== 'WAITING_ON_CUSTOMER') return;
  const waits = draft.facts.filter(({ type }) => type === 'WAITING');
  draft.row.waitUntil = null;
  setStatus(draft, 'OPEN', {
    at: new Date(Math.max(at.getTime(), ...waits.map((wait) => wait.at.getTime()))),
  });
}

/** Resolves the case from `at` on, which meets every open clock. */
export function resolve(draft: Draft, at: Date): void {
  draft.row.resolvedAt = at;
  setStatus(draft, 'RESOLVED', { at });
}

export function documentOutcome(
  work: Work,
  input: CaseInput & { actionTaken: string; outcome: string; howToConfirm?: string | undefined },
): Promise<CaseChange> {
  return changeCase(work, 'documentOutcome', input, (draft) => {
    draft.row.actionTaken = input.actionTaken;
    draft.row.outcome = input.outcome;
    draft.row.howToConfirm = input.howToConfirm ?? null;
    draft.row.documentedAt = draft.now;
    markDone(draft, 'DOCUMENT_OUTCOME');
    addEntry(draft, 'OUTCOME_DOCUMENTED', {}, 'Outcome documented');
  });
}
