import { canonicalJson } from '../shared/text/canonical-json.ts';

/** One field that moved. Values are texts: times in RFC 3339, numbers in digits, lists and objects as JSON; null for none. */
export interface FieldChange {
  field: string;
  from: string | null;
  to: string | null;
}

/**
 * Reads the `changes` that the log stores of an entry.
 *
 * @throws Error when the stored value is not a list of changes.
 */
export function changesOf(stored: unknown): FieldChange[] {
  if (Array.isArray(stored) && stored.every(isFieldChange)) return stored;
  throw new Error('The changes of a log entry are not what entries hold.');
}

/** Checks by hand, which is fast: subscriptions look at the changes of each entry, once for each group. */
function isFieldChange(value: unknown): value is FieldChange {
  if (typeof value !== 'object' || value === null) return false;
  const { field, from, to }: { field?: unknown; from?: unknown; to?: unknown } = value;
  return typeof field === 'string' && isText(from) && isText(to);
}

function isText(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

/** A record flattened to field paths and texts; what is null or empty is left out. */
export type Fields = ReadonlyMap<string, string>;

/** Collects the fields of rows for {@link diffFields}. */
export function fieldsOf(rows: Iterable<readonly [prefix: string, row: object]>): Fields {
  const fields = new Map<string, string>();
  for (const [prefix, row] of rows) {
    for (const [name, value] of Object.entries(row)) {
      const text = valueText(value);
      if (text !== null) fields.set(prefix === '' ? name : `${prefix}.${name}`, text);
    }
  }
  return fields;
}

/** Writes a value as the text that `changes` show; null for no value and for an empty list. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.length === 0 ? null : canonicalJson(value);
  if (typeof value === 'object') return canonicalJson(value);
  return String(value);
}

export function diffFields(before: Fields, after: Fields): FieldChange[] {
  const changes: FieldChange[] = [];
  for (const [field, to] of after) {
    const from = before.get(field) ?? null;
    if (from !== to) changes.push({ field, from, to });
  }
  for (const [field, from] of before) {
    if (!after.has(field)) changes.push({ field, from, to: null });
  }
  return changes;
}

/**
 * Applies changes to the fields that earlier ones led to.
 *
 * @returns the fields that do not fit, because their value was not `from`.
 */
export function foldChanges(
  fields: Map<string, string>,
  changes: readonly FieldChange[],
): string[] {
  const misfits: string[] = [];
  for (const { field, from, to } of changes) {
    if ((fields.get(field) ?? null) !== from) misfits.push(field);
    if (to === null) fields.delete(field);
    else fields.set(field, to);
  }
  return misfits;
}
