import type {
  ExecutionArgs,
  FieldNode,
  GraphQLField,
  GraphQLLeafType,
  GraphQLObjectType,
  GraphQLResolveInfo,
  OperationDefinitionNode,
  SelectionSetNode,
} from 'graphql';
import {
  defaultFieldResolver,
  getArgumentValues,
  getNullableType,
  getOperationAST,
  isLeafType,
  isNonNullType,
  isObjectType,
  Kind,
} from 'graphql';
import type { PlacedEntry } from '../events/reader.ts';
import { coercedVariables } from '../graphql/checks/coerced-variables.ts';
import type { Context } from '../graphql/context.ts';
import { fragmentsOf } from '../graphql/fragments.ts';
import { costOfAnswer } from '../graphql/limits/cost.ts';
import { usageOf } from '../graphql/limits/usage.ts';
import type { ExecutedTogether } from './executor.ts';
import { MAX_CHARACTERS_TOGETHER } from './live-result.ts';

/**
 * The data of a subscription's answer for an event, made at once; undefined where only graphql-js can
 * tell: a field failed, is null and must not be, or has to wait for something.
 */
export type CompiledEvent = (entry: PlacedEntry, context: Context) => object | undefined;

/** Far below the limit of an answer, whatever escaping makes of it. What is longer is left to graphql-js. */
const MAX_BYTES = 1_000_000;

interface CompiledField {
  name: string;
  /** Undefined: the value of the field is {@link value}. */
  read?: (parent: unknown, context: Context) => unknown;
  value?: unknown;
}

/**
 * Compiles a subscription whose selection needs nothing but the event: fields of the event's own that are
 * neither objects nor lists, without conditions. The fields' own resolvers are called, and in the same
 * order, so an answer has the same bytes as graphql-js would give it, at a fraction of the time.
 *
 * @param args of a document that is valid and whose variables are good.
 * @returns undefined for all other subscriptions.
 */
export function compileEvent(args: ExecutionArgs): CompiledEvent | undefined {
  const { schema, document, operationName } = args;
  const operation = getOperationAST(document, operationName);
  const root = schema.getSubscriptionType();
  if (operation == null || root == null) return undefined;
  const fields = fieldsOf(operation.selectionSet, root, args);
  const node = fields?.length === 1 ? fields[0] : undefined;
  const field = node === undefined ? undefined : root.getFields()[node.name.value];
  const type = field === undefined ? undefined : getNullableType(field.type);
  if (node?.selectionSet === undefined || field === undefined || !isObjectType(type))
    return undefined;
  const name = nameOf(node);
  const read = readerOf(root, field, node, { args, operation, prev: undefined });
  const prev = { prev: undefined, key: name, typename: root.name };
  const compiled = compileFields(node.selectionSet, type, { args, operation, prev });
  if (compiled === undefined) return undefined;

  return (entry, context) => {
    try {
      const usage = usageOf(context);
      // Each event is an answer of its own.
      usage.bytes = 0;
      usage.granted = 0;
      const event = read(entry, context);
      if (event == null || isPromise(event)) return undefined;
      const data: Record<string, unknown> = {};
      for (const { name, read, value } of compiled) {
        const made = read === undefined ? value : read(event, context);
        if (made === undefined) return undefined;
        data[name] = made;
      }
      return usage.bytes > MAX_BYTES ? undefined : { [name]: data };
    } catch {
      // Executed again, the same error is thrown where it is turned into what clients see.
      return undefined;
    }
  };
}

/** Executes a compiled subscription for the first of some entries: as many as can be, and are sent together. */
export function runCompiled(
  compiled: CompiledEvent,
  { document, operationName }: ExecutionArgs,
  context: Context,
  entries: readonly PlacedEntry[],
): ExecutedTogether {
  const answers: object[] = [];
  const texts: string[] = [];
  let characters = 0;
  for (const entry of entries) {
    const data = compiled(entry, context);
    if (data === undefined) break;
    const text = JSON.stringify({ data });
    answers.push(data);
    texts.push(text);
    characters += text.length;
    if (characters >= MAX_CHARACTERS_TOGETHER) break;
  }
  return { texts, cost: () => costOfAnswer({ document, operationName }, answers) };
}

