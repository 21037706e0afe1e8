import { afterAll, beforeAll, expect } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Client, Variables } from '../../support/client.ts';
import { contentsOf } from '../../support/contents.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { PreparedCase, Surroundings } from './case-in-status.fixture.ts';
import { caseIn, surroundings } from './case-in-status.fixture.ts';
import type { KnownIds } from './input-fields.fixture.ts';
import type { SlaWorld } from './sla-world.fixture.ts';
import { makeSlaWorld } from './sla-world.fixture.ts';

async function makeKey(app: Client): Promise<string> {
  const { apiKey } = await app.mutate<{ apiKey: { id: string } }>(
    'createApiKey',
    { role: 'VIEWER' },
    'apiKey { id }',
  );
  return apiKey.id;
}

/** What the rows of the tables of bad input point at. */
export interface World {
  /** Of an API key. */
  keyId: string;
  shared: Surroundings;
  /** Fixed, with a plan of which one action is done; it causes `shared.otherId`. */
  open: PreparedCase;
  doneActionId: string;
  /** Of `open`: two drafts, and what was sent. */
  draftId: string;
  templateDraftId: string;
  sentId: string;
  /** A case of which nothing is fixed, at severity HIGH. */
  bare: string;
  /** Of a customer without contacts. */
  unreachable: string;
  /** Holds an amount in USD. */
  costly: { externalId: string };
  waiting: PreparedCase;
  resolved: PreparedCase;
  closed: PreparedCase;
  cancelled: PreparedCase;
  /** A draft of another case than `open`. */
  foreignDraftId: string;
  lead: { id: string; email: string };
  gone: { id: string; email: string };
  sla: SlaWorld;
}

/**
 * A mutation, what is wrong, what is put over an input that works, the code, and the path of the
 * error inside the input. A function gets what is in the database.
 */
export type Row = readonly [
  mutation: string,
  wrong: string,
  over: Variables | ((world: World) => Variables),
  code: string,
  field: string,
];

async function makeWorld(app: Client): Promise<World> {
  const shared = await surroundings(app);
  const made = (status: Parameters<typeof caseIn>[1]) =>
    caseIn(app, status, shared, { withPlan: true });
  const open = await made('OPEN');
  const { escalationId } = open;
  const accepted = <Payload>(mutation: string, input: Variables, selection: string) =>
    app.mutate<Payload>(mutation, input, selection);
  const message = async (mutation: string, input: Variables) => {
    const { communication } = await accepted<{ communication: { id: string } }>(
      mutation,
      input,
      'communication { id }',
    );
    return communication.id;
  };
  const { preventionPlan } = await accepted<{
    preventionPlan: { longTermImprovements: { id: string }[] };
  }>(
    'updatePreventionPlan',
    { planId: open.planId, addLongTermImprovements: [{ description: 'Export in parts.' }] },
    'preventionPlan { longTermImprovements { id } }',
  );
  const doneActionId = preventionPlan.longTermImprovements[0]?.id ?? '';
  await app.mutate('completePreventionAction', { actionId: doneActionId });
  await app.mutate('linkEscalations', {
    escalationId,
    other: { id: shared.otherId },
    kind: 'CAUSES',
  });
  const words = { subject: 'Your exports', body: 'We look into it.' };
  const costly = await customer(app);
  await app.mutate('assessImpact', {
    escalationId: (await openCase(app, { customer: { id: costly.id } })).id,
    businessImpact: 'Much.',
    usersAffected: 1,
    revenueAtRisk: { amount: '10' },
  });
  const silent = await customer(app, { contacts: [] });
  return {
    shared,
    open,
    doneActionId,
    draftId: await message('prepareCommunication', { escalationId, ...words }),
    templateDraftId: await message('prepareCommunication', {
      escalationId,
      template: 'PROGRESS_UPDATE',
    }),
    sentId: await message('sendCommunication', { escalationId, ...words }),
    bare: (await openCase(app)).id,
    unreachable: (await openCase(app, { customer: { id: silent.id } })).id,
    costly,
    waiting: await made('WAITING_ON_CUSTOMER'),
    resolved: await made('RESOLVED'),
    closed: await made('CLOSED'),
    cancelled: await made('CANCELLED'),
    foreignDraftId: await message('prepareCommunication', {
      escalationId: shared.otherId,
      ...words,
    }),
    lead: await person(app, { level: 'TEAM_LEAD' }),
    gone: await person(app, { active: false }),
    sla: await makeSlaWorld(app, shared.customerId),
    keyId: await makeKey(app),
  };
}

