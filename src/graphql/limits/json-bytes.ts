/** The assumed length of a time, a number or a decimal: about the longest of them. */
const SHORT_BYTES = 24;

/** Lengths of objects, which may stand in an answer several times, under aliases. */
const known = new WeakMap<object, number>();

/** About how many bytes a scalar takes in an answer. Escapes are left out. */
export function jsonBytes(value: unknown): number {
  if (value === null || value === undefined) return 4;
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (Array.isArray(value)) {
    let sum = 2;
    for (const item of value) sum += jsonBytes(item) + 1;
    return sum;
  }
  // Any other instance of a class, such as a time, has a short text.
  if (typeof value !== 'object' || !isPlain(value)) return SHORT_BYTES;
  const before = known.get(value);
  if (before !== undefined) return before;
  const bytes = Buffer.byteLength(JSON.stringify(value));
  known.set(value, bytes);
  return bytes;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
