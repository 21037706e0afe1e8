import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { UserError } from '../../support/client.ts';
import { businessCalendar, customer, slaPolicy } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

interface Policy {
  id: string;
  version: number;
  [field: string]: unknown;
}
interface Payload {
  cursor: string | null;
  slaPolicy: Policy | null;
  userErrors: UserError[];
}

const POLICY = `id version severity tier customer { id } ownerLevel responseTarget updateInterval
  resolutionTarget warnAt calendar { name } repeatEvery retiredAt`;
const TERMS = { ownerLevel: 'DIRECTOR', responseTarget: 'PT2H', updateInterval: 'PT3H' };

const upsert = (input: object) =>
  app.mutate<Payload>('upsertSlaPolicy', { ...TERMS, ...input }, `cursor slaPolicy { ${POLICY} }`);
const retire = (input: object) =>
  app.mutate<Payload>('retireSlaPolicy', { ...input }, `cursor slaPolicy { ${POLICY} }`);

async function inForce(): Promise<Policy[]> {
  const { slaPolicies } = await app.query<{ slaPolicies: Policy[] }>(
    `{ slaPolicies { ${POLICY} } }`,
  );
  return slaPolicies;
}

async function lastEvent() {
  const { deskEvents } = await app.query<{ deskEvents: { nodes: object[] } }>(
    `{ deskEvents(first: 1, types: [POLICY_CHANGED]) {
      nodes { summary subject { id } changes { field from to } }
    } }`,
  );
  return deskEvents.nodes[0];
}

