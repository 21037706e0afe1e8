import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestPerson } from '../../support/factories.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import { hashOf } from '../../support/partner.ts';
import { statementsDuring } from '../../support/statements.ts';
import { createSubscriber } from '../../support/subscriber.ts';

interface Event {
  type: string;
  data: Record<string, unknown>;
  subject: { __typename: string; id: string } | null;
}

let app: TestApp;
let owner: TestPerson;
let customerId: string;
let caseId: string;
let otherId: string;

const SUBJECT = '__typename id ... on ResolutionAction { description }';
const TIMELINE = `query Timeline($id: ID!) {
  escalation(by: { id: $id }) { timeline(first: 50) { nodes { type data subject { ${SUBJECT} } } } }
}`;

beforeAll(async () => {
  app = await startTestApp();
  owner = await person(app);
  ({ id: customerId } = await customer(app));
  ({ id: caseId } = await openCase(app, { customer: { id: customerId } }));
  ({ id: otherId } = await openCase(app));
  const escalationId = caseId;
  await app.mutate('assignOwner', { escalationId, owner: { id: owner.id } });
  await app.mutate('addNote', { escalationId, text: 'Look.' });
  await app.mutate('prepareCommunication', { escalationId, template: 'INITIAL_RESPONSE' });
  await app.mutate('logCommunication', {
    ...{ escalationId, channel: 'CALL', direction: 'INBOUND', summary: 'Asks when.' },
  });
  await app.mutate('recordAction', { escalationId, kind: 'FIX', description: 'Restarted.' });
  await app.mutate('recordAction', { escalationId, kind: 'WORKAROUND', description: 'Paper.' });
  await app.mutate('proposeImprovement', { escalationId, description: 'Watch the disks.' });
  await app.mutate('createPreventionPlan', {
    ...{ escalationId, owner: { id: owner.id }, dueDate: '2026-04-30' },
    immediateActions: [{ description: 'Watch' }],
    longTermImprovements: [],
  });
  await app.mutate('linkEscalations', { escalationId, other: { id: otherId }, kind: 'CAUSES' });
});
afterAll(() => app.stop());

async function events(): Promise<Event[]> {
  const { escalation } = await app.query<{ escalation: { timeline: { nodes: Event[] } } }>(
    TIMELINE,
    { id: caseId },
  );
  return escalation.timeline.nodes;
}

const named = (all: readonly Event[]) =>
  all.flatMap(({ type, subject }) => (subject === null ? [] : [[type, subject.__typename]]));

describe('the subject of an event', () => {
  it('is what it is about, by the id that its data has, and null where that is the case itself', async () => {
    const all = await events();
    expect(named(all)).toEqual([
      ['OWNER_ASSIGNED', 'User'],
      ['COMMUNICATION_PREPARED', 'Communication'],
      ['COMMUNICATION_LOGGED', 'Communication'],
      ['CUSTOMER_RESPONDED', 'Communication'],
      ['ACTION_RECORDED', 'ResolutionAction'],
      ['ACTION_RECORDED', 'ResolutionAction'],
      ['IMPROVEMENT_PROPOSED', 'Improvement'],
      ['PREVENTION_PLAN_CREATED', 'PreventionPlan'],
      ['ESCALATION_LINKED', 'Escalation'],
    ]);
    for (const { data, subject } of all) {
      if (subject !== null) expect(Object.values(data)).toContain(subject.id);
    }
    expect(all.find(({ type }) => type === 'OWNER_ASSIGNED')?.subject?.id).toBe(owner.id);
    expect(all.find(({ type }) => type === 'ESCALATION_LINKED')?.data).toMatchObject({
      escalationId: otherId,
    });
  });

  it('takes one statement a type, however many events a page has', async () => {
    const statements = await statementsDuring(events);
    const ofActions = statements.filter((sql) => /FROM "[^"]+"\."resolution_action"/.test(sql));
    expect(ofActions).toHaveLength(1);
  });

  it('is for partners what they see, of entries that they see', async () => {
    const input = { role: 'PARTNER', name: 'Integrator', customers: [{ id: customerId }] };
    const { key } = await app.mutate<{ key: string }>('createApiKey', input, 'key');
    const hash = hashOf(TIMELINE);
    await app.db.persistedOperation.create({
      data: {
        ...{ partner: 'Integrator', hash, name: 'Timeline', document: TIMELINE },
        registeredAt: app.clock.now(),
      },
    });
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ documentId: hash, variables: { id: caseId } }),
    });
    const { data } = (await response.json()) as {
      data: { escalation: { timeline: { nodes: Event[] } } };
    };
    const shown = named(data.escalation.timeline.nodes).map(([type]) => type);
    expect(shown).toEqual([
      ...['OWNER_ASSIGNED', 'COMMUNICATION_LOGGED', 'CUSTOMER_RESPONDED', 'ACTION_RECORDED'],
      ...['ACTION_RECORDED', 'IMPROVEMENT_PROPOSED', 'PREVENTION_PLAN_CREATED'],
    ]);
  });

  it('comes with events as they happen', async () => {
    const subscriber = createSubscriber<Pick<Event, 'subject'> & { cursor: string }>({
      query: `subscription { escalationEvents(types: [ACTION_RECORDED]) { cursor subject { ${SUBJECT} } } }`,
    });
    await subscriber.join(app.url);
    await subscriber.live();
    const action = { escalationId: caseId, kind: 'INVESTIGATION', description: 'Read the logs.' };
    await app.mutate('recordAction', action);
    await subscriber.count(1);
    expect(subscriber.events).toMatchObject([
      { subject: { __typename: 'ResolutionAction', description: 'Read the logs.' } },
    ]);
    await subscriber.leave('close');
  });
});
