import type { GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import type { Answer } from '../../graphql/answer.ts';
import { isWritten } from '../../graphql/answer.ts';
import type { Context } from '../../graphql/context.ts';
import { codedError, rateLimited, showError, unauthenticated } from '../../graphql/errors.ts';
import { operationIn } from '../../graphql/known-operation.ts';
import { costOfAnswer } from '../../graphql/limits/cost.ts';
import { MAX_COST, MAX_DEPTH, REFUSAL_COST } from '../../graphql/limits/limits.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import { andThen } from '../../shared/maybe-promise.ts';
import type { Budgets, Charge } from './budgets.ts';
import type { Overload } from './overload.ts';
import type { Operation } from './plan.ts';
import { createPlans, requestOf } from './plan.ts';

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

export interface Refused {
  errors: readonly GraphQLError[];
  extensions?: { cost: ShownCost };
}

export interface Admitted {
  /** Sets the charge to the actual cost, and adds `extensions.cost` to the answer. */
  settle(answer: Answer): Answer;
}

/** The checks and charges that every operation passes before it runs, at every door. */
export interface Admission {
  /**
   * Checks that the node can take more on, and that the budget is not empty, before the document is looked
   * at. @returns an error when the operation is refused.
   */
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
  admit(operation: Operation, principal: Principal): MaybePromise<Admitted | Refused>;
}

/** @param onOperationRefused called for each operation refused for its content, with the code of its first error. */
export function createAdmission(
  overload: Overload,
  budgets: Budgets,
  isEnded: (principal: Principal) => boolean,
  onOperationRefused: (code: string) => void,
): Admission {
  /** Charges an operation that is refused for an error of its own. */
  function payRefusal(principal: Principal, error: unknown): void {
    void budgets.takeUnasked(principal, REFUSAL_COST);
    if (error !== undefined) onOperationRefused(codeOf(error));
  }

  const plans = createPlans();

  return {
    refuseEarly(principal) {
      const refused = overload.refusalOf(principal, 'operation');
      if (refused !== undefined) return refused;
      const seconds = budgets.emptyForSeconds(principal);
      return seconds === 0 ? undefined : rateLimited(seconds);
    },
    received: (principal, points) => void budgets.takeUnasked(principal, points),
    refused: payRefusal,
    admit(operation, principal) {
      if (isEnded(principal)) return { errors: [unauthenticated()] };
      const plan = plans(operation, principal);
      if (!('cost' in plan)) {
        payRefusal(principal, plan[0]);
        return plan.length > 0 ? { errors: plan } : { settle: (answer) => answer };
      }
      const { cost, depth } = plan;
      const isOver = cost > MAX_COST || depth > MAX_DEPTH;
      const charged = budgets.take(principal, isOver ? REFUSAL_COST : cost);
      return andThen(charged, (charge) => {
        const unused = { requested: cost, actual: 0, left: charge.left };
        if (isOver) {
          onOperationRefused('QUERY_TOO_COMPLEX');
          return { errors: [tooComplex(operation, cost, depth)], ...shown(charge, unused) };
        }
        if (!charge.enough) return { errors: [overBudget(charge, cost)], ...shown(charge, unused) };
        usageOf(operation.contextValue as Context).planned = cost;
        return { settle: (answer) => settled(operation, answer, cost, charge) };
      });
    },
  };
}

/** Sets the charge of an operation to what it did cost, which the answer then shows. */
function settled(operation: Operation, answer: Answer, cost: number, charge: Charge): Answer {
  const actual = costOfResult(operation, answer, cost);
  const used = { requested: cost, actual, left: charge.settle(actual) };
  return withExtensions(answer, shown(charge, used).extensions);
}

/** Written out where it is nearly always the same: copying an object of unknown form is slow. */
function withExtensions(answer: Answer, extensions: { cost: ShownCost }): Answer {
  if (answer.extensions !== undefined)
    return { ...answer, extensions: { ...answer.extensions, ...extensions } };
  if (!isWritten(answer)) return { ...answer, extensions };
  const { dataText, points } = answer;
  return { dataText, points, extensions };
}

/** The error code that the client sees. */
function codeOf(error: unknown): string {
  return String(showError(error, () => '').shown.extensions['code']);
}

function costOfResult(operation: Operation, answer: Answer, planned: number): number {
  const { hasBegun, points } = usageOf(operation.contextValue as Context);
  if (!hasBegun) return Math.min(planned, REFUSAL_COST);
  if (isWritten(answer)) return answer.points;
  const { data } = answer;
  // An operation that failed as a whole may have cost all of it.
  if (data == null) return planned;
  return points + costOfAnswer(requestOf(operation), data);
}

function shown(
  { budget, restoredInSeconds }: Charge,
  used: Pick<ShownCost, 'requested' | 'actual' | 'left'>,
) {
  const { requested, actual, left } = used;
  const cost: ShownCost = { requested, actual, left, budgetPerMinute: budget, restoredInSeconds };
  return { extensions: { cost } };
}

function tooComplex(
  { document, operationName }: Operation,
  cost: number,
  depth: number,
): GraphQLError {
  const isLive = operationIn(document, operationName)?.node.operation === 'subscription';
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
