import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Client, Variables } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { openCase, person } from '../../support/factories.ts';
import { hashOf } from '../../support/partner.ts';
import { until } from '../../support/until.ts';
import { openSocket } from './doors.fixture.ts';
import type { World } from './world.fixture.ts';
import { makeWorld } from './world.fixture.ts';

const PARTNER = 'Partner of the rules';
const HIDDEN = ['NOTE_ADDED', 'RETROSPECTIVE_HELD', 'COMMUNICATION_PREPARED', 'ESCALATION_LINKED'];

let app: TestApp;
let world: World;
let agent: Client;
let manager: Client;
let partnerKey: string;
/** An open case of the partner's customer. */
let escalationId: string;

beforeAll(async () => {
  app = await startTestApp();
  world = await makeWorld(app);
  agent = createTestClient(app.url, await keyFor({ role: 'AGENT' }));
  manager = createTestClient(app.url, await keyFor({ role: 'MANAGER' }));
  const customers = [{ id: world.sides.own.customerId }];
  partnerKey = await keyFor({ role: 'PARTNER', name: PARTNER, customers });
  escalationId = world.sides.own.otherId;
});
afterAll(() => app.stop());

async function keyFor(input: Variables): Promise<string> {
  return (await app.mutate<{ key: string }>('createApiKey', input, 'key')).key;
}

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string; extensions?: { code?: string } }[];
}

/** @returns the hash under which the partner may send it. */
async function register(document: string): Promise<string> {
  const row = { partner: PARTNER, hash: hashOf(document), name: 'Asked', document };
  await app.db.persistedOperation.createMany({
    data: [{ ...row, registeredAt: app.clock.now() }],
    skipDuplicates: true,
  });
  return row.hash;
}

