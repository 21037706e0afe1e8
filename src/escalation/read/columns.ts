import type { Prisma } from '../../db/client.ts';
import type { Money } from '../../shared/money.ts';

/** Takes a column that is filled whenever its part of the case exists. @throws Error for null. */
export function known<T>(value: T | null): T {
  if (value === null) throw new Error('A part of a case is there, and a column of it is empty.');
  return value;
}

/** Makes money of two columns; null when the amount is null. */
export function moneyOf(amount: Prisma.Decimal | null, currency: string | null): Money | null {
  return amount === null ? null : { amount: amount.toFixed(2), currency: known(currency) };
}
