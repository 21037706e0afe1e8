import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { GraphQLError, getOperationAST } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { badRequest } from '../../graphql/bad-request.ts';
import { withFields } from '../../graphql/checks/bad-input.ts';
import { refusedBeforeRunning } from '../../graphql/checks/before-running.ts';
import { hiddenInputs } from '../../graphql/checks/hidden-inputs.ts';
import { isKeptFromSchema } from '../../graphql/checks/partner-secrecy.ts';
import { checkVariables } from '../../graphql/checks/variables.ts';
import type { Context } from '../../graphql/context.ts';
import { codedError, rateLimited, showError, unauthenticated } from '../../graphql/errors.ts';
import { costOf, costOfAnswer } from '../../graphql/limits/cost.ts';
import { MAX_COST, MAX_DEPTH, REFUSAL_COST } from '../../graphql/limits/limits.ts';
import { checkTexts } from '../../graphql/limits/text-limits.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import { checkPages } from '../../graphql/paging/page-limits.ts';
import type { Budgets, Charge } from './budgets.ts';

/** `extensions.cost` of an answer, in points. */
export interface ShownCost {
  /** Points that the operation costs at most, as far as that is known before it runs. */
  requested: number;
  /** Points that it did cost; 0 when it did not run. */
  actual: number;
  /** Points for a minute; null when there is no limit. */
  budgetPerMinute: number | null;
  left: number | null;
  /** Seconds until the whole budget is back. */
  restoredInSeconds: number;
}

type Operation = Pick<
  ExecutionArgs,
  'schema' | 'document' | 'variableValues' | 'operationName' | 'contextValue'
>;

export interface Refused {
  errors: readonly GraphQLError[];
  extensions?: { cost: ShownCost };
}

export interface Admitted {
  /** Sets the charge to the actual cost, and adds `extensions.cost` to the answer. */
  settle<Result extends ExecutionResult>(result: Result): Result;
}

/** The checks and charges that every operation passes before it runs, at every door. */
export interface Admission {
  /** Checks the budget before the document is looked at. @returns an error when the budget is empty. */
  refuseEarly(principal: Principal): GraphQLError | undefined;
  /** Charges points for reading a request that is so long that its reading has a price. */
  received(principal: Principal, points: number): void;
  /** Charges for a refused document, and counts it by the code of `error`. */
  refused(principal: Principal, error: unknown): void;
  /**
   * Checks that the credentials are still good (an operation may take long to arrive) and that all of its
   * root fields are for the role; checks pages, depth and cost, and takes the cost from the budget. A
   * subscription pays for one event when it starts. Later events are paid for when they are executed, by a
   * principal that shares them with no other.
   */
  admit(operation: Operation, principal: Principal): Promise<Admitted | Refused>;
}

/** @param onOperationRefused called for each operation refused for its content, with the code of its first error. */
export function createAdmission(
  budgets: Budgets,
  isEnded: (principal: Principal) => boolean,
  onOperationRefused: (code: string) => void,
): Admission {
  /** Charges an operation that is refused for an error of its own. */
  function payRefusal(principal: Principal, error: unknown): void {
    void budgets.takeUnasked(principal, REFUSAL_COST);
    if (error !== undefined) onOperationRefused(codeOf(error));
  }

  function refuse(principal: Principal, errors: readonly GraphQLError[]): Refused {
    payRefusal(principal, errors[0]);
    return { errors };
  }

  return {
    refuseEarly(principal) {
      const seconds = budgets.emptyForSeconds(principal);
      return seconds === 0 ? undefined : rateLimited(seconds);
    },
    received: (principal, points) => void budgets.takeUnasked(principal, points),
    refused: payRefusal,
    async admit(operation, principal) {
      if (isEnded(principal)) return { errors: [unauthenticated()] };
      const errors = whyRefused(operation, principal);
      if (errors.length > 0) return refuse(principal, errors);
      const { schema, document } = operation;
      const planned = costOf(schema, requestOf(operation));
      if (planned instanceof GraphQLError) {
        return refuse(principal, withFields(document, [planned]));
      }
      if (planned === undefined) {
        const refused = refuse(principal, whyNotRun(operation, principal));
        // Execution reports any other error, and runs nothing.
        return refused.errors.length > 0 ? refused : { settle: (result) => result };
      }
      const { cost, depth } = planned;
      const isOver = cost > MAX_COST || depth > MAX_DEPTH;
      const charge = await budgets.take(principal, isOver ? REFUSAL_COST : cost);
      const unused = { requested: cost, actual: 0, left: charge.left };
      if (isOver) {
        onOperationRefused('QUERY_TOO_COMPLEX');
        return { errors: [tooComplex(operation, cost, depth)], ...shown(charge, unused) };
      }
      if (!charge.enough) return { errors: [overBudget(charge, cost)], ...shown(charge, unused) };
      usageOf(operation.contextValue as Context).planned = cost;
      return {
        settle(result) {
          const actual = costOfResult(operation, result, cost);
          const used = { requested: cost, actual, left: charge.settle(actual) };
          const extensions = { ...result.extensions, ...shown(charge, used).extensions };
          return { ...result, extensions };
        },
      };
    },
  };
}

/** The error code that the client sees. */
function codeOf(error: unknown): string {
  return String(showError(error, () => '').shown.extensions['code']);
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

function requestOf({ document, operationName, variableValues }: Operation) {
  return {
    document,
    operationName: operationName ?? undefined,
    variables: variableValues ?? {},
  };
}

function costOfResult(operation: Operation, { data }: ExecutionResult, planned: number): number {
  const { hasBegun, points } = usageOf(operation.contextValue as Context);
  if (!hasBegun) return Math.min(planned, REFUSAL_COST);
  // An operation that failed as a whole may have cost all of it.
  if (data == null) return planned;
  return points + costOfAnswer(requestOf(operation), data);
}

/** Why an operation of a valid document cannot run: it is not found, or its variables are wrong. */
function whyNotRun(
  { schema, document, operationName, variableValues }: Operation,
  principal: Principal,
): readonly GraphQLError[] {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return [noOperation()];
  return checkVariables(schema, operation, variableValues ?? {}, isKeptFromSchema(principal));
}

/** The error for a request that does not tell which operation of its document to run. */
export function noOperation(): GraphQLError {
  return badRequest('The document has no operation of this name, or several and no name is given.');
}

function shown(
  { budget, restoredInSeconds }: Charge,
  used: Pick<ShownCost, 'requested' | 'actual' | 'left'>,
) {
  const cost: ShownCost = { ...used, budgetPerMinute: budget, restoredInSeconds };
  return { extensions: { cost } };
}

function tooComplex(
  { document, operationName }: Operation,
  cost: number,
  depth: number,
): GraphQLError {
  const isLive = getOperationAST(document, operationName)?.operation === 'subscription';
  return codedError(
    'QUERY_TOO_COMPLEX',
    depth > MAX_DEPTH
      ? `The depth is ${depth}; the limit is ${MAX_DEPTH}.`
      : `The cost${isLive ? ' of an event' : ''} is ${cost} points; the limit is ${MAX_COST}.`,
  );
}

function overBudget({ budget, left, restoredInSeconds }: Charge, cost: number): GraphQLError {
  return rateLimited(
    restoredInSeconds,
    `This costs ${cost} points; of ${budget} for a minute ${left} are left.`,
  );
}
