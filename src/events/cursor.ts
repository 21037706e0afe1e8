const FORM = /^seq:(\d{1,18})-(\d{2})$/;

/** The opaque text under which clients keep a place in the log. */
export function encodeCursor(seq: bigint): string {
  return Buffer.from(`seq:${seq}-${checkDigits(seq)}`).toString('base64url');
}

/** The place that a cursor stands for; undefined when it is not one of ours, or damaged. */
export function decodeCursor(cursor: string): bigint | undefined {
  const digits = FORM.exec(Buffer.from(cursor, 'base64url').toString())?.[1];
  return digits === undefined || encodeCursor(BigInt(digits)) !== cursor
    ? undefined
    : BigInt(digits);
}

/** Check digits: a cursor cut off or mistyped would else be another place, and entries would be missed. */
function checkDigits(seq: bigint): string {
  return String(seq % 97n).padStart(2, '0');
}
