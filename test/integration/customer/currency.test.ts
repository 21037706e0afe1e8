import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Payload {
  customer: { arr: { amount: string; currency: string } } | null;
}

async function changeCurrency(externalId: string, currency: string) {
  return app.mutate<Payload>(
    'upsertCustomer',
    {
      externalId,
      name: 'Initech',
      tier: 'BUSINESS',
      arr: { amount: '5', currency },
      healthScore: 70,
    },
    'customer { arr { amount currency } }',
  );
}

it('a customer takes another currency while its cases hold no amounts', async () => {
  const { id, externalId } = await customer(app);
  await openCase(app, { customer: { id } });
  const { userErrors, customer: changed } = await changeCurrency(externalId, 'EUR');
  expect(userErrors).toEqual([]);
  expect(changed?.arr).toEqual({ amount: '5.00', currency: 'EUR' });
});

it('a customer keeps its currency once a case holds an amount in it', async () => {
  const { id, externalId } = await customer(app);
  const { id: escalationId, reference } = await openCase(app, { customer: { id } });
  await app.mutate('assessImpact', {
    escalationId,
    businessImpact: 'Nobody can export.',
    usersAffected: 10,
    revenueAtRisk: { amount: '1000' },
  });
  const { userErrors, customer: changed } = await changeCurrency(externalId, 'EUR');
  expect(changed).toBeNull();
  expect(userErrors).toEqual([
    {
      code: 'INVALID',
      field: ['arr', 'currency'],
      message: `Must stay USD: ${reference} holds an amount in USD.`,
    },
  ]);
  expect((await changeCurrency(externalId, 'USD')).userErrors).toEqual([]);
});

it('of an amount and another currency told at the same time one is refused', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id, externalId } = await customer(app);
    const { id: escalationId } = await openCase(app, { customer: { id } });
    const [assessed, changed] = await Promise.all([
      app.mutate('assessImpact', {
        escalationId,
        businessImpact: 'Nobody can export.',
        usersAffected: 10,
        revenueAtRisk: { amount: '1000', currency: 'USD' },
      }),
      changeCurrency(externalId, 'EUR'),
    ]);
    const refused = [...assessed.userErrors, ...changed.userErrors].map(({ code }) => code);
    expect(refused).toEqual(['INVALID']);
  }
});
