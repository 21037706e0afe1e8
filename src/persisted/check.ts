import type {
  DocumentNode,
  FieldNode,
  GraphQLSchema,
  OperationDefinitionNode,
  TypeNode,
} from 'graphql';
import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  parse,
  specifiedRules,
  TypeInfo,
  validate,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { MAY_CALL } from '../auth/permissions.ts';
import { hiddenInputs, notForPartners } from '../graphql/checks/hidden-inputs.ts';
import { showError } from '../graphql/errors.ts';
import { aliasLimit } from '../graphql/limits/alias-limit.ts';
import { costOf } from '../graphql/limits/cost.ts';
import {
  DEFAULT_PAGE,
  MAX_COST,
  MAX_DEPTH,
  MAX_REGISTERED_TOKENS,
} from '../graphql/limits/limits.ts';
import { checkPages } from '../graphql/paging/page-limits.ts';
import { isStorable, NOT_STORABLE } from '../shared/text/typed-text.ts';
import { checkNesting } from './nesting.ts';
import { wordsForStaff } from './staff-words.ts';

/** A document that is known before it is requested. It is parsed and validated once. */
export interface KnownDocument {
  source: string;
  document: DocumentNode;
  type: OperationTypeNode;
  /** Root fields that the document calls, as in `Query.escalations`. */
  calls: readonly string[];
  /** Whether the document reads the schema by introspection. */
  introspects: boolean;
  /** Validation errors under the schema in force; empty when the document is valid. */
  errors: readonly GraphQLError[];
}

/** The rules for any document, and the limit of aliases. */
const RULES = [...specifiedRules, aliasLimit];

/** @throws GraphQLError for a document that does not parse, or is over the limits of registered ones. */
export function readKnownDocument(schema: GraphQLSchema, source: string): KnownDocument {
  checkNesting(source);
  const document = parse(source, { maxTokens: MAX_REGISTERED_TOKENS });
  const calls = callsOf(schema, document);
  return {
    source,
    document,
    type: operationsOf(document)[0]?.operation ?? OperationTypeNode.QUERY,
    calls,
    introspects: calls.some(looksAtSchema),
    errors: validate(schema, document, RULES),
  };
}

export interface CheckedOperation {
  /** Name of the operation; empty when there is none. */
  name: string;
  type: string;
  /** Reasons why the operation cannot be registered, or can no longer run. */
  problems: string[];
}

/**
 * Checks whether an operation can run under the schema: it parses, is valid, stays within the limits and
 * calls only what its users may call. Variables count with their defaults, a page size without a default as
 * {@link DEFAULT_PAGE}, and a list as one entry: the real values are checked when the operation runs.
 *
 * @param user who sends the operation: a partner, or the desk's own clients.
 */
export function checkOperation(
  schema: GraphQLSchema,
  source: string,
  user: 'partner' | 'desk',
): CheckedOperation {
  if (!isStorable(source)) return { name: '', type: '', problems: [NOT_STORABLE] };
  let known: KnownDocument;
  try {
    known = readKnownDocument(schema, source);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { name: '', type: '', problems: [error.message] };
  }
  const { document, errors, calls } = known;
  const [operation, ...others] = operationsOf(document);
  const problems = errors.map((error) => showError(error, () => '').shown.message);
  if (operation?.name === undefined || others.length > 0) {
    problems.push('Must hold exactly one operation, and the operation must have a name.');
  }
  // Partners may send the desk's own operations too, and those may call all but introspection.
  const isKept = user === 'partner' ? isKeptFromPartners : looksAtSchema;
  problems.push(...calls.filter(isKept).map(keptFromPartners));
  if (user === 'partner' && problems.length === 0) {
    problems.push(...hiddenInputs(schema, document, {}).map(({ message }) => message));
  }
  if (problems.length === 0 && operation !== undefined) {
    problems.push(...limitProblems(schema, document, operation));
  }
  return { name: operation?.name?.value ?? '', type: operation?.operation ?? '', problems };
}

/**
 * Checks an operation that a partner registers now, and refuses words of the schema that partners do not
 * have. Operations registered before that check still run, and the fields they name in vain are null.
 */
export function checkNewOperation(schema: GraphQLSchema, source: string): CheckedOperation {
  const checked = checkOperation(schema, source, 'partner');
  if (checked.problems.length > 0) return checked;
  const problems = wordsForStaff(schema, parse(source)).map(notForPartners);
  return { ...checked, problems };
}

function limitProblems(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): string[] {
  const pages = checkPages(schema, document, {});
  if (pages.length > 0) return pages.map(({ message }) => message);
  const counted = costOf(schema, withStandIns(document, operation));
  if (counted === undefined) return ['The cost cannot be told.'];
  if (counted instanceof GraphQLError) return [counted.message];
  const { cost, depth } = counted;
  return [
    ...(depth > MAX_DEPTH ? [`The depth is ${depth}; the limit is ${MAX_DEPTH}.`] : []),
    ...(cost > MAX_COST ? [`The cost is ${cost} points; the limit is ${MAX_COST}.`] : []),
  ];
}

/**
 * The document with a value for each required variable. Only sizes matter for the cost, so each variable
 * is given a simple type: a page size, a list of one entry, or a boolean.
 */
function withStandIns(document: DocumentNode, operation: OperationDefinitionNode) {
  const variables: Record<string, unknown> = {};
  const definitions = operation.variableDefinitions?.map((definition) => {
    if (definition.type.kind !== Kind.NON_NULL_TYPE || definition.defaultValue !== undefined) {
      return definition;
    }
    const { type, value } = standInFor(definition.type.type);
    variables[definition.variable.name.value] = value;
    return { ...definition, type };
  });
  const stood = {
    ...operation,
    ...(definitions === undefined ? {} : { variableDefinitions: definitions }),
  };
  const others = document.definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
  return {
    document: { kind: Kind.DOCUMENT, definitions: [stood, ...others] } satisfies DocumentNode,
    variables,
  };
}

function standInFor(type: TypeNode): { type: TypeNode; value: unknown } {
  if (type.kind === Kind.LIST_TYPE) {
    return { type: { kind: Kind.LIST_TYPE, type: named('Boolean') }, value: [true] };
  }
  const isSize = type.kind === Kind.NAMED_TYPE && type.name.value === 'Int';
  return isSize
    ? { type: named('Int'), value: DEFAULT_PAGE }
    : { type: named('Boolean'), value: true };
}

function named(name: string) {
  return { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: name } } as const;
}

function operationsOf({ definitions }: DocumentNode): OperationDefinitionNode[] {
  return definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
}

/** The root fields that a document calls, including those in its fragments. */
function callsOf(schema: GraphQLSchema, document: DocumentNode): string[] {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
  const calls = new Set<string>();
  const typeInfo = new TypeInfo(schema);
  const collect = ({ name }: FieldNode) => {
    const parent = typeInfo.getParentType();
    if (parent != null && roots.some((root) => root === parent)) {
      calls.add(`${parent.name}.${name.value}`);
    }
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: collect }));
  return [...calls];
}

/** `__typename` is not kept from partners; the schema is. */
function looksAtSchema(call: string): boolean {
  return call.includes('.__') && !call.endsWith('.__typename');
}

function isKeptFromPartners(call: string): boolean {
  return looksAtSchema(call) || (call in MAY_CALL && MAY_CALL[call]?.includes('PARTNER') !== true);
}

function keptFromPartners(call: string): string {
  return notForPartners(call.split('.')[1] ?? call);
}
