import { itemKeysOf } from './item-keys.ts';

/** An object in a cache, or a reference to one that is kept elsewhere. */
type Stored = Readonly<Record<string, unknown>>;

/**
 * Puts two answers about one thing together that has no id of its own, such as the impact of a case:
 * what the newer one holds goes before, what only the older one holds stays. Items of lists are known
 * again by {@link itemKeysOf}; order and number are the newer one's.
 */
export function mergeValues(existing: unknown, incoming: unknown): unknown {
  if (Array.isArray(existing) && Array.isArray(incoming)) return mergeItems(existing, incoming);
  if (!isValue(existing) || !isValue(incoming)) return incoming;
  if (existing['__typename'] !== incoming['__typename']) return incoming;
  const merged: Record<string, unknown> = { ...existing };
  for (const [field, value] of Object.entries(incoming)) {
    merged[field] = mergeValues(existing[field], value);
  }
  return merged;
}

function mergeItems(existing: readonly unknown[], incoming: readonly unknown[]): unknown[] {
  const known = new Map<string, unknown>();
  for (const item of existing) {
    const key = keyOf(item);
    // Of two that are alike nobody knows which one it is.
    if (key !== undefined) known.set(key, known.has(key) ? undefined : item);
  }
  return incoming.map((item) => {
    const key = keyOf(item);
    return key === undefined ? item : mergeValues(known.get(key), item);
  });
}

/** Undefined for what is kept elsewhere, and for an item of which a part of the key is not known. */
function keyOf(item: unknown): string | undefined {
  if (!isValue(item)) return undefined;
  const values = itemKeysOf(String(item['__typename']))?.map((field) => item[field]);
  if (values === undefined || values.some((value) => value === undefined)) return undefined;
  return JSON.stringify([item['__typename'], ...values]);
}

function isValue(value: unknown): value is Stored {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && !('__ref' in value)
  );
}