describe('upsertSlaPolicy', () => {
  it('gives a tier a policy of its own, around the clock, with the usual warnings', async () => {
    const { slaPolicy: made, userErrors } = await upsert({ severity: 'HIGH', tier: 'STARTER' });
    expect(userErrors).toEqual([]);
    expect(made).toMatchObject({
      version: 1,
      severity: 'HIGH',
      tier: 'STARTER',
      customer: null,
      responseTarget: 'PT2H',
      updateInterval: 'PT3H',
      resolutionTarget: null,
      warnAt: [50, 75, 90],
      calendar: null,
      repeatEvery: null,
      retiredAt: null,
    });
    expect(await lastEvent()).toEqual({
      summary: 'Policy HIGH of STARTER added',
      subject: { id: made?.id },
      changes: [
        { field: 'severity', from: null, to: 'HIGH' },
        { field: 'tier', from: null, to: 'STARTER' },
        { field: 'ownerLevel', from: null, to: 'DIRECTOR' },
        { field: 'responseTargetMs', from: null, to: '7200000' },
        { field: 'updateIntervalMs', from: null, to: '10800000' },
        { field: 'warnAt', from: null, to: '[50,75,90]' },
      ],
    });
  });

  it('makes the next version of the one in force, and keeps what is left out', async () => {
    const { id } = await customer(app);
    const { name } = await businessCalendar(app);
    const of = { severity: 'LOW', customer: { id } };
    const made = await upsert({
      ...of,
      resolutionTarget: 'PT40H',
      warnAt: [80, 20],
      calendar: { name },
      repeatEvery: 'PT30M',
    });
    expect(made.slaPolicy).toMatchObject({ warnAt: [20, 80], calendar: { name } });
    const changed = await upsert({ ...of, responseTarget: 'PT1H' });
    expect(changed.slaPolicy).toEqual({ ...made.slaPolicy, version: 2, responseTarget: 'PT1H' });
    expect(await lastEvent()).toMatchObject({
      changes: [{ field: 'responseTargetMs', from: '7200000', to: '3600000' }],
    });
  });

  it('takes parts out of a policy', async () => {
    const { name } = await businessCalendar(app);
    const of = { severity: 'MEDIUM', tier: 'STARTER' };
    await upsert({
      ...of,
      resolutionTarget: 'PT40H',
      repeatEvery: 'PT1H',
      calendar: { name },
      warnAt: [],
    });
    const without = ['RESOLUTION_TARGET', 'REPEAT', 'CALENDAR'];
    expect((await upsert({ ...of, without })).slaPolicy).toMatchObject({
      version: 2,
      resolutionTarget: null,
      repeatEvery: null,
      calendar: null,
      warnAt: [],
    });
  });

  it('changes a default without tier and customer', async () => {
    const [before] = await inForce();
    const terms = { ownerLevel: 'EXECUTIVE', responseTarget: 'PT30M', updateInterval: 'PT1H' };
    const { slaPolicy: changed } = await upsert({ severity: 'CRITICAL', ...terms });
    expect(changed).toEqual({ ...before, version: 2, responseTarget: 'PT30M' });
  });

  it('writes nothing when nothing differs', async () => {
    const given = { severity: 'CRITICAL', tier: 'BUSINESS', warnAt: [10, 20] };
    const made = await upsert(given);
    expect(await upsert({ ...given, warnAt: [20, 10] })).toEqual({ ...made, cursor: null });
  });

  it('changes only the version that the decision rests on', async () => {
    const given = { severity: 'HIGH', tier: 'ENTERPRISE' };
    await upsert(given);
    const { userErrors } = await upsert({ ...given, responseTarget: 'PT5M', expectedVersion: 2 });
    expect(userErrors).toEqual([
      {
        code: 'STALE_VERSION',
        field: ['expectedVersion'],
        message: 'The policy is at version 1, not at 2: read it again and decide anew.',
      },
    ]);
    const done = await upsert({ ...given, responseTarget: 'PT5M', expectedVersion: 1 });
    expect(done.slaPolicy).toMatchObject({ version: 2, responseTarget: 'PT5M' });
  });

  it('loses none of many that come at once', async () => {
    const { id } = await customer(app);
    for (const holder of [{ tier: 'BUSINESS' }, { customer: { id } }, {}]) {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, n) =>
          upsert({ severity: 'LOW', ...holder, responseTarget: `PT${n + 1}M` }),
        ),
      );
      expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
      expect(new Set(answers.map(({ slaPolicy: one }) => one?.id)).size).toBe(1);
      const key = answers[0]?.slaPolicy?.id;
      const now = (await inForce()).find((one) => one.id === key);
      // A default begins at version 1; of the others the first of the eight makes it.
      expect(now?.version).toBe(Object.keys(holder).length === 0 ? 9 : 8);
    }
  });

  it('refuses a length that the hours of the calendar stretch over years, and says how', async () => {
    const hours = [{ day: 'MONDAY', opens: '09:00', closes: '10:00' }];
    const { name } = await businessCalendar(app, { name: 'One hour', hours });
    const given = { severity: 'HIGH', tier: 'BUSINESS', calendar: { name } };
    const { userErrors } = await upsert({ ...given, resolutionTarget: 'PT522H' });
    expect(userErrors).toEqual([
      {
        code: 'INVALID',
        field: ['resolutionTarget'],
        message:
          'PT522H would take more than 10 years in One hour, which has PT1H of working time a week.',
      },
    ]);
    expect((await upsert({ ...given, resolutionTarget: 'PT521H' })).userErrors).toEqual([]);
  });
});

describe('retireSlaPolicy', () => {
  it('takes a policy out of force; another one can follow', async () => {
    const { id } = await customer(app);
    const of = { customer: { id } };
    const { id: policyId } = await slaPolicy(app, of);
    app.clock.advance(1_000);
    const { slaPolicy: retired, cursor } = await retire({ policyId, expectedVersion: 1 });
    expect(retired).toMatchObject({ version: 2, retiredAt: app.clock.now().toISOString() });
    expect(cursor).not.toBeNull();
    expect(await retire({ policyId })).toEqual({
      cursor: null,
      slaPolicy: retired,
      userErrors: [],
    });
    expect((await inForce()).map((one) => one.id)).not.toContain(policyId);
    const next = await slaPolicy(app, of);
    expect(next).toMatchObject({ version: 1 });
    expect(next.id).not.toBe(policyId);
  });

  it('retires one once for many who do it at the same time', async () => {
    const { id: policyId } = await slaPolicy(app);
    const answers = await Promise.all(Array.from({ length: 6 }, () => retire({ policyId })));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(answers.filter(({ cursor }) => cursor !== null)).toHaveLength(1);
  });

  it('refuses a default and says what to do', async () => {
    const [first] = await inForce();
    expect((await retire({ policyId: first?.id })).userErrors).toEqual([
      {
        code: 'WRONG_STATE',
        field: ['policyId'],
        message:
          'The default policy for CRITICAL cannot be retired: change it with upsertSlaPolicy.',
      },
    ]);
  });
});
