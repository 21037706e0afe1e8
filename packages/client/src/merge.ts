import { identityOf } from './identities.ts';

/** An object in a cache, or a reference to one that is kept elsewhere. */
type Stored = Readonly<Record<string, unknown>>;

/**
 * Merges two answers that stand in one place when they are about the same object (see {@link identityOf}):
 * the fields of the newer one win, and fields that only the older one holds stay. A list has the order and
 * the length of the newer one. Answers about different objects are not merged: the newer one is returned.
 */
export function mergeValues(existing: unknown, incoming: unknown): unknown {
  if (Array.isArray(existing) && Array.isArray(incoming)) return mergeItems(existing, incoming);
  return isValue(existing) && isValue(incoming) && isSame(existing, incoming)
    ? mergeFields(existing, incoming)
    : incoming;
}

function mergeFields(existing: Stored, incoming: Stored): Stored {
  const merged: Record<string, unknown> = { ...existing };
  for (const [field, value] of Object.entries(incoming)) {
    merged[field] = mergeValues(existing[field], value);
  }
  return merged;
}

/** Tells whether two objects that stand alone in one place (not in a list) are the same. */
function isSame(existing: Stored, incoming: Stored): boolean {
  const typeName = String(incoming['__typename']);
  if (existing['__typename'] !== typeName) return false;
  const identity = identityOf(typeName);
  if (identity === undefined || identity === 'WHOLE') return false;
  if (identity === 'PLACE') return true;
  const key = keyOf(incoming);
  const isKnown = identity.by.some((field) => incoming[field] !== null);
  return isKnown && key !== undefined && key === keyOf(existing);
}

function mergeItems(existing: readonly unknown[], incoming: readonly unknown[]): unknown[] {
  const known = new Map<string, Stored | undefined>();
  for (const item of existing) {
    const key = keyOf(item);
    // Of two items with the same key it is unknown which one is meant.
    if (key !== undefined) known.set(key, known.has(key) ? undefined : (item as Stored));
  }
  return incoming.map((item) => {
    const key = keyOf(item);
    const same = key === undefined ? undefined : known.get(key);
    return same === undefined ? item : mergeFields(same, item as Stored);
  });
}

/** The key of an object in a list. Undefined for a reference, and when a field of the key is missing. */
export function keyOf(item: unknown): string | undefined {
  if (!isValue(item)) return undefined;
  const identity = identityOf(String(item['__typename']));
  if (typeof identity !== 'object') return undefined;
  const values = identity.by.map((field) => item[field]);
  if (values.some((value) => value === undefined)) return undefined;
  return JSON.stringify([item['__typename'], ...values]);
}

function isValue(value: unknown): value is Stored {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('__ref' in value)
  );
}
