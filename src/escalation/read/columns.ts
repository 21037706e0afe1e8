import type { Prisma } from '../../db/client.ts';
import type { Money } from '../../shared/money.ts';

/** A column that is filled whenever the part of the case that it belongs to is there. */
export function known<T>(value: T | null): T {
  if (value === null) throw new Error('A part of a case is there, and a column of it is empty.');
  return value;
}

/** Two columns as money; null when nothing is known. */
export function moneyOf(amount: Prisma.Decimal | null, currency: string | null): Money | null {
  return amount === null ? null : { amount: amount.toFixed(2), currency: known(currency) };
}
