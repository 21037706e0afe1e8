import type { GraphQLSchema, OperationDefinitionNode } from 'graphql';
import { getVariableValues } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/** One error is enough: of a long list each entry may be wrong, and each error is built with its place. */
const ONE_ERROR = { maxErrors: 1 };

/**
 * The variables of an operation as graphql-js understands them, with their defaults; undefined when
 * anything is wrong with them, which `checkVariables` tells.
 *
 * @param given as the request gave them.
 */
export function coercedVariables(
  schema: GraphQLSchema,
  operation: Pick<OperationDefinitionNode, 'variableDefinitions'>,
  given: Variables | null | undefined,
): Variables | undefined {
  const definitions = operation.variableDefinitions ?? [];
  return getVariableValues(schema, definitions, { ...given }, ONE_ERROR).coerced;
}
