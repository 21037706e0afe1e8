import assert from 'node:assert/strict';
import type { TestApp } from '../../support/app.ts';
import type { Client, Variables } from '../../support/client.ts';
import {
  businessCalendar,
  customer,
  openCase,
  person,
  slaPolicy,
} from '../../support/factories.ts';

/** What a target is to the partner of the tests: its own customer's, another's, or nobody's. */
export const TARGETS = ['own', 'other', 'none'] as const;
export type Target = (typeof TARGETS)[number];

/** In every text, name, address and amount of the partner's customer that the partner may read. */
export const OWN_MARK = 'quokka';
/** The same of the other customer. */
export const OTHER_MARK = 'ocelot';
const OTHER_AMOUNTS = ['7770077.77', '6660066.66'];
/** What the partner does not read of its own customer; each thing has a mark of its own. */
export const HIDDEN_MARKS = [
  ...['heron-note', 'heron-retrospective', 'heron-draft', 'heron-unsent', 'heron-rationale'],
  ...['heron-reason', 'heron-message', 'heron-lifecycle', 'heron-person', 'heron-contact'],
  ...['heron-recipient', '5550055.55'],
] as const;
/** Of fields that only the classification has, in `changes` too. */
export const HIDDEN_WORDS = ['reputationRisk', 'legalRisk', 'tierImpact', 'suggestedSeverity'];

/** What belongs to one customer. */
export interface Side {
  customerId: string;
  externalId: string;
  /** With everything that a case can have. */
  escalationId: string;
  reference: string;
  /** Who owns it. */
  personId: string;
  calendarId: string;
  policyId: string;
  planId: string;
  actionId: string;
  /** An open case to link to. */
  otherId: string;
  otherReference: string;
  /** Of everything that has an id and belongs to it. */
  nodeIds: readonly string[];
}

export interface World {
  sides: Readonly<Record<'own' | 'other', Side>>;
  /** Never in an answer to the partner: the mark and the amounts of the other customer. */
  othersMarks: readonly string[];
  /** The same of its ids and references. */
  othersIds: readonly string[];
  /** These, and the keys that the ids stand for, as `data` and `changes` of entries have them. */
  othersNames: readonly string[];
}

interface Words {
  /** Goes into every text. */
  mark: string;
  arr: string;
  revenue: string;
  /** Stands in front of what partners may not read; the other side has its one mark everywhere. */
  hidden(what: string): string;
}

export async function makeWorld(app: TestApp): Promise<World> {
  const own = await makeSide(app, {
    mark: OWN_MARK,
    arr: '5550055.55',
    revenue: '4440044.44',
    hidden: (what) => `heron-${what}`,
  });
  const other = await makeSide(app, {
    mark: OTHER_MARK,
    arr: OTHER_AMOUNTS[0] ?? '',
    revenue: OTHER_AMOUNTS[1] ?? '',
    hidden: (what) => `${OTHER_MARK}-${what}`,
  });
  await accepted(app, 'linkEscalations', {
    escalationId: own.escalationId,
    other: { id: other.escalationId },
    kind: 'CAUSED_BY',
  });
  return { sides: { own, other }, ...marksOf(other) };
}

function marksOf(other: Side) {
  const { nodeIds, otherId, reference, otherReference } = other;
  const othersIds = [...nodeIds, otherId, reference, otherReference];
  const keys = othersIds.flatMap((id) => /:([0-9a-f-]{36})$/.exec(atobOrEmpty(id))?.[1] ?? []);
  return {
    othersMarks: [OTHER_MARK, ...OTHER_AMOUNTS],
    othersIds,
    othersNames: [...othersIds, ...keys],
  };
}

function atobOrEmpty(text: string): string {
  return /^[A-Za-z0-9+/]+=*$/.test(text) && text.length % 4 === 0 ? atob(text) : '';
}

async function makeSide(app: TestApp, words: Words): Promise<Side> {
  const { mark, hidden } = words;
  const owner = await person(app, {
    name: `Mara ${mark === OWN_MARK ? mark : 'of the desk'}`,
    // Nobody of the desk belongs to a customer; who may not see addresses sees hers no more than others.
    email: `mara.heron-person.${mark === OWN_MARK ? 'one' : 'two'}@desk.example`,
    level: 'MANAGER',
    role: 'MANAGER',
  });
  const partner = await person(app, {
    name: `Partner of ${mark}`,
    email: `partner.${hidden('person')}@${mark}.example`,
    role: 'PARTNER',
  });
  const of = await customer(app, {
    name: `Customer ${mark}`,
    externalId: `customer-${mark}`,
    arr: { amount: words.arr, currency: 'USD' },
    contacts: [{ name: `Contact ${mark}`, email: `${hidden('contact')}@${mark}.example` }],
    healthScore: 37,
  });
  const customerRef = { id: of.id };
  await accepted(app, 'setLifecycleStage', {
    customer: customerRef,
    stage: 'AT_RISK',
    reason: `They may leave: ${hidden('lifecycle')}`,
  });
  const calendar = await businessCalendar(app, { name: `Calendar ${mark}` });
  const policy = await slaPolicy(app, {
    customer: customerRef,
    severity: 'LOW',
    calendar: { id: calendar.id },
  });
  const escalation = await openCase(app, {
    customer: customerRef,
    severity: 'LOW',
    summary: `Summary ${mark}`,
    issue: `Issue ${mark}`,
    history: { earlier: [{ summary: `Interaction ${mark}`, channel: 'CALL' }] },
  });
  const plan = await handle(app, escalation.id, { owner: owner.id, ...words });
  const another = await openCase(app, {
    customer: customerRef,
    summary: `Another ${mark}`,
    severity: 'CRITICAL',
  });
  const side = {
    customerId: of.id,
    externalId: of.externalId,
    escalationId: escalation.id,
    reference: escalation.reference,
    personId: owner.id,
    calendarId: calendar.id,
    policyId: policy.id,
    ...plan,
    otherId: another.id,
    otherReference: another.reference,
  };
  const nodeIds = await idsOf(app, side);
  return { ...side, nodeIds: [...nodeIds, of.id, calendar.id, policy.id, partner.id] };
}

