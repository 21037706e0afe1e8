/** An amount of money: a decimal string with two decimals and an ISO 4217 code. */
export interface Money {
  amount: string;
  currency: string;
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** Converts an amount such as `"480000.00"` to hundredths. It must be a decimal with at most two decimals. */
export function toHundredths(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(2, '0').slice(0, 2));
}

/** Writes money in the form of the report: `"$480000.00"` for dollars, `"EUR 610000.00"` for the rest. */
export function formatMoney({ amount, currency }: Money): string {
  return currency === 'USD' ? `$${amount}` : `${currency} ${amount}`;
}
