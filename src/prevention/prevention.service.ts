import { addEntry, markDone } from '../escalation/case/entry.draft.ts';
import type { CaseChange, CaseInput } from '../escalation/case/escalation.change.ts';
import { changeCase } from '../escalation/case/escalation.change.ts';
import type { PlanRow } from '../escalation/case/escalation.state.ts';
import type { Work } from '../events/work.ts';
import type { PersonRef } from '../person/person.load.ts';
import { requirePerson } from '../person/person.load.ts';
import { refuse } from '../shared/errors.ts';
import { staleVersion } from '../shared/version.ts';
import type { GivenAction } from './plan.change.ts';
import { addActions, removeActions, requireAction, requirePlan } from './plan.change.ts';
import { caseOfPlan, loadPlan, planOfAction } from './prevention.load.ts';
import { completionOf, dateText } from './prevention.rules.ts';

/** The change of a case, with the key of the plan that it made or changed. */
export type PlanChange = CaseChange & { planId: string };

export function proposeImprovement(
  work: Work,
  input: CaseInput & { description: string },
): Promise<CaseChange> {
  return changeCase(work, 'proposeImprovement', input, (draft) => {
    const id = draft.newId();
    const { description } = input;
    draft.improvements.set(id, { id, description, at: draft.now, byId: draft.actor.userId });
    markDone(draft, 'IMPROVE_PROCESS');
    addEntry(draft, 'IMPROVEMENT_PROPOSED', { improvementId: id }, 'Improvement proposed');
  });
}

/** Makes the plan of a case, or replaces the plan that it has. A replaced plan keeps its key. */
export async function createPreventionPlan(
  work: Work,
  input: CaseInput & {
    owner: PersonRef;
    dueDate: Date;
    immediateActions: GivenAction[];
    longTermImprovements: GivenAction[];
  },
): Promise<PlanChange> {
  let planId = '';
  const change = await changeCase(
    work,
    'createPreventionPlan',
    input,
    async (draft) => {
      if (input.immediateActions.length + input.longTermImprovements.length === 0) {
        throw refuse('INVALID', 'Must have at least one action, here or in longTermImprovements.', [
          'immediateActions',
        ]);
      }
      const owner = await requirePerson(work.tx, input.owner, ['owner']);
      const earlier = draft.plan;
      planId = earlier?.id ?? draft.newId();
      const removed = [...draft.planActions.keys()];
      draft.planActions.clear();
      const added = await addActions(work.tx, draft, planId, [
        { kind: 'IMMEDIATE', field: 'immediateActions', actions: input.immediateActions },
        { kind: 'LONG_TERM', field: 'longTermImprovements', actions: input.longTermImprovements },
      ]);
      draft.plan = {
        id: planId,
        ownerId: owner.id,
        dueDate: input.dueDate,
        completedAt: null,
        version: (earlier?.version ?? 0) + 1,
      };
      markDone(draft, 'PLAN_PREVENTION');
      const due = `due ${dateText(input.dueDate)}, owner ${owner.name}`;
      if (earlier === null) {
        const data = { planId, addedActionIds: added };
        addEntry(draft, 'PREVENTION_PLAN_CREATED', data, `Prevention plan created: ${due}`);
      } else {
        const data = { planId, replaced: true, addedActionIds: added, removedActionIds: removed };
        addEntry(draft, 'PREVENTION_PLAN_CHANGED', data, `Prevention plan replaced: ${due}`);
      }
    },
    { load: (draft) => loadPlan(work, draft) },
  );
  return { ...change, planId };
}

export interface PlanUpdate {
  planId: string;
  /** The version of the plan, not of its case. */
  expectedVersion?: number | undefined;
  owner?: PersonRef | undefined;
  dueDate?: Date | undefined;
  addImmediateActions?: GivenAction[] | undefined;
  addLongTermImprovements?: GivenAction[] | undefined;
  removeActionIds?: string[] | undefined;
}

