import { expect, test } from 'vitest';
import { inCustomersCurrency } from '../../../../src/escalation/steps/money.rules.ts';

const customer = { arr: { amount: '120000.00', currency: 'EUR' } };

test("money without a currency is in the customer's", () => {
  const expected = { amount: '5.00', currency: 'EUR' };
  expect(inCustomersCurrency({ amount: '5.00' }, customer, ['revenueAtRisk'])).toEqual(expected);
  const given = { amount: '5.00', currency: 'EUR' };
  expect(inCustomersCurrency(given, customer, ['revenueAtRisk'])).toEqual(expected);
});

test('money in another currency is INVALID at its currency', () => {
  const given = { amount: '5.00', currency: 'USD' };
  expect(() => inCustomersCurrency(given, customer, ['revenueAtRisk'])).toThrow(
    expect.objectContaining({
      errors: [
        {
          code: 'INVALID',
          message: "Must be in EUR, the customer's currency.",
          field: ['revenueAtRisk', 'currency'],
        },
      ],
    }),
  );
});