/** An id of that type that nothing has. */
export function unknownId(typeName: string): string {
  return Buffer.from(`${typeName}:01890000-0000-7000-8000-000000000000`).toString('base64');
}

export interface BadInputDesk {
  app: TestApp;
  world: World;
  ids: KnownIds;
  /** Fails unless the mutation is refused with exactly this error, at this path inside its input. */
  expectRefusal(mutation: string, input: Variables, code: string, field: string): Promise<void>;
  /** Fails unless the request is refused with an error whose message has this in it. */
  expectBadRequest(mutation: string, input: Variables, words: string | RegExp): Promise<void>;
  /** Fails unless every table is as it was before the test. */
  expectNothingWritten(): Promise<void>;
}

/** A desk with something of everything in it, for the tests of one file; verified at their end. */
export function useBadInputDesk(): BadInputDesk {
  const desk = { expectRefusal, expectBadRequest, expectNothingWritten } as BadInputDesk;
  let before: Record<string, string>;

  beforeAll(async () => {
    desk.app = await startTestApp();
    const world = await makeWorld(desk.app);
    desk.world = world;
    desk.ids = {
      escalationId: world.open.escalationId,
      planId: world.open.planId,
      actionId: world.open.actionId,
      communicationId: world.draftId,
      inReplyToId: world.sentId,
      removeActionIds: world.open.actionId,
      keyId: world.keyId,
      policyId: world.sla.policyId,
      calendarId: world.sla.calendarId,
    };
    before = await contentsOf(desk.app.db);
  });
  afterAll(async () => {
    const { problems } = await verify(desk.app.db);
    await desk.app.stop();
    expect(problems).toEqual([]);
  });

  async function expectRefusal(mutation: string, input: Variables, code: string, field: string) {
    const answer = await desk.app.mutate<{ cursor: string | null }>(mutation, input);
    expect(
      answer.userErrors.map((error) => `${error.code} at ${error.field.join('.')}`),
      shown(input),
    ).toEqual([`${code} at ${field}`]);
    expect(answer.userErrors[0]?.message).toMatch(/^\S+ \S+.*\.$/s);
    expect(answer.cursor).toBeNull();
  }

  async function expectBadRequest(mutation: string, input: Variables, words: string | RegExp) {
    const type = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
    const { errors, data } = await desk.app.graphql(
      `mutation ($input: ${type}) { ${mutation}(input: $input) { cursor } }`,
      { input },
    );
    expect(
      errors?.map(({ extensions }) => extensions),
      shown(input),
    ).toEqual([{ code: 'BAD_REQUEST', field: expect.arrayContaining(['input']) }]);
    expect(errors?.[0]?.message).toMatch(words);
    expect(data).toBeUndefined();
  }

  async function expectNothingWritten() {
    const [earlier, now] = [before, await contentsOf(desk.app.db)];
    // One test that writes does not fail those after it.
    before = now;
    expect(now).toEqual(earlier);
  }

  return desk;
}

function shown(input: Variables): string {
  return JSON.stringify(input).slice(0, 300);
}

/** The clock of the tests stands at 2026-03-02T09:00:00Z, when every case was opened. */
export const JUST_BEFORE = '2026-03-02T08:59:59.999Z';
export const JUST_AFTER = '2026-03-02T09:00:00.001Z';
export const NOBODY = { id: unknownId('User') };
export const NO_ADDRESS = { email: 'nobody@desk.example' };

/** The mutation on the case of that name instead. */
export function on(name: 'waiting' | 'resolved' | 'closed' | 'cancelled') {
  return (world: World) => ({ escalationId: world[name].escalationId });
}

/** That person in that field. */
export function by(field: string, name: 'lead' | 'gone') {
  return (world: World) => ({ [field]: { id: world[name].id } });
}
