/** An amount of money: a decimal string with two decimals and an ISO 4217 code. */
export interface Money {
  amount: string;
  currency: string;
}

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

export function isCurrency(code: string): boolean {
  return CURRENCIES.has(code);
}

/** `"480000.00"` in hundredths. The text must be a decimal with at most two decimals. */
export function toHundredths(amount: string): bigint {
  const [whole = '0', decimals = ''] = amount.split('.');
  return BigInt(whole + decimals.padEnd(2, '0').slice(0, 2));
}

/** `"$480000.00"` for dollars, `"EUR 610000.00"` for the rest: the form of the report. */
export function formatMoney({ amount, currency }: Money): string {
  return currency === 'USD' ? `$${amount}` : `${currency} ${amount}`;
}
