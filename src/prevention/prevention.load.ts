import { visibleSql } from '../auth/visibility.ts';
import { Prisma } from '../db/client.ts';
import { fieldsBut, jsonRows, selectRows } from '../db/rows/read.sql.ts';
import type { Draft } from '../escalation/case/escalation.draft.ts';
import type { Work } from '../events/work.ts';
import { refuse } from '../shared/errors.ts';

const PLAN = jsonRows('preventionPlan', fieldsBut('preventionPlan', 'escalationId', 'customerId'));
const ACTIONS = jsonRows(
  'preventionAction',
  fieldsBut('preventionAction', 'escalationId', 'customerId'),
);

/** Puts the plan of the case and its actions into the draft. Changes nothing where there is none. */
export async function loadPlan({ tx }: Work, draft: Draft): Promise<void> {
  const ofPlan = Prisma.sql`WHERE a.plan_id = p.id`;
  const [found] = await tx.$queryRaw<{ json: string }[]>`
    SELECT json_build_object('plan', ${PLAN.rowSql('p')},
      'actions', ${ACTIONS.listSql('a', ofPlan, Prisma.sql`ORDER BY a.position, a.id`)})::text AS json
    FROM prevention_plan p WHERE p.escalation_id = ${draft.row.id}::uuid`;
  if (found === undefined) return;
  const { plan, actions } = JSON.parse(found.json) as Record<'plan' | 'actions', unknown>;
  draft.plan = PLAN.read(plan);
  draft.planActions = new Map(ACTIONS.readAll(actions).map((action) => [action.id, action]));
}

/** The case of a plan. @throws Refusal NOT_FOUND when there is no such plan, or its case is not visible. */
export async function caseOfPlan(work: Work, planId: string): Promise<string> {
  const [plan] = await selectRows(
    work.tx,
    'preventionPlan',
    ['escalationId'],
    isVisible(work, planId),
  );
  if (plan === undefined) throw notFound('PreventionPlan', ['planId']);
  return plan.escalationId;
}

/** The plan and case of an action. @throws Refusal NOT_FOUND when it is unknown, or its case not visible. */
export async function planOfAction(
  work: Work,
  actionId: string,
): Promise<{ escalationId: string; planId: string }> {
  const [action] = await selectRows(
    work.tx,
    'preventionAction',
    ['escalationId', 'planId'],
    isVisible(work, actionId),
  );
  if (action === undefined) throw notFound('PreventionAction', ['actionId']);
  return action;
}

function isVisible(work: Work, id: string): Prisma.Sql {
  return Prisma.sql`WHERE id = ${id}::uuid AND ${visibleSql(work, Prisma.sql`customer_id`)}`;
}

/** The refusal has the same words as that of a malformed id, so that nobody learns which ids exist. */
export function notFound(typeName: string, field: readonly string[]) {
  return refuse('NOT_FOUND', `There is no ${typeName} with this id.`, field);
}
