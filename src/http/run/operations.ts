import type { ExecutionArgs, ExecutionResult, GraphQLSchema } from 'graphql';
import { execute, GraphQLError, getOperationAST } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { declaredVariables } from '../../graphql/checks/declared-variables.ts';
import { withoutSuggestion } from '../../graphql/checks/partner-secrecy.ts';
import type { Context } from '../../graphql/context.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { atPace, runBounded } from '../../graphql/limits/bounded.ts';
import { READING_COST } from '../../graphql/limits/limits.ts';
import type { CompiledReads } from '../../graphql/reads/compiled-reads.ts';
import type { Live } from '../../live/live.ts';
import type { Sink, Subscription } from '../../live/subscription.ts';
import type { RequestedOperations } from '../../persisted/request.ts';
import type { Admission, ShownCost } from '../doors/admission.ts';
import { noOperation } from '../doors/admission.ts';
import type { Documents } from './documents.ts';
import type { ErrorMask } from './error-mask.ts';
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
}

/** Why an operation does not run, as its client may see this. */
export interface NotRun {
  errors: readonly GraphQLError[];
  extensions?: { cost: ShownCost };
}

/** The one way of an operation, at every door: receive, prepare, then execute or subscribe. */
export interface Operations {
  /**
   * Checks that the budget is not empty, and waits for the principal's turn at its pace, before anything
   * of the operation is looked at.
   *
   * @param points of reading a long body, beside those of any request. Default 0.
   * @returns an error when the operation is refused.
   */
  receive(principal: Principal, points?: number): Promise<GraphQLError | undefined>;
  /** Goes through {@link STEPS}. @returns undefined when the operation may run. */
  prepare(run: OperationRun): Promise<NotRun | undefined>;
  isSubscription(run: OperationRun): boolean;
  /** Executes a prepared query or mutation. Whoever writes the answer closes the account of its room. */
  execute(run: OperationRun): Promise<ExecutionResult>;
  /** Starts a prepared subscription, whose results go to the sink. */
  subscribe(run: OperationRun, sink: Sink): Promise<Subscription | readonly GraphQLError[]>;
}

type Step = (
  run: OperationRun,
  parts: OperationParts,
) => NotRun | undefined | Promise<NotRun | undefined>;

/** The steps before an operation runs, in this order. The first that refuses it is the last that runs. */
const STEPS: readonly Step[] = [findDocument, readDocument, chooseOperation, admit];

export function createOperations(parts: OperationParts): Operations {
  const { admission, bounds, reads, live, maskError } = parts;

  function shown({ principal }: OperationRun, errors: readonly unknown[]): GraphQLError[] {
    return errors.map((error) => withoutSuggestion(principal, maskError(error)));
  }

  async function executeRead(args: ExecutionArgs): Promise<ExecutionResult> {
    const answer = await reads?.answer(args);
    if (answer === undefined) return execute(args);
    return { data: answer.data };
  }

  return {
    async receive(principal, points = 0) {
      const refused = admission.refuseEarly(principal);
      if (refused !== undefined) return refused;
      if (points > 0) admission.received(principal, points);
      return atPace(bounds, principal.id, READING_COST + points);
    },
    async prepare(run) {
      try {
        for (const step of STEPS) {
          const notRun = await step(run, parts);
          if (notRun !== undefined) return { ...notRun, errors: shown(run, notRun.errors) };
        }
        return undefined;
      } catch (error) {
        return { errors: shown(run, [error]) };
      }
    },
    isSubscription: (run) => typeOf(run) === 'subscription',
    async execute(run) {
      const args = argsOf(run);
      const executed = await runBounded(bounds, args, executeRead, run.isGone);
      const { errors, ...result } = run.admitted?.settle(executed) ?? executed;
      return errors === undefined ? result : { ...result, errors: shown(run, errors) };
    },
    subscribe: (run, sink) => live.subscribe(argsOf(run), run.principal, sink),
  };
}

/** Puts the registered document in place of the id that names it. */
async function findDocument(
  run: OperationRun,
  { requested, admission }: OperationParts,
): Promise<NotRun | undefined> {
  const found = await requested.find(run.params, run.principal);
  if (found instanceof GraphQLError) return refused(run, admission, [found]);
  if (found !== undefined) run.known = found;
  return undefined;
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
    variableValues: declaredVariables(document, operationName, variables),
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

function documentIn({ document, errors }: NonNullable<OperationRun['known']>) {
  return errors.length > 0 ? errors : document;
}

function chooseOperation(run: OperationRun, { admission }: OperationParts): NotRun | undefined {
  const type = typeOf(run);
  if (type === undefined) return refused(run, admission, [noOperation()]);
  if (type === 'mutation' && run.readsOnly) return refused(run, admission, [notByGet()]);
  return undefined;
}

async function admit(
  run: OperationRun,
  { admission }: OperationParts,
): Promise<NotRun | undefined> {
  const admitted = await admission.admit(argsOf(run), run.principal);
  if ('errors' in admitted) return admitted;
  run.admitted = admitted;
  return undefined;
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

function typeOf(run: OperationRun) {
  const { document, operationName } = argsOf(run);
  return getOperationAST(document, operationName)?.operation;
}

function notByGet(): GraphQLError {
  return new GraphQLError('A mutation is sent by POST.', {
    extensions: { code: 'BAD_REQUEST', http: { status: 405, headers: { Allow: 'POST' } } },
  });
}
