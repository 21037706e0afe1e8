import type {
  DocumentNode,
  FieldNode,
  GraphQLError,
  GraphQLSchema,
  OperationDefinitionNode,
  ValueNode,
} from 'graphql';
import {
  getOperationAST,
  Kind,
  separateOperations,
  TypeInfo,
  valueFromASTUntyped,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { badRequest } from '../bad-request.ts';
import { MAX_PAGE } from '../limits/limits.ts';

type Variables = Readonly<Record<string, unknown>>;

interface PagedField {
  node: FieldNode;
  first: ValueNode | undefined;
  last: ValueNode | undefined;
}

interface Pages {
  fields: readonly PagedField[];
  /** Defaults of variables that the request leaves out. */
  defaults: Variables;
}

/** Fields to check, by document and operation. Documents are parsed once and kept. */
const known = new WeakMap<DocumentNode, Map<string, Pages>>();

/**
 * Checks `first` and `last` of every paged field of the operation, before any of it runs.
 *
 * @param document valid against the schema.
 * @param variables as the request gave them.
 * @param operationName may be left out when the document has one operation.
 * @returns an error with code BAD_REQUEST for each field whose page size is out of range, or that has both.
 */
export function checkPages(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Variables | null | undefined,
  operationName?: string | null,
): GraphQLError[] {
  const { fields, defaults } = pagesOf(schema, document, operationName);
  if (fields.length === 0) return [];
  const given = { ...defaults, ...variables };
  return fields.flatMap(({ node, first, last }) => {
    const size = { first: numberOf(first, given), last: numberOf(last, given) };
    const { value: name } = node.alias ?? node.name;
    if (size.first !== undefined && size.last !== undefined) {
      return [badRequest(`\`${name}\`: give \`first\` or \`last\`, not both.`, [node])];
    }
    return Object.entries(size).flatMap(([argument, value]) =>
      value === undefined || (value >= 1 && value <= MAX_PAGE)
        ? []
        : [
            badRequest(
              `\`${name}\`: \`${argument}\` must be from 1 to ${MAX_PAGE}; it is ${value}.`,
              [node],
            ),
          ],
    );
  });
}

/** Undefined for null, which counts as left out, and for other values, which are refused elsewhere. */
function numberOf(node: ValueNode | undefined, variables: Variables): number | undefined {
  if (node === undefined) return undefined;
  const value =
    node.kind === Kind.VARIABLE ? variables[node.name.value] : valueFromASTUntyped(node);
  return typeof value === 'number' ? value : undefined;
}

function pagesOf(
  schema: GraphQLSchema,
  document: DocumentNode,
  operationName: string | null | undefined,
): Pages {
  const byOperation = known.get(document) ?? new Map<string, Pages>();
  known.set(document, byOperation);
  const key = operationName ?? '';
  const before = byOperation.get(key);
  if (before !== undefined) return before;
  const operation = getOperationAST(document, operationName);
  // Operation names come from requests: nothing is kept for an unknown one, which execution refuses.
  if (operation == null) return { fields: [], defaults: {} };
  const pages = findPages(schema, document, operation);
  byOperation.set(key, pages);
  return pages;
}

function findPages(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): Pages {
  // The operation with the fragments that it needs and no others.
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  const fields: PagedField[] = [];
  const typeInfo = new TypeInfo(schema);
  const collect = (node: FieldNode) => {
    const isPaged = typeInfo
      .getFieldDef()
      ?.args.some(({ name }) => name === 'first' || name === 'last');
    if (isPaged !== true) return;
    const argumentOf = (argument: string) =>
      node.arguments?.find(({ name }) => name.value === argument)?.value;
    fields.push({ node, first: argumentOf('first'), last: argumentOf('last') });
  };
  visit(own, visitWithTypeInfo(typeInfo, { Field: collect }));
  const defaults = Object.fromEntries(
    (operation.variableDefinitions ?? []).flatMap(({ variable, defaultValue }) =>
      defaultValue === undefined
        ? []
        : [[variable.name.value, valueFromASTUntyped(defaultValue)] as const],
    ),
  );
  return { fields, defaults };
}
