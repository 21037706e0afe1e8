import type { DocumentNode, GraphQLSchema } from 'graphql';
import { GraphQLError, getOperationAST } from 'graphql';
import { MAY_CALL } from '../../auth/permissions.ts';
import type { Role } from '../../shared/vocabulary.ts';
import { coercedVariables } from './coerced-variables.ts';
import { checkNulls } from './null-check.ts';
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
 * @returns FORBIDDEN for each root field that is not for the role, else BAD_REQUEST for each null
 *   that says nothing. Empty also for what nothing can run of, for want of the operation or for its
 *   variables: execution says why.
 */
export function refusedBeforeRunning(operation: Operation, role: Role): GraphQLError[] {
  const { fields, variables } = readOperation(operation);
  const forbiddenRoots = fields.flatMap((field) => refusedRoot(field, role));
  if (forbiddenRoots.length > 0) return forbiddenRoots;
  return fields.flatMap((field) => checkNulls(field, variables)).slice(0, MAX_ERRORS);
}

/** As many as graphql-js tells of variables. */
const MAX_ERRORS = 50;

interface Read {
  fields: readonly RunningField[];
  /** Coerced. */
  variables: Readonly<Record<string, unknown>>;
}

const NOTHING: Read = { fields: [], variables: {} };

function readOperation({ schema, document, operationName, variableValues }: Operation): Read {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return NOTHING;
  const coerced = coercedVariables(schema, operation, variableValues);
  if (coerced === undefined) return NOTHING;
  try {
    return { fields: runningFields(schema, document, operation, coerced), variables: coerced };
  } catch (error) {
    if (error instanceof GraphQLError) return NOTHING;
    throw error;
  }
}

/** Only the fields of roots have a row. */
function refusedRoot({ node, parent }: RunningField, role: Role): GraphQLError[] {
  const name = `${parent}.${node.name.value}`;
  const allowed = MAY_CALL[name];
  return allowed === undefined || allowed.includes(role) ? [] : [forbidden(name, role, [node])];
}
