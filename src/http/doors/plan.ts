import type { ExecutionArgs } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { badRequest } from '../../graphql/bad-request.ts';
import { withFields } from '../../graphql/checks/bad-input.ts';
import { refusedBeforeRunning } from '../../graphql/checks/before-running.ts';
import { hiddenInputs } from '../../graphql/checks/hidden-inputs.ts';
import { isKeptFromSchema } from '../../graphql/checks/partner-secrecy.ts';
import { checkVariables } from '../../graphql/checks/variables.ts';
import { operationIn } from '../../graphql/known-operation.ts';
import type { OperationCost } from '../../graphql/limits/cost.ts';
import { costOf } from '../../graphql/limits/cost.ts';
import { checkTexts } from '../../graphql/limits/text-limits.ts';
import { shapeOfVariables } from '../../graphql/limits/variables-shape.ts';
import { checkPages } from '../../graphql/paging/page-limits.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';

export type Operation = Pick<
  ExecutionArgs,
  'schema' | 'document' | 'variableValues' | 'operationName' | 'contextValue'
>;

/**
 * What the checks before an operation runs have found: its cost and depth, or why it is refused. No errors
 * at all: nothing of it can run, and execution says why.
 */
export type Plan = OperationCost | readonly GraphQLError[];

/** Characters of all keys of costs that are kept, each counted with what there is beside it. */
const MAX_KEPT = 4_000_000;
const BESIDE_KEY = 100;

/**
 * Makes a function that checks operations and counts their costs as {@link planOf} does, only once for each
 * role and shape of variables. What is refused is looked at anew each time.
 */
export function createPlans(): (operation: Operation, principal: Principal) => Plan {
  const costs = createBoundedMap<string, OperationCost>({
    maxSize: MAX_KEPT,
    givesWay: 'longest unused',
  });
  return (operation, principal) => {
    const key = keyOf(operation, principal);
    const known = key === undefined ? undefined : costs.get(key);
    if (known !== undefined) return known;
    const plan = planOf(operation, principal);
    if (key !== undefined && 'cost' in plan) costs.set(key, plan, key.length + BESIDE_KEY);
    return plan;
  };
}

function keyOf(
  { schema, document, operationName, variableValues }: Operation,
  { role }: Principal,
): string | undefined {
  const known = operationIn(document, operationName);
  if (known === undefined) return undefined;
  const shape = shapeOfVariables(schema, known, variableValues ?? {});
  return shape === undefined ? undefined : `${known.serial} ${role} ${shape}`;
}

/** Checks an operation and counts its cost. */
export function planOf(operation: Operation, principal: Principal): Plan {
  const errors = whyRefused(operation, principal);
  if (errors.length > 0) return errors;
  const { schema, document } = operation;
  const planned = costOf(schema, requestOf(operation));
  if (planned instanceof GraphQLError) return withFields(document, [planned]);
  return planned ?? whyNotRun(operation, principal);
}

type Check = (operation: Operation, principal: Principal) => readonly GraphQLError[];

/** Checks before the cost is counted, in this order. The first that finds errors is the last that runs. */
const CHECKS: readonly Check[] = [
  (operation, { role }) => refusedBeforeRunning(operation, role),
  ({ schema, document, variableValues }, { role }) =>
    role === 'PARTNER' ? hiddenInputs(schema, document, variableValues ?? {}) : [],
  (operation) => {
    const { schema, document, variableValues, operationName } = operation;
    return [
      ...checkPages(schema, document, variableValues ?? {}, operationName),
      ...checkTexts(schema, requestOf(operation)),
    ];
  },
];

function whyRefused(operation: Operation, principal: Principal): readonly GraphQLError[] {
  for (const check of CHECKS) {
    const errors = check(operation, principal);
    if (errors.length > 0) return errors;
  }
  return [];
}

export function requestOf({ document, operationName, variableValues }: Operation) {
  return {
    document,
    operationName: operationName ?? undefined,
    variables: variableValues ?? {},
  };
}

/** Why an operation of a valid document cannot run: it is not found, or its variables are wrong. */
function whyNotRun(
  { schema, document, operationName, variableValues }: Operation,
  principal: Principal,
): readonly GraphQLError[] {
  const operation = operationIn(document, operationName);
  if (operation === undefined) return [noOperation()];
  return checkVariables(schema, operation.node, variableValues ?? {}, isKeptFromSchema(principal));
}

/** The error for a request that does not tell which operation of its document to run. */
export function noOperation(): GraphQLError {
  return badRequest('The document has no operation of this name, or several and no name is given.');
}