const MINUTE_MS = 60_000;

/** Takes the case through everything that can be done to it, up to its resolution. */
async function handle(
  app: TestApp,
  escalationId: string,
  { owner, mark, hidden, revenue }: Words & { owner: string },
) {
  const call = <Payload = object>(mutation: string, input: Variables, selection?: string) =>
    accepted<Payload>(app, mutation, { escalationId, ...input }, selection);
  const to = [`${hidden('recipient')}@${mark}.example`];
  const message = { subject: `Subject ${mark}`, body: `Body ${mark}` };

  await call('recordUnderstanding', { understanding: `Understanding ${mark}` });
  await call('reviewHistory', { findings: `Findings ${mark}` });
  await call('assessImpact', {
    businessImpact: `Impact ${mark}`,
    usersAffected: 12,
    revenueAtRisk: { amount: revenue },
  });
  await call('classifyEscalation', {
    category: 'TECHNICAL',
    severity: 'MEDIUM',
    reputationRisk: 'CRITICAL',
    legalRisk: 'HIGH',
    rationale: `Rationale ${hidden('rationale')}`,
  });
  await call('changeSeverity', { severity: 'HIGH', reason: `Because ${hidden('reason')}` });
  await call('assignOwner', {
    owner: { id: owner },
    overrideReason: `Nobody else ${hidden('reason')}`,
  });
  await call('notifyStakeholders', {
    users: [{ id: owner }],
    message: `Look at ${hidden('message')}`,
  });
  const soon = new Date(app.clock.now().getTime() + 30 * MINUTE_MS).toISOString();
  await call('setResponseTimeline', { nextUpdateAt: soon });
  await call('prepareCommunication', {
    subject: `Unsent ${hidden('unsent')}`,
    body: `Unsent ${hidden('unsent')}`,
  });
  const draft = await call<{ communication: { id: string } }>(
    'prepareCommunication',
    { subject: `Draft ${hidden('draft')}`, body: `Draft ${hidden('draft')}` },
    'communication { id }',
  );
  await call('sendCommunication', { communicationId: draft.communication.id, ...message, to });
  await call('sendCommunication', { template: 'INITIAL_RESPONSE', to });
  const inbound = { channel: 'EMAIL', direction: 'INBOUND', summary: `They ask ${mark}` };
  await call('logCommunication', { ...inbound, inReplyToId: draft.communication.id });
  await call('postProgressUpdate', {
    status: `Status ${mark}`,
    actions: `Actions ${mark}`,
    nextSteps: `Next ${mark}`,
    to,
  });
  await call('addNote', { text: `Note ${hidden('note')}` });
  await call('waitForCustomer', { reason: `Waiting ${mark}` });
  await call('resumeWork', {});
  // The update clock runs out, with warnings before.
  for (const _step of [1, 2, 3]) {
    app.clock.advance(100 * MINUTE_MS);
    await app.scheduler.runDue();
  }
  await call('identifyRootCause', {
    category: 'PRODUCT',
    description: `Cause ${mark}`,
    contributingFactors: [`Factor ${mark}`],
  });
  await call('recordAction', { kind: 'FIX', description: `Fix ${mark}` });
  await call('documentOutcome', {
    actionTaken: `Taken ${mark}`,
    outcome: `Outcome ${mark}`,
    howToConfirm: `Look ${mark}`,
  });
  await call('confirmResolution', {
    confirmedBy: `Robin ${mark}`,
    customerResponse: `Works ${mark}`,
  });
  await call('recordSatisfaction', { rating: 4, comment: `Good ${mark}` });
  await call('recordRetrospective', {
    participants: [{ id: owner }],
    wentWell: [`Well ${hidden('retrospective')}`],
    wentWrong: [`Wrong ${hidden('retrospective')}`],
  });
  await call('proposeImprovement', { description: `Improvement ${mark}` });
  const { preventionPlan } = await call<{
    preventionPlan: { id: string; immediateActions: { id: string }[] };
  }>(
    'createPreventionPlan',
    {
      owner: { id: owner },
      dueDate: '2026-04-30',
      immediateActions: [{ description: `At once ${mark}` }],
      longTermImprovements: [{ description: `Later ${mark}` }],
    },
    'preventionPlan { id immediateActions { id } }',
  );
  const actionId = preventionPlan.immediateActions[0]?.id ?? '';
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

/** Of everything with an id that belongs to the customer, its entries among those of the desk too. */
async function idsOf(app: TestApp, side: { escalationId: string }) {
  const found = await app.query(
    `query ($id: ID!) {
      escalation(by: { id: $id }) {
        id
        sla { id }
        actions(first: 5) { nodes { id } }
        improvements { id }
        communications(first: 10) { nodes { id } }
        preventionPlan { id immediateActions { id } longTermImprovements { id } }
        timeline(first: 100) { nodes { id type } }
      }
    }`,
    { id: side.escalationId },
  );
  const entries = await app.db.logEntry.findMany({
    where: { deskType: { not: null }, subjectType: { in: ['Customer', 'SlaPolicy'] } },
    orderBy: { id: 'desc' },
    take: 3,
    select: { id: true },
  });
  const desk = entries.map(({ id }) => btoa(`DeskEvent:${id}`));
  return [...new Set([...collect(found), ...desk])];
}

function collect(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === 'id' && typeof inner === 'string' ? [inner] : collect(inner),
  );
}
