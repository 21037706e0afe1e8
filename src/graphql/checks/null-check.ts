import type {
  FieldNode,
  GraphQLArgument,
  GraphQLInputField,
  GraphQLInputType,
  ValueNode,
} from 'graphql';
import {
  GraphQLError,
  getNullableType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
} from 'graphql';
import { meaningOfNull, NULL_SAYS_NOTHING } from './null-meaning.ts';
import type { RunningField } from './running-fields.ts';

type Variables = Readonly<Record<string, unknown>>;
type Input = Pick<GraphQLArgument | GraphQLInputField, 'type' | 'extensions'>;
type Path = readonly string[];

/**
 * Finds nulls without a meaning in the arguments of a field. A filter by a null owner, say, would show the
 * cases of all owners to somebody who asked for cases without one.
 *
 * @param variables coerced.
 * @returns an error with code BAD_REQUEST for each, with the place in the document and
 *   `extensions.field`, the path from the argument on.
 */
export function checkNulls(
  { node, definition }: Pick<RunningField, 'node' | 'definition'>,
  variables: Variables,
): GraphQLError[] {
  return (node.arguments ?? []).flatMap(({ name, value }) => {
    const argument = definition.args.find((one) => one.name === name.value);
    if (argument === undefined) return [];
    const found = nullsIn(value, argument, [name.value], variables);
    return found.map(({ path, at }) => refusal(node, path, at));
  });
}

interface Found {
  path: Path;
  at: ValueNode;
}

function nullsIn(node: ValueNode, input: Input, path: Path, variables: Variables): Found[] {
  if (node.kind === Kind.VARIABLE) {
    const value = variables[node.name.value];
    return nullsOf(value, input, path).map((found) => ({ path: found, at: node }));
  }
  if (node.kind === Kind.NULL) return isRefused(input) ? [{ path, at: node }] : [];
  const type: GraphQLInputType = getNullableType(input.type);
  if (isListType(type)) {
    const item = { type: type.ofType as GraphQLInputType, extensions: {} };
    // A single value stands for a list with one entry.
    if (node.kind !== Kind.LIST) return nullsIn(node, item, path, variables);
    return node.values.flatMap((value, place) =>
      nullsIn(value, item, [...path, String(place)], variables),
    );
  }
  if (!isInputObjectType(type) || node.kind !== Kind.OBJECT) return [];
  return node.fields.flatMap(({ name, value }) => {
    const field = type.getFields()[name.value];
    return field === undefined ? [] : nullsIn(value, field, [...path, name.value], variables);
  });
}

/** Finds the same in a value that came in a variable. Undefined means left out. */
function nullsOf(value: unknown, input: Input, path: Path): Path[] {
  if (value === undefined) return [];
  if (value === null) return isRefused(input) ? [path] : [];
  const type: GraphQLInputType = getNullableType(input.type);
  if (isListType(type)) {
    const item = { type: type.ofType as GraphQLInputType, extensions: {} };
    if (!Array.isArray(value)) return nullsOf(value, item, path);
    return value.flatMap((one, place) => nullsOf(one, item, [...path, String(place)]));
  }
  if (!isInputObjectType(type)) return [];
  const given = value as Variables;
  return Object.values(type.getFields()).flatMap((field) =>
    nullsOf(given[field.name], field, [...path, field.name]),
  );
}

/** Whether null is refused here. For non-null types GraphQL itself refuses it. */
function isRefused(input: Input): boolean {
  return !isNonNullType(input.type) && meaningOfNull(input) === undefined;
}

function refusal(field: FieldNode, path: Path, at: ValueNode): GraphQLError {
  const message = `\`${field.name.value}\`: \`${path.join('.')}\`: ${NULL_SAYS_NOTHING}`;
  const extensions = { code: 'BAD_REQUEST', field: path };
  return new GraphQLError(message, { nodes: [at], extensions });
}