interface Around {
  args: ExecutionArgs;
  operation: OperationDefinitionNode;
  /** Where in the answer the object stands. */
  prev: GraphQLResolveInfo['path'] | undefined;
}

function compileFields(
  selectionSet: SelectionSetNode,
  type: GraphQLObjectType,
  around: Around,
): CompiledField[] | undefined {
  // Such a type may say that an object is not of it.
  if (type.isTypeOf != null) return undefined;
  const nodes = fieldsOf(selectionSet, type, around.args);
  if (nodes === undefined) return undefined;
  const fields: CompiledField[] = [];
  for (const node of nodes) {
    const name = nameOf(node);
    // Valid documents give a name twice only to the same field.
    if (fields.some((known) => known.name === name)) continue;
    if (node.name.value === '__typename') {
      fields.push({ name, value: type.name });
      continue;
    }
    const field = type.getFields()[node.name.value];
    const leaf = field === undefined ? undefined : getNullableType(field.type);
    if (field === undefined || !isLeafType(leaf)) return undefined;
    const read = readerOf(type, field, node, around);
    const complete = completerOf(leaf, isNonNullType(field.type));
    fields.push({ name, read: (parent, context) => complete(read(parent, context)) });
  }
  return fields;
}

/** @returns a function that turns what a resolver gave into JSON; undefined where that is not possible. */
function completerOf(leaf: GraphQLLeafType, isNonNull: boolean): (value: unknown) => unknown {
  return (value) => {
    if (value == null) return isNonNull ? undefined : null;
    if (isPromise(value)) {
      // graphql-js waits for it anew.
      value.then(undefined, () => {});
      return undefined;
    }
    if (value instanceof Error) return undefined;
    return leaf.serialize(value) ?? undefined;
  };
}

function readerOf(
  parentType: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  node: FieldNode,
  { args: { schema, document, variableValues }, operation, prev }: Around,
): (parent: unknown, context: Context) => unknown {
  const variables = coercedVariables(schema, operation, variableValues) ?? {};
  const given = getArgumentValues(field, node, variables);
  const info: GraphQLResolveInfo = {
    fieldName: field.name,
    fieldNodes: [node],
    returnType: field.type,
    parentType,
    path: { prev, key: nameOf(node), typename: parentType.name },
    schema,
    fragments: fragmentsOf(document),
    rootValue: undefined,
    operation,
    variableValues: { ...variables },
  };
  const resolve = field.resolve ?? defaultFieldResolver;
  return (parent, context) => resolve(parent, given, context, info);
}

/** The fields of a selection, fragments opened; undefined where it has conditions or depends on the type. */
function fieldsOf(
  { selections }: SelectionSetNode,
  type: GraphQLObjectType,
  args: ExecutionArgs,
): FieldNode[] | undefined {
  const fields: FieldNode[] = [];
  for (const selection of selections) {
    if ((selection.directives?.length ?? 0) > 0) return undefined;
    if (selection.kind === Kind.FIELD) {
      fields.push(selection);
      continue;
    }
    const fragment =
      selection.kind === Kind.INLINE_FRAGMENT
        ? selection
        : fragmentsOf(args.document)[selection.name.value];
    if (fragment === undefined) return undefined;
    const on = fragment.typeCondition?.name.value;
    if (on !== undefined && on !== type.name) return undefined;
    const below = fieldsOf(fragment.selectionSet, type, args);
    if (below === undefined) return undefined;
    fields.push(...below);
  }
  return fields;
}

function nameOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

function isPromise(value: unknown): value is PromiseLike<unknown> {
  return typeof (value as PromiseLike<unknown> | null)?.then === 'function';
}
