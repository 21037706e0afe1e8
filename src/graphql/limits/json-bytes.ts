/** Of times, numbers, decimals: about as long as the longest of them. */
const SHORT_BYTES = 24;

/** The same object stands in an answer again under another alias. */
const known = new WeakMap<object, number>();

/** About how many bytes a value of a scalar is in an answer; what escaping adds is left out. */
export function jsonBytes(value: unknown): number {
  if (value === null || value === undefined) return 4;
  if (typeof value === 'string') return Buffer.byteLength(value) + 2;
  if (Array.isArray(value)) {
    let sum = 2;
    for (const item of value) sum += jsonBytes(item) + 1;
    return sum;
  }
  // Whatever else is an object of a class has a short text.
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
