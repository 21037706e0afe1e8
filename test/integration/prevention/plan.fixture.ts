import assert from 'node:assert/strict';
import type { Client, UserError, Variables } from '../../support/client.ts';
import { openCase, person } from '../../support/factories.ts';

export interface Action {
  id: string;
  description: string;
  done: boolean;
  doneAt: string | null;
  dueDate: string | null;
  owner: { email: string } | null;
}

export interface Plan {
  id: string;
  version: number;
  dueDate: string;
  overdue: boolean;
  completedAt: string | null;
  owner: { id: string };
  immediateActions: Action[];
  longTermImprovements: Action[];
}

export interface Event {
  type: string;
  summary: string;
  data: Record<string, unknown>;
  changes: { field: string; from: string | null; to: string | null }[];
}

export interface PlanPayload {
  preventionPlan: Plan | null;
  events: Event[];
  escalation: { version: number; preventionPlan: { id: string } | null } | null;
  userErrors: UserError[];
}

const ACTION = 'id description done doneAt dueDate owner { email }';
export const PLAN = `id version dueDate overdue completedAt owner { id }
  immediateActions { ${ACTION} } longTermImprovements { ${ACTION} }`;
const SELECTION = `preventionPlan { ${PLAN} } events { type summary data changes { field from to } }
  escalation { version preventionPlan { id } }`;

export type PlanMutation =
  | 'createPreventionPlan'
  | 'updatePreventionPlan'
  | 'completePreventionAction';

export function change(app: Client, name: PlanMutation, input: Variables): Promise<PlanPayload> {
  return app.mutate<PlanPayload>(name, input, SELECTION);
}

/** The plan that a change led to; fails the test when it was refused. */
export async function changed(app: Client, name: PlanMutation, input: Variables): Promise<Plan> {
  const { preventionPlan, userErrors } = await change(app, name, input);
  assert.deepEqual(userErrors, [], `${name} was refused`);
  assert(preventionPlan);
  return preventionPlan;
}

/** Input of a plan for a case, both of them its own unless the overrides name them. */
export async function planInput(app: Client, overrides: Variables = {}) {
  const { escalationId = (await openCase(app)).id, owner = { id: (await person(app)).id } } =
    overrides;
  return {
    escalationId,
    owner,
    dueDate: '2026-03-31',
    immediateActions: [{ description: 'Alert on failed exports' }],
    longTermImprovements: [{ description: 'Export in the background' }],
    ...overrides,
  };
}

export async function makePlan(app: Client, overrides: Variables = {}): Promise<Plan> {
  return changed(app, 'createPreventionPlan', await planInput(app, overrides));
}

export function first<T>(items: readonly T[]): T {
  const [item] = items;
  assert(item !== undefined);
  return item;
}
