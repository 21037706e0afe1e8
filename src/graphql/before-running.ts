import type { DocumentNode, GraphQLSchema } from 'graphql';
import { GraphQLError, getOperationAST, getVariableValues } from 'graphql';
import { MAY_CALL } from '../auth/permissions.ts';
import type { Role } from '../shared/vocabulary.ts';
import { forbidden } from './permission-plugin.ts';
import type { RunningField } from './running-fields.ts';
import { runningFields } from './running-fields.ts';

interface Operation {
  schema: GraphQLSchema;
  /** Valid against the schema. */
  document: DocumentNode;
  operationName?: string | null | undefined;
  /** As the request gave them. */
  variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * What of an operation is refused whatever it would find, decided for the whole of it before any of
 * it runs: then it is true that nothing of it ran.
 *
 * @returns FORBIDDEN for each root field that is not for the role. Empty also for what nothing can
 *   run of, for want of the operation or for its variables: execution says why.
 */
export function refusedBeforeRunning(operation: Operation, role: Role): GraphQLError[] {
  const fields = fieldsOf(operation);
  return fields.flatMap((field) => refusedRoot(field, role));
}

function fieldsOf({
  schema,
  document,
  operationName,
  variableValues,
}: Operation): readonly RunningField[] {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return [];
  const given = { ...variableValues };
  const { coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], given);
  if (coerced === undefined) return [];
  try {
    return runningFields(schema, document, operation, coerced);
  } catch (error) {
    if (error instanceof GraphQLError) return [];
    throw error;
  }
}

/** Only the fields of roots have a row. */
function refusedRoot({ node, parent }: RunningField, role: Role): GraphQLError[] {
  const name = `${parent}.${node.name.value}`;
  const allowed = MAY_CALL[name];
  return allowed === undefined || allowed.includes(role) ? [] : [forbidden(name, role, [node])];
}
