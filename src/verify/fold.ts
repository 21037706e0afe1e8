import type { FieldChange, Fields } from '../events/changes.ts';
import { diffFields, foldChanges } from '../events/changes.ts';

/**
 * Folds the log's changes of a subject and compares the result with its row. Returns a sentence for
 * each difference.
 *
 * @param start the fields before the first entry.
 */
export function checkFold(
  name: string,
  fields: Fields,
  log: readonly FieldChange[],
  start: Fields = new Map(),
): string[] {
  const folded = new Map(start);
  const misfits = foldChanges(folded, log);
  return [
    ...misfits.map((field) => `${name}: the log changes ${field} from what it was not`),
    ...diffFields(folded, fields).map(
      ({ field, from, to }) => `${name}: ${field} is ${show(to)}; the log says ${show(from)}`,
    ),
  ];
}

function show(value: string | null): string {
  return value === null
    ? 'empty'
    : JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value);
}
