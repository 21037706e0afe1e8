import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatMoney, isCurrency, toHundredths } from '../../../src/shared/money.ts';

test('amounts are counted in hundredths, without rounding', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (hundredths) => {
      const amount = `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`;
      expect(toHundredths(amount)).toBe(hundredths);
    }),
  );
});

test.for<[string, bigint]>([
  ['480000.00', 48_000_000n],
  ['5', 500n],
  ['0.5', 50n],
  ['9999999999999.99', 999_999_999_999_999n],
])('%s is %d hundredths', ([amount, hundredths]) => {
  expect(toHundredths(amount)).toBe(hundredths);
});

test('dollars have their sign before the amount, other money its code', () => {
  expect(formatMoney({ amount: '480000.00', currency: 'USD' })).toBe('$480000.00');
  expect(formatMoney({ amount: '610000.00', currency: 'EUR' })).toBe('EUR 610000.00');
});

test('a currency is a code of ISO 4217, in capitals', () => {
  for (const code of ['USD', 'EUR', 'JPY']) expect(isCurrency(code)).toBe(true);
  for (const code of ['usd', 'XYZ', '', 'EURO']) expect(isCurrency(code)).toBe(false);
});
