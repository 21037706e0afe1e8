import assert from 'node:assert/strict';
import type { Client, Variables } from '../../support/client.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { Status } from './status-table.fixture.ts';

/** What cases of the table share. */
export interface Surroundings {
  customerId: string;
  personId: string;
  /** An open case to link to. */
  otherId: string;
}

export async function surroundings(app: Client): Promise<Surroundings> {
  const { id: customerId } = await customer(app);
  const { id: personId } = await person(app);
  const { id: otherId } = await openCase(app, { customer: { id: customerId } });
  return { customerId, personId, otherId };
}

export interface PreparedCase {
  escalationId: string;
  /** Of its prevention plan; empty where it has none. */
  planId: string;
  actionId: string;
}

const REASON = 'The test wants it.';
/** Every step but the fix. */
const STEPS_TO_SKIP = [
  ...['UNDERSTAND_ISSUE', 'REVIEW_HISTORY', 'IDENTIFY_ROOT_CAUSE', 'ASSESS_BUSINESS_IMPACT'],
  ...['ASSESS_TIER_IMPACT', 'ASSESS_REVENUE_AT_RISK', 'ASSESS_REPUTATION_RISK'],
  ...['ASSESS_LEGAL_RISK', 'ASSIGN_OWNER', 'NOTIFY_STAKEHOLDERS', 'SET_RESPONSE_TIMELINE'],
  ...['PREPARE_COMMUNICATION', 'COMMUNICATE_PROGRESS', 'CONFIRM_RESOLUTION', 'DOCUMENT_OUTCOME'],
  ...['CHECK_SATISFACTION', 'HOLD_RETROSPECTIVE', 'IMPROVE_PROCESS', 'PLAN_PREVENTION'],
];

/** A fixed case in that status; resolved and closed ones have all steps. */
export async function caseIn(
  app: Client,
  status: Status,
  { customerId, personId }: Surroundings,
  { withPlan }: { withPlan: boolean },
): Promise<PreparedCase> {
  const { id: escalationId } = await openCase(app, { customer: { id: customerId } });
  const call = (mutation: string, input: Variables = {}) =>
    accepted(app, mutation, { escalationId, ...input });

  await call('recordAction', { kind: 'FIX', description: 'Rolled the release back.' });
  const plan = withPlan
    ? await makePlan(app, escalationId, personId)
    : { planId: '', actionId: '' };
  if (status === 'WAITING_ON_CUSTOMER') await call('waitForCustomer', { reason: REASON });
  if (status === 'CANCELLED') await call('cancelEscalation', { reason: REASON });
  if (status === 'RESOLVED' || status === 'CLOSED') {
    const steps = STEPS_TO_SKIP.filter((step) => !withPlan || step !== 'PLAN_PREVENTION');
    await call('skipSteps', { steps, reason: REASON });
  }
  if (status === 'CLOSED') await call('closeEscalation');
  return { escalationId, ...plan };
}

async function makePlan(app: Client, escalationId: string, personId: string) {
  const { preventionPlan } = await accepted<{
    preventionPlan: { id: string; immediateActions: { id: string }[] };
  }>(
    app,
    'createPreventionPlan',
    {
      escalationId,
      owner: { id: personId },
      dueDate: '2026-03-31',
      immediateActions: [{ description: 'Alert on failed exports.' }],
      longTermImprovements: [],
    },
    'preventionPlan { id immediateActions { id } }',
  );
  const actionId = preventionPlan.immediateActions[0]?.id;
  assert(actionId);
  return { planId: preventionPlan.id, actionId };
}

async function accepted<Payload>(
  app: Client,
  mutation: string,
  input: Variables,
  selection?: string,
): Promise<Payload> {
  const payload = await app.mutate<Payload>(mutation, input, selection);
  assert.deepEqual(payload.userErrors, [], `${mutation} was refused`);
  return payload;
}

/** An input of the mutation in which only the status of the case can be wrong. */
export function inputOf(
  mutation: string,
  { escalationId, planId, actionId }: PreparedCase,
  { personId, otherId }: Surroundings,
): Variables {
  if (mutation === 'updatePreventionPlan') return { planId, dueDate: '2026-04-30' };
  if (mutation === 'completePreventionAction') return { actionId };
  const own = OWN_INPUT[mutation];
  assert(own, `no input of ${mutation}`);
  return { escalationId, ...own({ personId, otherId }) };
}

type OwnInput = (made: { personId: string; otherId: string }) => Variables;

const OWN_INPUT: Readonly<Record<string, OwnInput>> = {
  recordUnderstanding: () => ({ understanding: 'The export job runs out of memory.' }),
  reviewHistory: () => ({ findings: 'Twice before, in spring.' }),
  identifyRootCause: () => ({
    category: 'PRODUCT',
    description: 'A limit that was too low.',
    contributingFactors: [],
  }),
  assessImpact: () => ({ businessImpact: 'No invoices can be sent.', usersAffected: 40 }),
  classifyEscalation: () => ({ category: 'BILLING', reputationRisk: 'LOW', legalRisk: 'NONE' }),
  changeSeverity: () => ({ severity: 'CRITICAL', reason: REASON }),
  assignOwner: ({ personId }) => ({ owner: { id: personId } }),
  notifyStakeholders: ({ personId }) => ({ users: [{ id: personId }] }),
  setResponseTimeline: () => ({ resolveBy: '2026-03-09T09:00:00Z' }),
  prepareCommunication: () => ({ subject: 'Your exports', body: 'We look into it.' }),
  sendCommunication: () => ({ subject: 'Your exports', body: 'They work again.' }),
  postProgressUpdate: () => ({ status: 'Open', actions: 'Looked', nextSteps: 'Look again' }),
  logCommunication: () => ({ channel: 'CALL', direction: 'OUTBOUND', summary: 'Called back' }),
  recordAction: () => ({ kind: 'WORKAROUND', description: 'Export by hand.' }),
  confirmResolution: () => ({ confirmedBy: 'Robin Reyes' }),
  documentOutcome: () => ({ actionTaken: 'Raised the limit.', outcome: 'Exports work.' }),
  recordSatisfaction: () => ({ rating: 4 }),
  recordRetrospective: () => ({ participants: [], wentWell: ['Speed'], wentWrong: [] }),
  proposeImprovement: () => ({ description: 'Alert earlier.' }),
  createPreventionPlan: ({ personId }) => ({
    owner: { id: personId },
    dueDate: '2026-04-30',
    immediateActions: [],
    longTermImprovements: [{ description: 'Export in the background.' }],
  }),
  waitForCustomer: () => ({ reason: REASON }),
  resumeWork: () => ({}),
  skipSteps: () => ({ steps: ['REVIEW_HISTORY'], reason: REASON }),
  addNote: () => ({ text: 'Noted.' }),
  linkEscalations: ({ otherId }) => ({ other: { id: otherId }, kind: 'CAUSED_BY' }),
  closeEscalation: () => ({}),
  reopenEscalation: () => ({ reason: REASON }),
  cancelEscalation: () => ({ reason: REASON }),
};
