import type { Money as MoneyValue } from '../shared/money.ts';
import { builder } from './builder.ts';

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
