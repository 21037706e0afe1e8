import assert from 'node:assert/strict';
import type { TestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import {
  businessCalendar,
  customer,
  openCase,
  person,
  slaPolicy,
} from '../../support/factories.ts';

/** Text that quoting, cutting, normalising or another encoding would change. */
const ODD =
  'Ünïcode – „quotes" \\ / \u2028 \u00a0 <b>&amp;</b> 日本語 العربية 👩‍👩‍👧 𝒳 \t tab %s $1 \'; --';
/** The same on one line. */
const ODD_LINE = 'Ünïcode – „quotes" \\ / \u00a0 <b>&amp;</b> 日本語 العربية 👩‍👩‍👧 𝒳 %s $1 \'; --';
/** Over the 4,000 characters for which a text costs a point more, in characters of two units. */
const LONG = `${ODD} ${'Långe Zeile 🙂 — '.repeat(300)}end`;
const VERY_LONG = `${'0123456789'.repeat(1_600)}${ODD}`;
const HISTORY = {
  earlier: [{ summary: 'Called about it', channel: 'CALL' }, { summary: ODD }, null, 1, [true]],
  b: { '': null, 'ключ "x"': -0.5, big: 9007199254740991, tiny: 1e-7, z: [], a: {} },
  a: LONG,
};

/** What is odd about data: nulls wherever they may be, empty lists, long texts, every kind of writing. */
export async function makeOdd(app: TestApp): Promise<{ customerId: string }> {
  const owner = await person(app, { name: `Zoë "${ODD_LINE}`, role: 'AGENT' });
  const gone = await person(app, { name: 'Gone Person', active: true });
  const { id: customerId } = await customer(app, {
    externalId: 'odd/customer "1"',
    name: `Ødd & Söhne ${ODD_LINE}`,
    contacts: [],
    healthScore: 0,
    arr: { amount: '0.00', currency: 'JPY' },
    tier: 'STARTER',
  });
  const call = (mutation: string, input: Variables, selection?: string) =>
    accepted(app, mutation, input, selection);
  await call('setLifecycleStage', { customer: { id: customerId }, stage: 'CHURNED' });
  const contacts = [
    { name: ODD_LINE, email: 'o.dd+x@odd.example' },
    { name: 'Two', email: 'two@odd.example' },
  ];
  await call('patchCustomer', { customer: { id: customerId }, contacts });
  await makeTerms(app, customerId);

  const opened = { customer: { id: customerId }, severity: 'CRITICAL', category: 'OTHER' };
  const bare = await openCase(app, { ...opened, issue: '.', summary: 'x' });
  const full = await openCase(app, {
    ...{ ...opened, issue: VERY_LONG, summary: ODD_LINE, history: HISTORY },
  });
  const escalationId = full.id;
  await call('addNote', { escalationId, text: LONG });
  await call('addNote', { escalationId, text: VERY_LONG });
  await call('recordUnderstanding', { escalationId, understanding: LONG });
  await call('reviewHistory', { escalationId, findings: ODD });
  await call('assessImpact', {
    ...{ escalationId, businessImpact: LONG, usersAffected: 0 },
    revenueAtRisk: { amount: '999999999999', currency: 'JPY' },
  });
  await call('assignOwner', { escalationId, owner: { id: gone.id } });
  await call('patchPerson', { user: { id: gone.id }, active: false });
  await call('assignOwner', { escalationId, owner: { id: owner.id } });
  await call('prepareCommunication', { escalationId, subject: ODD_LINE, body: VERY_LONG });
  await call('logCommunication', {
    ...{ escalationId, channel: 'MEETING', direction: 'INBOUND', summary: ODD_LINE },
    ...{ body: LONG, customerResponse: VERY_LONG },
  });
  await call('recordAction', { escalationId, kind: 'INVESTIGATION', description: ODD });
  for (const [kind, other] of [
    ['DUPLICATES', bare.id],
    ['CAUSED_BY', bare.id],
  ]) {
    await call('linkEscalations', { escalationId, other: { id: other }, kind });
  }
  await call('skipSteps', {
    ...{ escalationId, steps: ['ASSESS_LEGAL_RISK', 'HOLD_RETROSPECTIVE'], reason: ODD },
  });
  await call('proposeImprovement', { escalationId, description: LONG });
  await call('waitForCustomer', { escalationId, reason: ODD, until: '2026-12-24T18:00:00Z' });
  await makeOverduePlan(app, bare.id, owner.id);
  return { customerId };
}

/** Policies and calendars in and out of use, keys in every state. */
async function makeTerms(app: TestApp, customerId: string): Promise<void> {
  const { id: calendarId } = await businessCalendar(app, {
    name: `Night ${ODD_LINE}`,
    timeZone: 'Pacific/Auckland',
    hours: [{ day: 'SUNDAY', opens: '22:00', closes: '24:00' }],
    holidays: [{ date: '2026-12-25', name: ODD_LINE }],
  });
  await slaPolicy(app, {
    ...{ customer: { id: customerId }, severity: 'CRITICAL', calendar: { id: calendarId } },
    ...{ resolutionTarget: 'PT48H', repeatEvery: 'PT1H', warnAt: [], ownerLevel: 'TEAM_LEAD' },
  });
  const unused = await slaPolicy(app, { tier: 'STARTER', severity: 'LOW' });
  await accepted(app, 'retireSlaPolicy', { policyId: unused.id });
  const old = await businessCalendar(app);
  await accepted(app, 'retireBusinessCalendar', { calendarId: old.id });
  const expiresAt = '2030-01-01T00:00:00Z';
  await accepted(app, 'createApiKey', { role: 'VIEWER', name: 'Ends some day', expiresAt });
  const { apiKey } = await accepted<{ apiKey: { id: string } }>(
    ...([app, 'createApiKey', { role: 'AGENT', name: 'Revoked' }, 'apiKey { id }'] as const),
  );
  await accepted(app, 'revokeApiKey', { keyId: apiKey.id });
}

async function makeOverduePlan(app: TestApp, escalationId: string, ownerId: string): Promise<void> {
  const { preventionPlan } = await accepted<{
    preventionPlan: { immediateActions: { id: string }[] };
  }>(
    app,
    'createPreventionPlan',
    {
      ...{ escalationId, owner: { id: ownerId }, dueDate: '2026-03-01' },
      immediateActions: [
        { description: LONG, dueDate: '2026-02-28', owner: { id: ownerId } },
        { description: 'Done' },
      ],
      longTermImprovements: [],
    },
    'preventionPlan { immediateActions { id } }',
  );
  const actionId = preventionPlan.immediateActions[1]?.id;
  await accepted(app, 'completePreventionAction', { actionId });
}

async function accepted<Payload>(
  app: TestApp,
  mutation: string,
  input: Variables,
  selection?: string,
): Promise<Payload> {
  const payload = await app.mutate<Payload>(mutation, input, selection);
  assert.deepEqual(payload.userErrors, [], `${mutation} was refused`);
  return payload;
}