/** Changes a plan. What is left out stays as it is. */
export async function updatePreventionPlan(work: Work, input: PlanUpdate): Promise<PlanChange> {
  const { planId, addImmediateActions = [], addLongTermImprovements = [] } = input;
  const { removeActionIds = [] } = input;
  const escalationId = await caseOfPlan(work, planId);
  const change = await changeCase(
    work,
    { name: 'updatePreventionPlan', field: ['planId'] },
    { escalationId },
    async (draft) => {
      const plan = requirePlan(draft, planId);
      checkPlanVersion(plan, input.expectedVersion);
      checkNamesSomething(input);
      const owner = input.owner && (await requirePerson(work.tx, input.owner, ['owner']));
      removeActions(draft, removeActionIds);
      const added = await addActions(work.tx, draft, planId, [
        { kind: 'IMMEDIATE', field: 'addImmediateActions', actions: addImmediateActions },
        { kind: 'LONG_TERM', field: 'addLongTermImprovements', actions: addLongTermImprovements },
      ]);
      if (draft.planActions.size === 0) {
        throw refuse('INVALID', 'A plan must keep an action: leave one, or add one.', [
          'removeActionIds',
        ]);
      }
      draft.plan = {
        ...plan,
        ownerId: owner?.id ?? plan.ownerId,
        dueDate: input.dueDate ?? plan.dueDate,
        completedAt: completionOf(draft.planActions.values(), plan.completedAt, draft.now),
        version: plan.version + 1,
      };
      const data = {
        planId,
        replaced: false,
        addedActionIds: added,
        removedActionIds: [...new Set(removeActionIds)],
      };
      addEntry(draft, 'PREVENTION_PLAN_CHANGED', data, 'Prevention plan changed');
    },
    { load: (draft) => loadPlan(work, draft) },
  );
  return { ...change, planId };
}

/** Marks an action as done. The last one completes its plan. */
export async function completePreventionAction(
  work: Work,
  { actionId, expectedVersion }: { actionId: string; expectedVersion?: number | undefined },
): Promise<PlanChange> {
  const { escalationId, planId } = await planOfAction(work, actionId);
  const change = await changeCase(
    work,
    { name: 'completePreventionAction', field: ['actionId'] },
    { escalationId },
    (draft) => {
      const plan = requirePlan(draft, planId);
      checkPlanVersion(plan, expectedVersion);
      // Looked for again under the lock: an earlier change may have taken the action out.
      const action = requireAction(draft, actionId);
      if (action.doneAt !== null) {
        const since = action.doneAt.toISOString();
        throw refuse('WRONG_STATE', `The action is done already, since ${since}.`, ['actionId']);
      }
      draft.planActions.set(actionId, { ...action, doneAt: draft.now });
      const completedAt = completionOf(draft.planActions.values(), plan.completedAt, draft.now);
      draft.plan = { ...plan, completedAt, version: plan.version + 1 };
      const isLast = completedAt !== null;
      const summary = `Prevention action completed${isLast ? '; the plan is complete' : ''}`;
      const data = { planId, actionId, planCompleted: isLast };
      addEntry(draft, 'PREVENTION_ACTION_COMPLETED', data, summary);
    },
    { load: (draft) => loadPlan(work, draft) },
  );
  return { ...change, planId };
}

function checkPlanVersion({ version }: PlanRow, expected: number | undefined): void {
  if (expected === undefined || expected === version) return;
  throw staleVersion(`The plan is at version ${version}, not ${expected}`);
}

function checkNamesSomething(input: PlanUpdate): void {
  const lists = [input.addImmediateActions, input.addLongTermImprovements, input.removeActionIds];
  const isEmpty = lists.every((list) => list === undefined || list.length === 0);
  if (input.owner === undefined && input.dueDate === undefined && isEmpty) {
    throw refuse('INVALID', 'Name at least one thing to change.');
  }
}
