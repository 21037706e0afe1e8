import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

const NONE: Variables = {};

/** One error is enough: each entry of a long list may be wrong, and each error takes time to build. */
const ONE_ERROR = { maxErrors: 1 };

/**
 * The variables of an operation, coerced by graphql-js, with their defaults. Undefined when one of them is
 * wrong; `checkVariables` reports what is wrong.
 *
 * @param given as the request gave them.
 */
export function coercedVariables(
  schema: GraphQLSchema,
  operation: Pick<OperationDefinitionNode, 'variableDefinitions'>,
  given: Variables | null | undefined,
): Variables | undefined {
  const definitions = operation.variableDefinitions ?? [];
  if (definitions.length === 0) return NONE;
  return getVariableValues(schema, definitions, { ...given }, ONE_ERROR).coerced;
}
