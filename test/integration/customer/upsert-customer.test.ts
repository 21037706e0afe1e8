import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Payload {
  cursor: string | null;
  customer: {
    id: string;
    version: number;
    arr: { amount: string; currency: string };
    [field: string]: unknown;
  };
}

const FIELDS = `cursor customer {
  id externalId name tier arr { amount currency } healthScore lifecycleStage
  contacts { name email } version createdAt updatedAt
  lifecycle { nodes { at from to reason actor { id } } }
}`;

const upsert = (input: object) => app.mutate<Payload>('upsertCustomer', { ...input }, FIELDS);

function input(externalId: string, overrides: object = {}) {
  return {
    externalId,
    name: 'Initech',
    tier: 'BUSINESS',
    arr: { amount: '120000.5' },
    healthScore: 70,
    ...overrides,
  };
}

async function events() {
  const { deskEvents } = await app.query<{
    deskEvents: { totalCount: number; nodes: Record<string, unknown>[] };
  }>('{ deskEvents { totalCount nodes { type summary actorLabel changes { field from to } } } }');
  return deskEvents;
}

it('a new customer gets the defaults and its first stage', async () => {
  const { userErrors, cursor, customer } = await upsert(input('new'));
  expect(userErrors).toEqual([]);
  expect(cursor).not.toBeNull();
  expect(customer).toMatchObject({
    externalId: 'new',
    name: 'Initech',
    tier: 'BUSINESS',
    arr: { amount: '120000.50', currency: 'USD' },
    healthScore: 70,
    lifecycleStage: 'ONBOARDING',
    contacts: [],
    version: 1,
    createdAt: '2026-03-02T09:00:00.000Z',
    updatedAt: '2026-03-02T09:00:00.000Z',
    lifecycle: {
      nodes: [
        {
          at: '2026-03-02T09:00:00.000Z',
          from: null,
          to: 'ONBOARDING',
          reason: null,
          actor: null,
        },
      ],
    },
  });
});

it('a customer that is known is changed, and what is left out stays', async () => {
  const contacts = [{ name: 'Robin', email: 'Robin@Initech.example' }];
  const made = await upsert(
    input('known', { arr: { amount: '1', currency: 'EUR' }, contacts, lifecycleStage: 'GROWTH' }),
  );
  const changed = await upsert(input('known', { name: 'Initrode', arr: { amount: '2' } }));
  expect(changed.customer).toMatchObject({
    id: made.customer.id,
    name: 'Initrode',
    arr: { amount: '2.00', currency: 'EUR' },
    lifecycleStage: 'GROWTH',
    contacts: [{ name: 'Robin', email: 'robin@initech.example' }],
    version: 2,
  });
  expect((await events()).nodes[0]).toEqual({
    type: 'CUSTOMER_CHANGED',
    summary: 'Initrode changed',
    actorLabel: expect.any(String),
    changes: [
      { field: 'name', from: 'Initech', to: 'Initrode' },
      { field: 'arr.amount', from: '1.00', to: '2.00' },
    ],
  });
});

it('contacts that are given stand in place of the earlier ones', async () => {
  await upsert(input('contacts', { contacts: [{ name: 'Old', email: 'old@initech.example' }] }));
  const { customer } = await upsert(input('contacts', { contacts: [] }));
  expect(customer).toMatchObject({ contacts: [] });
});

it('the same again changes nothing and writes nothing', async () => {
  const made = await upsert(input('same'));
  const { totalCount } = await events();
  const again = await upsert(input('same', { arr: { amount: '120000.50', currency: 'USD' } }));
  expect(again.userErrors).toEqual([]);
  expect(again.cursor).toBeNull();
  expect(again.customer).toEqual(made.customer);
  expect((await events()).totalCount).toBe(totalCount);
});

it('another stage of life is a move of its own beside the change', async () => {
  await upsert(input('moved'));
  const { customer } = await upsert(input('moved', { healthScore: 20, lifecycleStage: 'AT_RISK' }));
  expect(customer).toMatchObject({
    version: 2,
    healthScore: 20,
    lifecycleStage: 'AT_RISK',
    lifecycle: { nodes: [{ from: 'ONBOARDING', to: 'AT_RISK' }, { from: null }] },
  });
  const [move, change] = (await events()).nodes;
  expect(move).toMatchObject({
    type: 'LIFECYCLE_CHANGED',
    changes: [{ field: 'lifecycleStage', from: 'ONBOARDING', to: 'AT_RISK' }],
  });
  expect(change).toMatchObject({
    type: 'CUSTOMER_CHANGED',
    changes: [{ field: 'healthScore', from: '70', to: '20' }],
  });
});

it('many who add one customer at the same time make one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => upsert(input('crowd', { healthScore: n }))),
  );
  expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
  expect(new Set(answers.map(({ customer }) => customer.id)).size).toBe(1);
  const versions = answers.map(({ customer }) => customer.version);
  expect(Math.max(...versions)).toBe(12);
});

it('everything that is wrong is named with its path, and nothing is written', async () => {
  const { userErrors, customer } = await upsert(
    input('wrong', {
      name: ' ',
      arr: { amount: '-1', currency: 'XXX_' },
      healthScore: 101,
      contacts: [{ name: '', email: 'a@initech.example' }],
    }),
  );
  expect(customer).toBeNull();
  expect(userErrors.map(({ code, field }) => [code, field.join('.')])).toEqual([
    ['INVALID', 'name'],
    ['INVALID', 'arr.amount'],
    ['INVALID', 'arr.currency'],
    ['INVALID', 'healthScore'],
    ['INVALID', 'contacts.0.name'],
  ]);
  const found = await app.query('{ customer(by: { externalId: "wrong" }) { id } }');
  expect(found).toEqual({ customer: null });
});
