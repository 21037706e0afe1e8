import { identityOf } from './identities.ts';

/** An object in a cache, or a reference to one that is kept elsewhere. */
type Stored = Readonly<Record<string, unknown>>;

/**
 * Puts two answers together that stand in one place, where they are about one thing (see
 * {@link identityOf}): what the newer one holds goes before, what only the older one holds stays. Of
 * lists order and number are the newer one's.
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

/** Of two that stand alone in one place. */
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
    // Of two that are alike nobody knows which one it is.
    if (key !== undefined) known.set(key, known.has(key) ? undefined : (item as Stored));
  }
  return incoming.map((item) => {
    const key = keyOf(item);
    const same = key === undefined ? undefined : known.get(key);
    return same === undefined ? item : mergeFields(same, item as Stored);
  });
}

/** Undefined for what is kept elsewhere, and for an item of which a part of the key is not known. */
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
