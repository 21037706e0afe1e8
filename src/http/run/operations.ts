import type { ExecutionArgs, GraphQLSchema } from 'graphql';
import { execute as executeAll, GraphQLError } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import type { Answer } from '../../graphql/answer.ts';
import { isWritten } from '../../graphql/answer.ts';
import { declaredVariables } from '../../graphql/checks/declared-variables.ts';
import { withoutSuggestion } from '../../graphql/checks/partner-secrecy.ts';
import type { Context } from '../../graphql/context.ts';
import { operationIn } from '../../graphql/known-operation.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { atPace, runBounded } from '../../graphql/limits/bounded.ts';
import { READING_COST } from '../../graphql/limits/limits.ts';
import { createDone, sayWritten } from '../../graphql/mutations/done.ts';
import type { CompiledReads } from '../../graphql/reads/compiled-reads.ts';
import type { Live } from '../../live/live.ts';
import type { Sink, Subscription } from '../../live/subscription.ts';
import type { KnownDocument } from '../../persisted/check.ts';
import type { RequestedOperations } from '../../persisted/request.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import { andThen } from '../../shared/maybe-promise.ts';
import type { Admission, ShownCost } from '../doors/admission.ts';
import { noOperation } from '../doors/plan.ts';
import type { Documents } from './documents.ts';
import type { ErrorMask } from './error-mask.ts';
import type { OperationFigures } from './operation-figures.ts';
import type { OperationRun } from './operation-run.ts';
import { argsOf } from './operation-run.ts';

export interface OperationParts {
  schema: GraphQLSchema;
  admission: Admission;
  bounds: Bounds;
  documents: Documents;
  /** Decides which document a request runs. */
  requested: RequestedOperations;
  /** Makes a context; called once for each operation. */
  createContext(principal: Principal): Context;
  /** Answers queries without executing them field by field; undefined: none are. */
  reads: CompiledReads | undefined;
  live: Live;
  maskError: ErrorMask;
  figures: OperationFigures;
}

/** Why an operation does not run, as its client may see this. */
export interface NotRun {
  errors: readonly GraphQLError[];
  extensions?: { cost: ShownCost };
}

/**
 * The one way of an operation, at every door: receive, prepare, then execute or subscribe. What need not wait
 * for anything is done at once, without a promise.
 */
export interface Operations {
  /**
   * Checks that the budget is not empty, and waits for the principal's turn at its pace, before anything
   * of the operation is looked at.
   *
   * @param points of reading a long body, beside those of any request. Default 0.
   * @returns an error when the operation is refused.
   */
  receive(principal: Principal, points?: number): MaybePromise<GraphQLError | undefined>;
  /** Goes through {@link STEPS}. @returns undefined when the operation may run. */
  prepare(run: OperationRun): MaybePromise<NotRun | undefined>;
  isSubscription(run: OperationRun): boolean;
  /** Executes a prepared query or mutation. Whoever writes the answer ends the account of its room. */
  execute(run: OperationRun): MaybePromise<Answer>;
  /** Starts a prepared subscription, whose results go to the sink. */
  subscribe(run: OperationRun, sink: Sink): Promise<Subscription | readonly GraphQLError[]>;
}

type Step = (run: OperationRun, parts: OperationParts) => MaybePromise<NotRun | undefined>;

/** The steps before an operation runs, in this order. The first that refuses it is the last that runs. */
const STEPS: readonly Step[] = [findDocument, readDocument, chooseOperation, admit];

