import { visibleByCustomer } from '../auth/visibility.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';

/** Puts the plan of the case and its actions into the draft. Changes nothing where there is none. */
export async function loadPlan({ tx }: Work, draft: Draft): Promise<void> {
  const keys = { escalationId: true, customerId: true } as const;
  const found = await tx.preventionPlan.findUnique({
    where: { escalationId: draft.row.id },
    omit: keys,
    include: { actions: { omit: keys, orderBy: [{ position: 'asc' }, { id: 'asc' }] } },
  });
  if (found === null) return;
  const { actions, ...plan } = found;
  draft.plan = plan;
  draft.planActions = new Map(actions.map((action) => [action.id, action]));
}

/** The case of a plan. @throws Refusal NOT_FOUND when there is no such plan, or its case is not visible. */
export async function caseOfPlan(work: Work, planId: string): Promise<string> {
  const plan = await work.tx.preventionPlan.findFirst({
    where: { id: planId, ...visibleByCustomer(work) },
    select: { escalationId: true },
  });
  if (plan === null) throw notFound('PreventionPlan', ['planId']);
  return plan.escalationId;
}

/** The plan and case of an action. @throws Refusal NOT_FOUND when it is unknown, or its case not visible. */
export async function planOfAction(
  work: Work,
  actionId: string,
): Promise<{ escalationId: string; planId: string }> {
  const action = await work.tx.preventionAction.findFirst({
    where: { id: actionId, ...visibleByCustomer(work) },
    select: { escalationId: true, planId: true },
  });
  if (action === null) throw notFound('PreventionAction', ['actionId']);
  return action;
}

/** The refusal has the same words as that of a malformed id, so that nobody learns which ids exist. */
export function notFound(typeName: string, field: readonly string[]) {
  return refuse('NOT_FOUND', `There is no ${typeName} with this id.`, field);
}
