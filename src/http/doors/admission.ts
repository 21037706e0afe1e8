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
  /** What the operation costs at most, as far as that can be said before it runs. */
  requested: number;
  /** What it did cost; 0 when it did not run. */
  actual: number;
  /** Null: without limit. */
  budgetPerMinute: number | null;
  left: number | null;
  /** Until the whole budget is back. */
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
  /** Adds the cost to the answer, and makes the charge what it did cost. */
  settle<Result extends ExecutionResult>(result: Result): Result;
}

/** What every operation passes before any of it runs, on whatever it came in. */
export interface Admission {
  /** Before its document is looked at: undefined when there may be something left to run it. */
  refuseEarly(principal: Principal): GraphQLError | undefined;
  /** What came of it is so long that reading it has a price of its own, in points. */
  received(principal: Principal, points: number): void;
  /** Its document was refused, for an error such as this. */
  refused(principal: Principal, error: unknown): void;
  /**
   * Asks whether the credentials are still good, for an operation may have taken long to come, and
   * whether all of its root fields are for the role; checks pages, depth and cost, and takes the cost
   * from the budget. A subscription pays for one event when it starts; for its events pays whoever is
   * alone with them, when they are executed.
   */
  admit(operation: Operation, principal: Principal): Promise<Admitted | Refused>;
}

/** @param onOperationRefused told of each operation that is refused for what it is, by the code of its first error. */
export function createAdmission(
  budgets: Budgets,
  isEnded: (principal: Principal) => boolean,
  onOperationRefused: (code: string) => void,
): Admission {
  /** What is refused for an error of its own costs as well. */
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
        // What else there may be, execution says, and runs nothing.
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

/** As its client sees it. */
function codeOf(error: unknown): string {
  return String(showError(error, () => '').shown.extensions['code']);
}

type Check = (operation: Operation, principal: Principal) => readonly GraphQLError[];

/** Before there is a cost, in this order: of what one of them finds something in, the next sees nothing. */
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
  // What failed as a whole may have cost all of it.
  if (data == null) return planned;
  return points + costOfAnswer(requestOf(operation), data);
}

/** Of a document that is valid. */
function whyNotRun(
  { schema, document, operationName, variableValues }: Operation,
  principal: Principal,
): readonly GraphQLError[] {
  const operation = getOperationAST(document, operationName);
  if (operation == null) return [noOperation()];
  return checkVariables(schema, operation, variableValues ?? {}, isKeptFromSchema(principal));
}

/** Which one is to run cannot be told. */
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