export function createOperations(parts: OperationParts): Operations {
  const { admission, bounds, reads, live, maskError, figures } = parts;

  function shown({ principal }: OperationRun, errors: readonly unknown[]): GraphQLError[] {
    return errors.map((error) => withoutSuggestion(principal, maskError(error)));
  }

  /** Executes an operation. An answer that came without waiting is there at once. */
  function execute(args: ExecutionArgs): MaybePromise<Answer> {
    if (reads === undefined) return executeAll(args);
    return andThen(reads.answer(args), (answer) => answer ?? executeAll(args));
  }

  function countLate(late: GraphQLError | undefined): GraphQLError | undefined {
    if (late !== undefined) figures.refusedUnread(late);
    return late;
  }

  /** Goes through the steps from one on. */
  function goOn(run: OperationRun, from: number): MaybePromise<NotRun | undefined> {
    const step = STEPS[from];
    if (step === undefined) return undefined;
    return andThen(step(run, parts), (notRun) =>
      notRun === undefined ? goOn(run, from + 1) : notRunFor(run, notRun),
    );
  }

  function notRunFor(
    run: OperationRun,
    notRun: Omit<NotRun, 'errors'> & { errors: readonly unknown[] },
  ): NotRun {
    const errors = shown(run, notRun.errors);
    figures.notRun(run, errors);
    return { ...notRun, errors };
  }

  /** The answer as its client may see it. */
  function settled(run: OperationRun, answer: Answer): Answer {
    const paid = run.admitted?.settle(answer) ?? answer;
    if (isWritten(paid) || paid.errors === undefined) {
      figures.answered(run, paid);
      return paid;
    }
    const { errors, ...result } = paid;
    const { rootValue } = argsOf(run);
    const told = shown(run, errors).map((error) => sayWritten(rootValue, error));
    const masked = { ...result, errors: told };
    figures.answered(run, masked);
    return masked;
  }

  return {
    receive(principal, points = 0) {
      const refused = admission.refuseEarly(principal);
      if (refused !== undefined) {
        figures.refusedUnread(refused);
        return refused;
      }
      if (points > 0) admission.received(principal, points);
      return andThen(atPace(bounds, principal.id, READING_COST + points), countLate);
    },
    prepare(run) {
      const failed = (error: unknown) => notRunFor(run, { errors: [error] });
      try {
        const prepared = goOn(run, 0);
        return prepared instanceof Promise ? prepared.catch(failed) : prepared;
      } catch (error) {
        return failed(error);
      }
    },
    isSubscription: (run) => operationOf(run)?.node.operation === 'subscription',
    execute(run) {
      const broke = (error: unknown): never => {
        figures.broke(run);
        throw error;
      };
      try {
        const args = argsOf(run);
        if (operationOf(run)?.node.operation === 'mutation') args.rootValue = createDone();
        const executed = runBounded(bounds, args, execute, run.isGone);
        return executed instanceof Promise
          ? executed.then((answer) => settled(run, answer), broke)
          : settled(run, executed);
      } catch (error) {
        return broke(error);
      }
    },
    async subscribe(run, sink) {
      const started = await live.subscribe(argsOf(run), run.principal, sink);
      if ('end' in started) figures.answered(run, undefined);
      else figures.notRun(run, started);
      return started;
    },
  };
}

/** Puts the registered document in place of the id that names it. */
function findDocument(
  run: OperationRun,
  { requested, admission }: OperationParts,
): MaybePromise<NotRun | undefined> {
  return andThen(requested.find(run.params, run.principal), (found) => {
    if (found instanceof GraphQLError) return refused(run, admission, [found]);
    if (found !== undefined) run.known = found;
    return undefined;
  });
}

function readDocument(
  run: OperationRun,
  { schema, documents, admission, createContext }: OperationParts,
): NotRun | undefined {
  const { params, principal, known } = run;
  const document =
    known === undefined ? readText(params.query ?? '', principal, documents) : documentIn(known);
  if (!('kind' in document)) return refused(run, admission, document);
  const { operationName, variables } = params;
  run.args = {
    schema,
    document,
    operationName,
    variableValues: declaredVariables(operationIn(document, operationName), variables),
    contextValue: createContext(principal),
  };
  return undefined;
}

function readText(text: string, principal: Principal, documents: Documents) {
  try {
    return documents.read(text, principal);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return [error];
  }
}

function documentIn({ document, errors }: KnownDocument) {
  return errors.length > 0 ? errors : document;
}

function chooseOperation(run: OperationRun, { admission }: OperationParts): NotRun | undefined {
  const type = operationOf(run)?.node.operation;
  if (type === undefined) return refused(run, admission, [noOperation()]);
  if (type === 'mutation' && run.readsOnly) return refused(run, admission, [notByGet()]);
  return undefined;
}

function admit(run: OperationRun, { admission }: OperationParts): MaybePromise<NotRun | undefined> {
  return andThen(admission.admit(argsOf(run), run.principal), (admitted) => {
    if ('errors' in admitted) return admitted;
    run.admitted = admitted;
    return undefined;
  });
}

/** Counts a refused operation and charges for reading it, though nothing of it ran. */
function refused(
  { principal }: OperationRun,
  admission: Admission,
  errors: readonly GraphQLError[],
): NotRun {
  admission.refused(principal, errors[0]);
  return { errors };
}

function operationOf(run: OperationRun) {
  const { document, operationName } = argsOf(run);
  return operationIn(document, operationName);
}

function notByGet(): GraphQLError {
  return new GraphQLError('A mutation is sent by POST.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { Allow: 'POST' } } },
  });
}