/** What the partner gets for a document, which is registered for it first. */
async function asPartner<Data>(document: string, variables: Variables = {}): Promise<Answer<Data>> {
  const documentId = await register(document.replace(/^(query|mutation)/, '$1 Asked'));
  const response = await fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${partnerKey}` },
    body: JSON.stringify({ documentId, variables }),
  });
  return (await response.json()) as Answer<Data>;
}

async function read<Data>(document: string, variables?: Variables): Promise<Data> {
  const { data, errors } = await asPartner<Data>(document, variables);
  expect(errors).toBeUndefined();
  return data as Data;
}

describe('the owner of a case', () => {
  const ASSIGN = `mutation ($input: AssignOwnerInput!) {
    assignOwner(input: $input) { escalation { owner { name } } userErrors { code } }
  }`;
  const assign = (client: Client, id: string, owner: string) =>
    client.graphql(ASSIGN, { input: { escalationId: id, owner: { id: owner } } });

  it('is given by an agent to a case that nobody owns, and again to the same person', async () => {
    const { id } = await openCase(app);
    const [mara] = [await person(app)];
    expect((await assign(agent, id, mara.id)).errors).toBeUndefined();
    expect((await assign(agent, id, mara.id)).errors).toBeUndefined();
  });

  it('is changed by managers only, to others it is NOT_ALLOWED and nothing is written', async () => {
    const { id } = await openCase(app);
    const [mara, tom] = [await person(app), await person(app)];
    await assign(agent, id, mara.id);
    const refused = await assign(agent, id, tom.id);
    expect(refused).toMatchObject({
      data: { assignOwner: { escalation: null, userErrors: [{ code: 'NOT_ALLOWED' }] } },
    });
    expect(refused.errors).toBeUndefined();
    const { escalation } = await app.query<{ escalation: object }>(
      'query ($id: ID!) { escalation(by: { id: $id }) { owner { id } version } }',
      { id },
    );
    expect(escalation).toEqual({ owner: { id: mara.id }, version: 2 });
    expect((await assign(manager, id, tom.id)).data).toMatchObject({
      assignOwner: { escalation: { owner: { name: tom.name } }, userErrors: [] },
    });
  });

  it('that is not there is NOT_FOUND to an agent all the same', async () => {
    const { id } = await openCase(app);
    await assign(agent, id, (await person(app)).id);
    const nobody = btoa('User:00000000-0000-7000-8000-000000000000');
    expect((await assign(agent, id, nobody)).data).toMatchObject({
      assignOwner: { userErrors: [{ code: 'NOT_FOUND' }] },
    });
  });
});

describe('a partner', () => {
  const LOG = `mutation ($input: LogCommunicationInput!) {
    logCommunication(input: $input) { userErrors { code } events { type actorLabel } }
  }`;
  const logged = (direction: string) =>
    asPartner(LOG, {
      input: { escalationId, channel: 'CALL', direction, summary: `A call, ${direction}` },
    });

  it('logs what comes in, under the name of its key', async () => {
    expect(await logged('INBOUND')).toMatchObject({
      data: {
        logCommunication: {
          userErrors: [],
          events: [
            { type: 'COMMUNICATION_LOGGED', actorLabel: PARTNER },
            { type: 'CUSTOMER_RESPONDED', actorLabel: PARTNER },
          ],
        },
      },
    });
  });

  it('does not speak for the desk', async () => {
    expect(await logged('OUTBOUND')).toMatchObject({
      data: { logCommunication: { userErrors: [{ code: 'NOT_ALLOWED' }], events: [] } },
    });
  });

  it('pages through a timeline without gaps, and its count is that of what it sees', async () => {
    const { escalationId: id } = world.sides.own;
    const seen: string[] = [];
    let after: string | null = null;
    let counted = 0;
    do {
      const page: { escalation: { timeline: TimelinePage } } = await read(
        `query ($id: ID!, $after: String) {
          escalation(by: { id: $id }) {
            timeline(first: 7, after: $after) {
              totalCount nodes { type } pageInfo { hasNextPage endCursor }
            }
          }
        }`,
        { id, after },
      );
      const { nodes, pageInfo, totalCount } = page.escalation.timeline;
      // Hidden entries would make some pages shorter than they are asked to be.
      if (pageInfo.hasNextPage) expect(nodes).toHaveLength(7);
      seen.push(...nodes.map(({ type }) => type));
      after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
      counted = totalCount;
    } while (after !== null);
    expect(seen).toHaveLength(counted);
    expect(seen).toContain('COMMUNICATION_SENT');
    expect(seen.filter((type) => HIDDEN.includes(type))).toEqual([]);
  });

  it('that asks for notes alone gets none, and a count of none', async () => {
    const { escalation } = await read<{ escalation: { timeline: object } }>(
      `query ($id: ID!) { escalation(by: { id: $id }) {
        timeline(types: [NOTE_ADDED, ESCALATION_LINKED]) { totalCount nodes { type } edges { cursor } }
      } }`,
      { id: world.sides.own.escalationId },
    );
    expect(escalation.timeline).toEqual({ totalCount: 0, nodes: [], edges: [] });
  });

  it('sees that a step is done, and not the entry where that is hidden', async () => {
    const { escalation } = await read<{
      escalation: { process: { steps: { step: string; state: string; event: object | null }[] }[] };
    }>(
      `query ($id: ID!) { escalation(by: { id: $id }) {
        process { steps { step state event { type } } }
      } }`,
      { id: world.sides.own.escalationId },
    );
    const steps = escalation.process.flatMap((stage) => stage.steps);
    const step = (name: string) => steps.find((one) => one.step === name);
    expect(step('HOLD_RETROSPECTIVE')).toMatchObject({ state: 'DONE', event: null });
    expect(step('PREPARE_COMMUNICATION')).toMatchObject({ state: 'DONE', event: null });
    expect(step('EXECUTE_FIX')).toMatchObject({ event: { type: 'ACTION_RECORDED' } });
  });

  it('sees that a step was skipped, and not the words about it, which are for colleagues', async () => {
    const { id } = await openCase(app, { customer: { id: world.sides.own.customerId } });
    const reason = 'Internal: not worth the time.';
    await app.mutate('skipSteps', { escalationId: id, steps: ['HOLD_RETROSPECTIVE'], reason });
    const { escalation } = await read<{ escalation: object }>(
      `query ($id: ID!) { escalation(by: { id: $id }) {
        process { steps { step state skippedReason } }
        timeline(types: [STEPS_SKIPPED]) { nodes { summary data changes { field to } } }
      } }`,
      { id },
    );
    const text = JSON.stringify(escalation);
    expect(text).toContain('"SKIPPED"');
    expect(text).toContain('steps.HOLD_RETROSPECTIVE.state');
    expect(text).not.toContain('Internal');
  });

  it('dates a case back by 90 days at most', async () => {
    const OPEN = `mutation ($input: OpenEscalationInput!) {
      openEscalation(input: $input) { escalation { id } userErrors { code field } }
    }`;
    const daysAgo = (days: number) => new Date(app.clock.now().getTime() - days * 86_400_000);
    const open = (occurredAt: Date) =>
      asPartner(OPEN, {
        input: {
          customer: { id: world.sides.own.customerId },
          issue: 'It began long ago.',
          severity: 'LOW',
          occurredAt: occurredAt.toISOString(),
        },
      });
    expect(await open(daysAgo(91))).toMatchObject({
      data: {
        openEscalation: {
          escalation: null,
          userErrors: [{ code: 'INVALID', field: ['occurredAt'] }],
        },
      },
    });
    expect(await open(daysAgo(90))).toMatchObject({ data: { openEscalation: { userErrors: [] } } });
  });

  it('is told of a draft what it is told of what is not there', async () => {
    const draft = await app.mutate<{ communication: { id: string } }>(
      'prepareCommunication',
      { escalationId, subject: 'Draft', body: 'Draft' },
      'communication { id }',
    );
    const input = { escalationId, channel: 'EMAIL', direction: 'INBOUND', summary: 'An answer' };
    const WITH_TEXT = LOG.replace('code }', 'code message field }');
    const answers = [
      draft.communication.id,
      btoa('Communication:01890a5d-ac96-774b-bcce-b302099a8057'),
    ];
    const [ofDraft, ofNone] = await Promise.all(
      answers.map((inReplyToId) => asPartner(WITH_TEXT, { input: { ...input, inReplyToId } })),
    );
    expect(ofDraft).toMatchObject({
      data: { logCommunication: { userErrors: [{ code: 'NOT_FOUND', field: ['inReplyToId'] }] } },
    });
    expect(ofDraft?.data).toEqual(ofNone?.data);
  });

  it('sees messages that were sent, not drafts, and counts them so', async () => {
    const { escalation } = await read<{
      escalation: { communications: { totalCount: number; nodes: { state: string }[] } };
    }>(
      `query ($id: ID!) { escalation(by: { id: $id }) {
        communications(first: 50) { totalCount nodes { state } }
      } }`,
      { id: world.sides.own.escalationId },
    );
    const { totalCount, nodes } = escalation.communications;
    expect(totalCount).toBe(nodes.length);
    expect(nodes.length).toBeGreaterThan(2);
    expect(nodes.filter(({ state }) => state === 'DRAFT')).toEqual([]);
  });

  it('follows its cases live, without what is hidden and without those of others', async () => {
    const { own, other } = world.sides;
    const text = 'subscription Asked { escalationEvents { type escalation { reference } } }';
    await register(text);
    const caller = { label: PARTNER, credential: partnerKey, isRegistered: true };
    const socket = await openSocket(app.url, caller);
    const { messages } = await socket.follow({ name: 'followed', text }, {});
    const impact = { businessImpact: 'Nothing can be sent.', usersAffected: 3 };
    await app.mutate('addNote', { escalationId, text: 'For colleagues.' });
    await app.mutate('prepareCommunication', { escalationId, subject: 'Draft', body: 'Draft' });
    await app.mutate('assessImpact', { escalationId: other.otherId, ...impact });
    await app.mutate('addNote', { escalationId: own.escalationId, text: 'For colleagues.' });
    await app.mutate('assessImpact', { escalationId, ...impact });
    await until(
      async () => messages.some((one) => one.includes('IMPACT_ASSESSED')) || undefined,
      'what happened to its own case',
    );
    socket.close();
    const events = messages.map((one) => JSON.parse(one) as Followed);
    const types = events.map(({ data }) => data.escalationEvents.type);
    expect(types.filter((type) => HIDDEN.includes(type))).toEqual([]);
    expect(types.filter((type) => type === 'IMPACT_ASSESSED')).toHaveLength(1);
    const references = events.map(({ data }) => data.escalationEvents.escalation.reference);
    expect([...new Set(references)]).toEqual([own.otherReference]);
  });

  it('reads the evidence of the classification without what the risks suggested', async () => {
    const { escalation } = await read<{
      escalation: { qualityCriteria: { criterion: string; evidence: string }[] };
    }>(
      'query ($id: ID!) { escalation(by: { id: $id }) { qualityCriteria { criterion met evidence } } }',
      { id: world.sides.own.escalationId },
    );
    const classified = escalation.qualityCriteria.find(
      ({ criterion }) => criterion === 'SEVERITY_CLASSIFIED',
    );
    expect(classified).toMatchObject({ met: true });
    expect(classified?.evidence).toMatch(/^Classified as medium on [^,]+ UTC by admin key\.$/);
  });

  it('finds people by what it sees of them and not by their addresses', async () => {
    const { personId } = world.sides.own;
    const owner = await app.query<{ user: { email: string } }>(
      'query ($id: ID!) { user(by: { id: $id }) { email } }',
      { id: personId },
    );
    const count = async (ref: Variables) =>
      read(
        `query ($owner: UserRef!) {
          escalations(filter: { owner: $owner }) { totalCount }
          preventionPlans(owner: $owner) { totalCount }
          customers { nodes { escalations(filter: { owner: $owner }) { totalCount } } }
          stats(filter: { owner: $owner }) { byStage { count } averageSatisfaction }
        }`,
        { owner: ref },
      );
    expect(await count({ id: personId })).toMatchObject({
      escalations: { totalCount: 1 },
      preventionPlans: { totalCount: 1 },
      customers: { nodes: [{ escalations: { totalCount: 1 } }] },
      stats: { averageSatisfaction: 4 },
    });
    const byAddress = await count({ email: owner.user.email });
    expect(byAddress).toMatchObject({
      escalations: { totalCount: 0 },
      preventionPlans: { totalCount: 0 },
      customers: { nodes: [{ escalations: { totalCount: 0 } }] },
      stats: { averageSatisfaction: null },
    });
    expect(byAddress).toEqual(await count({ email: 'nobody@desk.example' }));
  });

  it.each(['yaml', 'json'])(
    'reads the report of its own cases as %s, others are not there',
    async (form) => {
      const { own, other } = world.sides;
      const get = async (reference: string) => {
        const response = await fetch(app.at(`/reports/${reference}.${form}`), {
          headers: { authorization: `Bearer ${partnerKey}` },
        });
        return { status: response.status, text: await response.text() };
      };
      const found = await get(own.reference);
      expect(found.status).toBe(200);
      expect(found.text).toMatch(/health_score"?: ?null/);
      expect(found.text).toMatch(/arr"?: ?null/);
      expect(found.text).not.toMatch(/heron|ocelot|5550055|ESC-2026-002/i);
      const hidden = await get(other.reference);
      expect(hidden.status).toBe(404);
      expect(hidden.text.replace(other.reference, '')).toBe(
        (await get('ESC-1999-001')).text.replace('ESC-1999-001', ''),
      );
    },
  );
});

describe('what only some see', () => {
  it('keys are null to everybody but admins, by id and as the subject of an event', async () => {
    const { apiKeys } = await app.query<{ apiKeys: { id: string }[] }>('{ apiKeys { id } }');
    const NODE = 'query ($id: ID!) { node(id: $id) { id } }';
    const id = apiKeys[0]?.id ?? '';
    expect(await app.query(NODE, { id })).toEqual({ node: { id } });
    expect(await agent.query(NODE, { id })).toEqual({ node: null });
  });

  it('what happened to keys and operations is told to admins only, in lists, counts and by id', async () => {
    const EVENTS = '{ deskEvents(first: 100) { totalCount nodes { id type subject { id } } } }';
    type Events = {
      deskEvents: {
        totalCount: number;
        nodes: { id: string; type: string; subject: object | null }[];
      };
    };
    const isOfKeys = ({ type }: { type: string }) => /^(KEY|OPERATIONS)_/.test(type);
    const { deskEvents: all } = await app.query<Events>(EVENTS);
    const { deskEvents: shown } = await agent.query<Events>(EVENTS);
    const ofKeys = all.nodes.filter(isOfKeys);
    expect(ofKeys.length).toBeGreaterThan(0);
    expect(shown.nodes.length).toBeGreaterThan(0);
    expect(shown.nodes.filter(isOfKeys)).toEqual([]);
    expect(shown.totalCount).toBe(all.totalCount - ofKeys.length);
    const ids = ofKeys.map(({ id }) => id);
    const NODES = 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }';
    expect(await agent.query(NODES, { ids })).toEqual({ nodes: ids.map(() => null) });
    expect(await app.query(NODES, { ids })).toEqual({ nodes: ids.map((id) => ({ id })) });
  });
});

interface Followed {
  data: { escalationEvents: { type: string; escalation: { reference: string } } };
}

interface TimelinePage {
  totalCount: number;
  nodes: { type: string }[];
  pageInfo: { hasNextPage: boolean; endCursor: string };
}
