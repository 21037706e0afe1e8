import type {
  DocumentNode,
  FieldNode,
  GraphQLArgument,
  GraphQLField,
  GraphQLInputField,
  GraphQLInputType,
  GraphQLSchema,
} from 'graphql';
import {
  GraphQLError,
  getArgumentValues,
  getNamedType,
  getNullableType,
  getOperationAST,
  isInputObjectType,
  isListType,
  separateOperations,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { lengthNear } from '../../shared/text/typed-text.ts';
import { coercedVariables } from '../checks/coerced-variables.ts';
import { MAX_CURSOR, MAX_ID, MAX_LIST, MAX_NAME } from './limits.ts';

/** Limits of an argument or an input field, in its `extensions`, where they differ from its type's. */
export interface InputLimits {
  maxLength?: number | undefined;
  maxItems?: number | undefined;
}

type Variables = Readonly<Record<string, unknown>>;
type Input = Pick<GraphQLArgument | GraphQLInputField, 'name' | 'type' | 'extensions'>;

/** Default limits of characters by type. The other scalars check their own form. */
const DEFAULTS: Readonly<Record<string, number>> = { ID: MAX_ID, String: MAX_NAME };
const CURSORS: ReadonlySet<string> = new Set(['after', 'before']);

/** The most characters of an argument or an input field; undefined when it is no text. */
export function maxLengthOf({ name, type, extensions }: Input): number | undefined {
  const { maxLength } = extensions as InputLimits;
  const { name: typeName } = getNamedType(type);
  return maxLength ?? (CURSORS.has(name) ? MAX_CURSOR : DEFAULTS[typeName]);
}

export function maxItemsOf({ type, extensions }: Input): number | undefined {
  const { maxItems } = extensions as InputLimits;
  return isListType(getNullableType(type)) ? (maxItems ?? MAX_LIST) : undefined;
}

interface Over {
  path: string[];
  message: string;
}

/** Finds the parts of a coerced value that are over a limit. */
export function overLimits(input: Input, value: unknown, path: string[] = [input.name]): Over[] {
  if (Array.isArray(value)) {
    const most = maxItemsOf(input);
    if (most !== undefined && value.length > most) {
      return [{ path, message: `must have at most ${most} entries; it has ${value.length}` }];
    }
    return value.flatMap((item, at) => overLimits(itemOf(input), item, [...path, String(at)]));
  }
  if (typeof value === 'string') {
    const most = maxLengthOf(input);
    const length = most === undefined ? 0 : lengthNear(value, most);
    return most === undefined || length <= most
      ? []
      : [{ path, message: `must have at most ${most} characters; it has ${length}` }];
  }
  const type = getNullableType(input.type);
  if (!isInputObjectType(type) || typeof value !== 'object' || value === null) return [];
  const given = value as Readonly<Record<string, unknown>>;
  return Object.values(type.getFields()).flatMap((field) =>
    overLimits(field, given[field.name], [...path, field.name]),
  );
}

function itemOf(input: Input): Input {
  const type = getNullableType(input.type);
  return isListType(type) ? { ...input, type: type.ofType as GraphQLInputType } : input;
}

/** The most errors of one request: in a list of ids each entry may be wrong. */
const MAX_TOLD = 20;

interface LimitedField {
  definition: GraphQLField<unknown, unknown>;
  node: FieldNode;
}

/** Fields to check, by document and operation. Documents are parsed once and kept. */
const known = new WeakMap<DocumentNode, Map<string, readonly LimitedField[]>>();

interface Request {
  document: DocumentNode;
  operationName?: string | null | undefined;
  variables?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Checks the lengths of the arguments of a query or a subscription, before any of it runs. A mutation
 * checks its own input, and answers with `userErrors`.
 *
 * @param request with a document that is valid against the schema.
 * @returns an error with code BAD_REQUEST for each text or list that is too long.
 */
export function checkTexts(schema: GraphQLSchema, request: Request): GraphQLError[] {
  const operation = getOperationAST(request.document, request.operationName);
  // Operation names come from requests: nothing is kept for an unknown one, which execution refuses.
  if (operation == null) return [];
  const byOperation = known.get(request.document) ?? new Map<string, readonly LimitedField[]>();
  known.set(request.document, byOperation);
  const key = request.operationName ?? '';
  const fields =
    byOperation.get(key) ?? findFields(schema, request.document, operation.name?.value);
  byOperation.set(key, fields);
  if (fields.length === 0) return [];
  const variables = coercedVariables(schema, operation, request.variables);
  // Execution reports wrong variables, and runs nothing.
  if (variables === undefined) return [];
  return fields.flatMap((field) => checkField(field, variables)).slice(0, MAX_TOLD);
}

function checkField({ definition, node }: LimitedField, variables: Variables) {
  let given: Record<string, unknown>;
  try {
    given = getArgumentValues(definition, node, variables);
  } catch (error) {
    // Execution reports it at the field.
    if (error instanceof GraphQLError) return [];
    throw error;
  }
  return definition.args.flatMap((argument) =>
    overLimits(argument, given[argument.name]).map(({ path, message }) => {
      const named = node.arguments?.find(({ name }) => name.value === argument.name);
      return new GraphQLError(`\`${path.join('.')}\` of \`${node.name.value}\` ${message}.`, {
        nodes: [named ?? node],
        extensions: { code: 'BAD_REQUEST', field: path },
      });
    }),
  );
}

function findFields(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | undefined,
): readonly LimitedField[] {
  // The operation with the fragments that it needs and no others.
  const own = separateOperations(document)[operationName ?? ''] ?? document;
  const fields: LimitedField[] = [];
  const typeInfo = new TypeInfo(schema);
  const collect = (node: FieldNode) => {
    const definition = typeInfo.getFieldDef();
    if (definition == null || (node.arguments ?? []).length === 0) return;
    if (typeInfo.getParentType() === schema.getMutationType()) return;
    if (definition.args.some(isLimited)) fields.push({ definition, node });
  };
  visit(own, visitWithTypeInfo(typeInfo, { Field: collect }));
  return fields;
}

function isLimited(argument: GraphQLArgument): boolean {
  return (
    maxLengthOf(argument) !== undefined ||
    maxItemsOf(argument) !== undefined ||
    isInputObjectType(getNamedType(argument.type))
  );
}
