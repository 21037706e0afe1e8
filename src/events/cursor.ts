const PREFIX = 'seq:';

/** The opaque text under which clients keep a place in the log. */
export function encodeCursor(seq: bigint): string {
  return Buffer.from(`${PREFIX}${seq}`).toString('base64url');
}

/** The place that a cursor stands for; undefined when it is not one of ours. */
export function decodeCursor(cursor: string): bigint | undefined {
  const text = Buffer.from(cursor, 'base64url').toString();
  const digits = /^seq:(\d{1,18})$/.exec(text)?.[1];
  return digits === undefined || encodeCursor(BigInt(digits)) !== cursor
    ? undefined
    : BigInt(digits);
}
