import { complexityFromQuery } from '@pothos/plugin-complexity';
import type {
  DocumentNode,
  FragmentDefinitionNode,
  GraphQLField,
  GraphQLSchema,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import { GraphQLError, getNullableType, isListType, Kind } from 'graphql';
import { badRequest } from '../bad-request.ts';
import { coercedVariables } from '../checks/coerced-variables.ts';
import type { KnownOperation } from '../known-operation.ts';
import { operationIn } from '../known-operation.ts';
import {
  introspectionCost,
  isIntrospection,
  plannedIntrospectionCost,
} from './introspection-cost.ts';
import { jsonBytes } from './json-bytes.ts';
import { DEFAULT_PAGE, MUTATION_COST } from './limits.ts';
import type { Price } from './price.ts';
import { priceInPoints, textPoints } from './price.ts';
import { withoutRepeats } from './repeated-ids.ts';

/** The assumed length of a list that has no page size. */
const LIST_LENGTH = 5;

type Field = Pick<GraphQLField<unknown, unknown>, 'name' | 'type' | 'args' | 'extensions'>;

interface FieldCost {
  field: number;
  /** How often the selection below the field is read. */
  multiplier: number;
}

/**
 * Points of a field: one and its price, and the points of its selection for each item that it may return. A
 * page counts with its whole size where it is asked for, so the lists `nodes` and `edges` in it count once.
 */
export function fieldCost(
  args: Readonly<Record<string, unknown>>,
  _context: object,
  field: Field,
): FieldCost {
  const { price } = field.extensions as { price?: Price };
  const own = price === undefined ? 1 : 1 + priceInPoints(price);
  if (field.args.some(({ name }) => name === 'first'))
    return { field: own, multiplier: pageSize(args) };
  return { field: own, multiplier: isOwnList(field) ? LIST_LENGTH : 1 };
}

function pageSize({ first, last }: Readonly<Record<string, unknown>>): number {
  return Number(first ?? last ?? DEFAULT_PAGE);
}

function isOwnList({ name, type }: Field): boolean {
  return isListType(getNullableType(type)) && name !== 'nodes' && name !== 'edges';
}

export interface OperationCost {
  /** The most points that it may cost, as far as that is known before it runs. */
  cost: number;
  depth: number;
}

interface Request {
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Counts the cost of an operation before it runs, in a time linear in the length of the document, nested
 * fragments included.
 *
 * @param request with a document that is valid against the schema.
 * @returns undefined when nothing can run, because the operation is missing or its variables are wrong; an
 *   error with code BAD_REQUEST when an argument is wrong: the cost cannot be counted then, though other
 *   fields would run.
 */
export function costOf(
  schema: GraphQLSchema,
  request: Request,
): OperationCost | GraphQLError | undefined {
  const { document } = request;
  const operation = operationIn(document, request.operationName)?.node;
  if (operation === undefined) return undefined;
  const variables = { ...request.variables };
  if (coercedVariables(schema, operation, variables) === undefined) return undefined;
  try {
    const { complexity, depth } = complexityFromQuery(
      // The library counts the first operation of a document.
      { kind: Kind.DOCUMENT, definitions: [operation, ...fragmentsOf(document)] },
      { schema, variables },
    );
    const cost =
      complexity +
      plannedIntrospectionCost(operation, document) +
      costOfWriting(operation, document);
    return { cost, depth };
  } catch (error) {
    if (error instanceof GraphQLError) return badRequest(error.message, error.nodes);
    throw error;
  }
}

/** What does not change from answer to answer of an operation. */
interface Counted {
  shape: Shape;
  writing: number;
}

const known = new WeakMap<KnownOperation, Counted>();

/** The points that an operation did cost: the fields of its answer, and long texts by their length. */
export function costOfAnswer(request: Request, data: unknown): number {
  const { document, operationName, variables } = request;
  const operation = operationIn(document, operationName);
  if (operation === undefined) return 0;
  const counted = known.get(operation) ?? countedOf(operation);
  known.set(operation, counted);
  const shown = withoutRepeats(document, variables, data);
  return countFields(shown, counted.shape) + counted.writing;
}

function countedOf({ node, document }: KnownOperation): Counted {
  const shape = shapeOf([node.selectionSet], document);
  return { shape, writing: costOfWriting(node, document) };
}

function costOfWriting(operation: OperationDefinitionNode, document: DocumentNode): number {
  if (operation.operation !== 'mutation') return 0;
  return MUTATION_COST * shapeOf([operation.selectionSet], document).below.size;
}

interface Selected {
  field: string;
  below: SelectionSetNode[];
}

/** The selection of an object in an answer, by response key. */
interface Shape {
  below: Map<string, Selected>;
  shapes: Map<string, Shape>;
  document: DocumentNode;
}

function shapeOf(selectionSets: readonly SelectionSetNode[], document: DocumentNode): Shape {
  const below = new Map<string, Selected>();
  const spread = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const { value: name } = selection.alias ?? selection.name;
        const known = below.get(name) ?? { field: selection.name.value, below: [] };
        if (selection.selectionSet !== undefined) known.below.push(selection.selectionSet);
        below.set(name, known);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        collect(selection.selectionSet);
      } else if (!spread.has(selection.name.value)) {
        spread.add(selection.name.value);
        const fragment = fragmentsOf(document).find(
          ({ name }) => name.value === selection.name.value,
        );
        if (fragment !== undefined) collect(fragment.selectionSet);
      }
    }
  };
  for (const selectionSet of selectionSets) collect(selectionSet);
  return { below, shapes: new Map(), document };
}

const UNKNOWN: Selected = { field: '', below: [] };

function countFields(value: unknown, shape: Shape): number {
  if (value === null || typeof value !== 'object') return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) count += countFields(item, shape);
    return count;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) {
    const child = object[name];
    count += 1;
    if (child === null) continue;
    const { field, below } = shape.below.get(name) ?? UNKNOWN;
    // A field without a selection is a scalar, whatever its value looks like: JSON counts as one field.
    if (below.length === 0) {
      count += pointsOfValue(child);
      continue;
    }
    if (isIntrospection(field)) {
      count += introspectionCost(field, below, shape.document);
      continue;
    }
    const known = shape.shapes.get(name) ?? shapeOf(below, shape.document);
    shape.shapes.set(name, known);
    count += countFields(child, known);
  }
  return count;
}

function pointsOfValue(value: unknown): number {
  if (typeof value === 'string') return textPoints(value.length);
  return typeof value === 'object' ? textPoints(jsonBytes(value)) : 0;
}

function fragmentsOf({ definitions }: DocumentNode): FragmentDefinitionNode[] {
  return definitions.filter((definition) => definition.kind === Kind.FRAGMENT_DEFINITION);
}
