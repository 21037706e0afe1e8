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
  /** A document that is valid against the schema. */
  document: DocumentNode;
  operationName?: string | null | undefined;
  /** The variables as the request gave them. */
  variableValues?: Readonly<Record<string, unknown>> | null | undefined;
}

/**
 * Finds what is to be refused in an operation whatever its data, before any of it runs, so that nothing of a
 * refused operation has run.
 *
 * @returns FORBIDDEN for each root field that is not for the role; if there is none, BAD_REQUEST for each
 *   null without a meaning. Empty too when nothing can run, because the operation is missing or its
 *   variables are wrong: execution says why.
 */
export function refusedBeforeRunning(operation: Operation, role: Role): GraphQLError[] {
  const { fields, variables } = readOperation(operation);
  const forbiddenRoots = fields.flatMap((field) => refusedRoot(field, role));
  if (forbiddenRoots.length > 0) return forbiddenRoots;
  return fields.flatMap((field) => checkNulls(field, variables)).slice(0, MAX_ERRORS);
}

/** As many as graphql-js reports about variables. */
const MAX_ERRORS = 50;

interface Read {
  fields: readonly RunningField[];
  /** The variables, coerced. */
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

/** Checks a root field against its row of permissions; other fields have no row. */
function refusedRoot({ node, parent }: RunningField, role: Role): GraphQLError[] {
  const name = `${parent}.${node.name.value}`;
  const allowed = MAY_CALL[name];
  return allowed === undefined || allowed.includes(role) ? [] : [forbidden(name, role, [node])];
}
