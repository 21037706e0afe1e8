import type { GraphQLInputType, GraphQLSchema, VariableDefinitionNode } from 'graphql';
import {
  GraphQLID,
  GraphQLString,
  getNullableType,
  isInputObjectType,
  isInputType,
  isListType,
  Kind,
  typeFromAST,
  visit,
} from 'graphql';
import type { KnownOperation } from '../known-operation.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Characters of a value that stands in a shape as it is, such as a time or a word of an enum. */
const MAX_VERBATIM = 60;
/** Characters of a whole shape. */
const MAX_SHAPE = 1_000;
const ASCII = /^[\x20-\x7e]*$/;

/** Types of the variables of an operation, by name; null when its variables have no shape. */
const known = new WeakMap<KnownOperation, ReadonlyMap<string, GraphQLInputType> | null>();

/**
 * Writes down all of the variables that the checks of an operation, its cost and its depth go by: which are
 * there, names of keys, nulls, numbers, booleans, enum values, lengths of lists and of texts, and how many
 * texts of a list differ. So what was found out for one request holds for all of the same shape.
 *
 * @param variables as the request gave them, and no others than the operation declares.
 * @returns undefined for variables that have no such shape: long ones, those that a scalar of ours reads at
 *   length, and texts beyond ASCII, of which only counting tells how many characters they have.
 */
export function shapeOfVariables(
  schema: GraphQLSchema,
  operation: KnownOperation,
  variables: Variables,
): string | undefined {
  if (operation.variables.length === 0) return '';
  const before = known.get(operation);
  const types = before === undefined ? typesOf(schema, operation) : before;
  if (before === undefined) known.set(operation, types);
  if (types === null) return undefined;
  let shape = '';
  for (const [name, type] of types) {
    const part = Object.hasOwn(variables, name) ? shapeOf(variables[name], type) : '-';
    if (part === undefined || shape.length > MAX_SHAPE) return undefined;
    shape += `${part},`;
  }
  return shape;
}

function typesOf(
  schema: GraphQLSchema,
  { node, document }: KnownOperation,
): ReadonlyMap<string, GraphQLInputType> | null {
  if (holdsVariablesInLists(document)) return null;
  const types = new Map<string, GraphQLInputType>();
  for (const definition of node.variableDefinitions ?? []) {
    const type = typeOf(schema, definition);
    if (type === undefined) return null;
    types.set(definition.variable.name.value, type);
  }
  return types;
}

function typeOf(
  schema: GraphQLSchema,
  { type }: VariableDefinitionNode,
): GraphQLInputType | undefined {
  const found = typeFromAST(schema, type as never);
  return isInputType(found) ? found : undefined;
}

/** Whether a list in the document has a variable as an entry: its texts may then equal those written there. */
function holdsVariablesInLists(document: KnownOperation['document']): boolean {
  let depth = 0;
  let isFound = false;
  visit(document, {
    [Kind.LIST]: {
      enter: () => {
        depth += 1;
      },
      leave: () => {
        depth -= 1;
      },
    },
    [Kind.VARIABLE]: () => {
      isFound ||= depth > 0;
    },
  });
  return isFound;
}

function shapeOf(value: unknown, of: GraphQLInputType): string | undefined {
  if (value === null) return 'null';
  const type = getNullableType(of);
  if (isListType(type)) {
    const item = type.ofType as GraphQLInputType;
    return Array.isArray(value) ? shapeOfList(value, item) : shapeOf(value, item);
  }
  if (isInputObjectType(type)) {
    if (typeof value !== 'object' || Array.isArray(value)) return undefined;
    return shapeOfObject(value as Variables, type.getFields());
  }
  if (type === GraphQLString || type === GraphQLID) {
    return typeof value === 'string' && ASCII.test(value) ? `s${value.length}` : undefined;
  }
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string' || value.length > MAX_VERBATIM) return undefined;
  return JSON.stringify(value);
}

function shapeOfList(values: readonly unknown[], item: GraphQLInputType): string | undefined {
  let shape = '[';
  for (const value of values) {
    const part = shapeOf(value, item);
    if (part === undefined || shape.length > MAX_SHAPE) return undefined;
    shape += `${part},`;
  }
  return `${shape}]${values.length > 1 ? new Set(values).size : ''}`;
}

function shapeOfObject(
  value: Variables,
  fields: Readonly<Record<string, { type: GraphQLInputType }>>,
): string | undefined {
  let shape = '{';
  for (const [name, inner] of Object.entries(value)) {
    const field = fields[name];
    if (field === undefined) return undefined;
    const part = shapeOf(inner, field.type);
    if (part === undefined || shape.length > MAX_SHAPE) return undefined;
    shape += `${name}:${part},`;
  }
  return `${shape}}`;
}
