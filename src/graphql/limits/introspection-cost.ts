import type { DocumentNode, OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import { SCHEMA_COST, TYPE_COST } from './limits.ts';

/** Prices of the introspection fields, which stand at the root of queries only. */
const PRICES: Readonly<Record<string, number>> = { __schema: SCHEMA_COST, __type: TYPE_COST };

/** @param field the name of a root field. */
export function isIntrospection(field: string): boolean {
  return Object.hasOwn(PRICES, field);
}

/** Points of all introspection in an operation, before it runs. */
export function plannedIntrospectionCost(
  { selectionSet }: OperationDefinitionNode,
  document: DocumentNode,
): number {
  let cost = 0;
  for (const [field, times] of createReadings(document)([selectionSet])) {
    cost += (PRICES[field] ?? 0) * times;
  }
  return cost;
}

/**
 * Points of one introspection field: a flat price, times the most often that a field below it is read,
 * because each alias repeats the data in the answer. Validation limits how deep it may look.
 *
 * @param below the selections below the field, in one place or several.
 */
export function introspectionCost(
  field: string,
  below: readonly SelectionSetNode[],
  document: DocumentNode,
): number {
  return (PRICES[field] ?? 0) * most(createReadings(document)(below));
}

/** How often each field is read, by name. */
type Readings = ReadonlyMap<string, number>;

/** Counts a fragment each time that it is spread, but visits it once, so that the time is linear. */
function createReadings(
  document: DocumentNode,
): (selectionSets: readonly SelectionSetNode[]) => Readings {
  const known = new Map<SelectionSetNode, Readings>();
  const fragments = new Map(
    document.definitions.flatMap((definition) =>
      definition.kind === Kind.FRAGMENT_DEFINITION
        ? [[definition.name.value, definition.selectionSet] as const]
        : [],
    ),
  );
  const readingsOf = (selectionSet: SelectionSetNode | undefined): Readings => {
    if (selectionSet === undefined) return new Map();
    const readings = known.get(selectionSet) ?? add(selectionSet.selections.map(readingsIn));
    known.set(selectionSet, readings);
    return readings;
  };
  const readingsIn = (selection: SelectionSetNode['selections'][number]): Readings => {
    if (selection.kind === Kind.FRAGMENT_SPREAD)
      return readingsOf(fragments.get(selection.name.value));
    const below = readingsOf(selection.selectionSet);
    if (selection.kind === Kind.INLINE_FRAGMENT) return below;
    return new Map([[selection.name.value, most(below)]]);
  };
  return (selectionSets) => add(selectionSets.map(readingsOf));
}

function add(all: readonly Readings[]): Readings {
  const sums = new Map<string, number>();
  for (const readings of all)
    for (const [field, times] of readings) sums.set(field, (sums.get(field) ?? 0) + times);
  return sums;
}

function most(readings: Readings): number {
  return Math.max(1, ...readings.values());
}
