import { z } from 'zod';
import { builder } from '../graphql/builder.ts';
import { field, optional } from '../graphql/inputs/field.ts';
import { object } from '../graphql/inputs/object.ts';
import type { Money as MoneyValue } from '../shared/money.ts';
import { isCurrency } from '../shared/money.ts';

export const Money = builder.objectRef<MoneyValue>('Money').implement({
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.expose('amount', {
      type: 'Decimal',
      description: 'The amount in whole units of the currency, with two decimals.',
    }),
    currency: t.exposeString('currency', {
      description: 'The currency: its ISO 4217 code, such as `USD`.',
    }),
  }),
});

const MAX_AMOUNT = 10_000_000_000_000;

/** An amount that is not negative, in a given currency or by default in the customer's. */
export const money = object('MoneyInput', "Without a currency: the customer's.", {
  amount: field(
    'Decimal',
    'Not negative, at most two decimals, below 10,000,000,000,000.',
    z
      .string()
      .refine((value) => !value.startsWith('-'), { error: 'Must not be negative.' })
      .refine((value) => Number(value) < MAX_AMOUNT, { error: 'Must be below 10,000,000,000,000.' })
      .transform((value) => value.replace(/^0+(?=\d)/, '')),
  ),
  currency: optional(
    field(
      'String',
      'An ISO 4217 code, such as `EUR`.',
      z.string().refine(isCurrency, { error: 'Must be an ISO 4217 code such as "USD".' }),
    ),
  ),
});
