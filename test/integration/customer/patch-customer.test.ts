import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

interface Payload {
  cursor: string | null;
  customer: { id: string; version: number; [field: string]: unknown } | null;
}

const FIELDS = `cursor customer {
  id externalId name tier arr { amount currency } healthScore lifecycleStage
  contacts { name email } version
}`;

const patch = (input: object) => app.mutate<Payload>('patchCustomer', { ...input }, FIELDS);

async function read(id: string): Promise<Payload['customer']> {
  const { customer: found } = await app.query<{ customer: Payload['customer'] }>(
    `query ($id: ID!) { customer(by: { id: $id }) ${FIELDS.slice('cursor customer '.length)} }`,
    { id },
  );
  return found;
}

describe('patchCustomer', () => {
  it.each([
    ['name', { name: 'Renamed' }],
    ['tier', { tier: 'ENTERPRISE' }],
    ['arr', { arr: { amount: '5.00', currency: 'USD' } }],
    ['healthScore', { healthScore: 0 }],
    ['lifecycleStage', { lifecycleStage: 'RENEWAL' }],
    ['contacts', { contacts: [] }],
  ])('changes %s and nothing else', async (_field, change) => {
    const { id, externalId } = await customer(app);
    const before = await read(id);
    const {
      customer: after,
      userErrors,
      cursor,
    } = await patch({
      customer: { externalId },
      ...change,
    });
    expect(userErrors).toEqual([]);
    expect(cursor).not.toBeNull();
    expect(after).toEqual({ ...before, ...change, version: 2 });
  });

  it('writes what moved into the log', async () => {
    const { id } = await customer(app, { name: 'Initech', healthScore: 70 });
    await patch({ customer: { id }, healthScore: 12, name: 'Initech' });
    const { deskEvents } = await app.query<{ deskEvents: { nodes: object[] } }>(
      '{ deskEvents(first: 1) { nodes { type summary subject { id } changes { field from to } } } }',
    );
    expect(deskEvents.nodes).toEqual([
      {
        type: 'CUSTOMER_CHANGED',
        summary: 'Initech changed',
        subject: { id },
        changes: [{ field: 'healthScore', from: '70', to: '12' }],
      },
    ]);
  });

  it('writes nothing when nothing is given, or nothing differs', async () => {
    const { id } = await customer(app);
    for (const given of [{}, { healthScore: 70 }]) {
      const { cursor, customer: after, userErrors } = await patch({ customer: { id }, ...given });
      expect([cursor, after?.version, userErrors]).toEqual([null, 1, []]);
    }
  });

  it('brings the policies of another tier into force for running cases', async () => {
    const { id } = await customer(app, { tier: 'STARTER' });
    await app.mutate('upsertSlaPolicy', {
      ...{ severity: 'HIGH', tier: 'ENTERPRISE', ownerLevel: 'EXECUTIVE' },
      ...{ responseTarget: 'PT30M', updateInterval: 'PT1H' },
    });
    const opened = await openCase(app, { customer: { id }, severity: 'HIGH' });
    await patch({ customer: { id }, tier: 'ENTERPRISE' });
    await app.scheduler.runDue();
    const { escalation } = await app.query<{ escalation: { ownerLevel: string } }>(
      'query ($id: ID!) { escalation(by: { id: $id }) { ownerLevel } }',
      { id: opened.id },
    );
    expect(escalation.ownerLevel).toBe('EXECUTIVE');
  });

  it('is NOT_FOUND for nobody', async () => {
    const { userErrors } = await patch({ customer: { externalId: 'nobody' }, name: 'Any' });
    expect(userErrors).toMatchObject([{ code: 'NOT_FOUND', field: ['customer'] }]);
  });

  it('refuses null, which says nothing of a customer', async () => {
    const { id } = await customer(app);
    const { errors } = await app.graphql(
      'mutation ($input: PatchCustomerInput!) { patchCustomer(input: $input) { cursor } }',
      { input: { customer: { id }, contacts: null } },
    );
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_REQUEST', field: ['input', 'contacts'] } },
    ]);
    expect((await read(id))?.version).toBe(1);
  });
});

describe('two who decide on the same version of a customer', () => {
  it.each([
    ['patchCustomer', { healthScore: 1 }, { healthScore: 2 }],
    ['setLifecycleStage', { stage: 'GROWTH' }, { stage: 'AT_RISK' }],
    ['upsertCustomer', { name: 'One' }, { name: 'Two' }],
  ])('by %s do not overwrite each other', async (mutation, one, other) => {
    const { id, externalId } = await customer(app);
    const whole = { externalId, tier: 'BUSINESS', arr: { amount: '1.00' }, healthScore: 70 };
    const named = mutation === 'upsertCustomer' ? whole : { customer: { id } };
    const answers = await Promise.all(
      [one, other].map((change) =>
        app.mutate(mutation, { ...named, ...change, expectedVersion: 1 }),
      ),
    );
    expect(
      answers.flatMap(({ userErrors }) => userErrors.map(({ code, field }) => [code, ...field])),
    ).toEqual([['STALE_VERSION', 'expectedVersion']]);
    expect((await read(id))?.version).toBe(2);
  });

  it('by upsertCustomer find that there is none yet', async () => {
    const { userErrors } = await app.mutate('upsertCustomer', {
      ...{ externalId: 'not-yet', name: 'Not Yet', tier: 'BUSINESS', arr: { amount: '1.00' } },
      ...{ healthScore: 70, expectedVersion: 1 },
    });
    expect(userErrors).toEqual([
      {
        code: 'STALE_VERSION',
        field: ['expectedVersion'],
        message: 'not-yet does not exist yet, not at 1: read it again and decide anew.',
      },
    ]);
    expect(await app.db.customer.count({ where: { externalId: 'not-yet' } })).toBe(0);
  });
});
