import type { Tx } from '../db/transaction.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import type { PlanActionRow, PlanRow } from '../escalation/case/escalation.state.ts';
import type { PersonRef } from '../person/person.load.ts';
import { requirePeople } from '../person/person.load.ts';
import { refuse } from '../shared/errors.ts';
import type { PreventionKind } from '../shared/vocabulary.ts';
import { notFound } from './prevention.load.ts';
import { MAX_ACTIONS, nextPosition } from './prevention.rules.ts';

/** An action as callers give it. */
export interface GivenAction {
  description: string;
  owner?: PersonRef | undefined;
  dueDate?: Date | undefined;
}

/** Actions of one kind, with the name of the input list that they came in. */
export interface GivenActions {
  kind: PreventionKind;
  field: string;
  actions: readonly GivenAction[];
}

/**
 * Adds actions to the plan in the draft, after the others of their kind.
 *
 * @returns their keys, in the order given.
 * @throws Refusal INVALID for too many actions or an owner who has left, NOT_FOUND for an unknown
 *   owner.
 */
export async function addActions(
  tx: Tx,
  draft: Draft,
  planId: string,
  lists: readonly GivenActions[],
): Promise<string[]> {
  const added: string[] = [];
  for (const { kind, field, actions } of lists) {
    const ownerIds = await findOwners(tx, field, actions);
    const start = nextPosition(draft.planActions.values(), kind);
    for (const [place, { description, dueDate }] of actions.entries()) {
      const id = draft.newId();
      draft.planActions.set(id, {
        id,
        planId,
        kind,
        position: start + place,
        description,
        doneAt: null,
        ownerId: ownerIds[place] ?? null,
        dueDate: dueDate ?? null,
      });
      added.push(id);
    }
    checkCount(draft, kind, field);
  }
  return added;
}

/** Takes actions out of the plan. @throws Refusal NOT_FOUND for an id that is no action of the plan. */
export function removeActions(draft: Draft, actionIds: readonly string[]): void {
  const before = new Set(draft.planActions.keys());
  for (const [place, id] of actionIds.entries()) {
    if (!before.has(id)) throw notFound('PreventionAction', ['removeActionIds', String(place)]);
    draft.planActions.delete(id);
  }
}

/** The plan of the case. @throws Refusal NOT_FOUND when `planId` is not its id. */
export function requirePlan(draft: Draft, planId: string): PlanRow {
  if (draft.plan?.id !== planId) throw notFound('PreventionPlan', ['planId']);
  return draft.plan;
}

export function requireAction(draft: Draft, actionId: string): PlanActionRow {
  const action = draft.planActions.get(actionId);
  if (action === undefined) throw notFound('PreventionAction', ['actionId']);
  return action;
}

function checkCount(draft: Draft, kind: PreventionKind, field: string): void {
  const count = [...draft.planActions.values()].filter((action) => action.kind === kind).length;
  if (count <= MAX_ACTIONS) return;
  throw refuse(
    'INVALID',
    `A plan has at most ${MAX_ACTIONS} actions of a kind; it would have ${count}.`,
    [field],
  );
}

/** The keys of the actions' owners, in the order of the actions. */
async function findOwners(
  tx: Tx,
  field: string,
  actions: readonly GivenAction[],
): Promise<(string | undefined)[]> {
  const given = actions.flatMap(({ owner }, place) =>
    owner === undefined ? [] : [{ ref: owner, field: [field, String(place), 'owner'] }],
  );
  const people = await requirePeople(tx, given);
  return actions.map(({ owner }) => (owner === undefined ? undefined : people.shift()?.id));
}
