import { refuse } from '../../shared/errors.ts';
import type { Money } from '../../shared/money.ts';

/** Money as callers give it. The currency is the customer's by default. */
export interface GivenMoney {
  amount: string;
  currency?: string | undefined;
}

/** Completes an amount with the customer's currency. @throws Refusal INVALID for another currency. */
export function inCustomersCurrency(
  given: GivenMoney,
  customer: { arr: Money },
  field: readonly string[],
): Money {
  const { currency } = customer.arr;
  if (given.currency !== undefined && given.currency !== currency) {
    throw refuse('INVALID', `Must be in ${currency}, the customer's currency.`, [
      ...field,
      'currency',
    ]);
  }
  return { amount: given.amount, currency };
}
