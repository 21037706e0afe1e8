import type { ExecutionArgs } from 'graphql';
import { execute } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { visibilityKey } from '../../auth/visibility.ts';
import { failingClient } from '../../db/client.ts';
import { isOutage } from '../../db/outage.ts';
import type { JsonReader, ReadJson, Send } from '../../db/reads/json-reader.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import type { MaybePromise } from '../../shared/maybe-promise.ts';
import { andThen } from '../../shared/maybe-promise.ts';
import type { Answer } from '../answer.ts';
import { coercedVariables } from '../checks/coerced-variables.ts';
import type { Context } from '../context.ts';
import type { KnownOperation } from '../known-operation.ts';
import { operationIn } from '../known-operation.ts';
import { documentBytes } from '../limits/document-cache.ts';
import type { Usage } from '../limits/usage.ts';
import { addBytes, usageOf } from '../limits/usage.ts';
import { allPlaced, isDone } from '../mutations/done.ts';
import { compileOperation, shapingVariables } from './operation.ts';
import type { Build, Run } from './run.ts';
import { createRun, settled } from './run.ts';
import { Uncompilable } from './uncompilable.ts';

/** Answers operations by statements that were made for their documents, in place of field by field. */
export interface CompiledReads {
  /**
   * Should this way fail after a change was made, the ordinary way finds in the root that it was (`Done`).
   *
   * @param args of a subscription with an event as its root, for the answer for that event.
   * @returns undefined for an operation that goes the ordinary way.
   */
  answer(args: ExecutionArgs): MaybePromise<Answer | undefined>;
  /** How many plans are kept, those of operations that cannot be compiled included. */
  plans(): number;
}

export type Way = 'compiled' | 'ordinary';

interface CompiledReadsOptions {
  json: JsonReader;
  /** Called for each query, mutation and event, with the way that it took. */
  onAnswer(way: Way): void;
}

type Variables = Readonly<Record<string, unknown>>;

/** Bytes of all plans that are kept, their documents and keys included. */
const MAX_PLAN_BYTES = 32_000_000;
/** Memory of a field that was compiled; measured, and rounded up. */
const BYTES_PER_FIELD = 5_000;

/** Stands in place of the plan of an operation that cannot be compiled. */
const ORDINARY = 'ordinary';

export function createCompiledReads({ json, onAnswer }: CompiledReadsOptions): CompiledReads {
  const plans = createBoundedMap<string, Build | typeof ORDINARY>({
    maxSize: MAX_PLAN_BYTES,
    givesWay: 'longest unused',
  });

  function planOf(
    { schema, contextValue }: ExecutionArgs,
    operation: KnownOperation,
    variables: Variables,
    key: string,
  ): Build | typeof ORDINARY {
    const known = plans.get(key);
    if (known !== undefined) return known;
    const { document, node } = operation;
    try {
      const plan = compileOperation(schema, document, node, variables, contextValue as Context);
      plans.set(
        key,
        plan.build,
        bytesOf(key) + documentBytes(document) + BYTES_PER_FIELD * plan.fields,
      );
      return plan.build;
    } catch {
      // The ordinary way answers it, or says what is wrong with it.
      plans.set(key, ORDINARY, bytesOf(key));
      return ORDINARY;
    }
  }

  /**
   * What was changed is read in one go, and what stands beside an event. Lists of a query, which may take long,
   * are read beside each other.
   */
  function readerFor({ node }: KnownOperation, context: Context): ReadJson {
    if (node.operation === 'query') return json.read;
    return json.together(node.operation === 'mutation' ? behindPlacing(context) : undefined);
  }

  function answerCompiled(
    args: ExecutionArgs,
    operation: KnownOperation,
  ): MaybePromise<Answer | undefined> {
    const variables = coercedVariables(args.schema, operation.node, args.variableValues);
    if (variables === undefined) return undefined;
    const context = args.contextValue as Context;
    const key = planKey(operation, variables, context.principal);
    const plan = planOf(args, operation, variables, key);
    if (plan === ORDINARY) return undefined;

    // What is left of a failed run may go on for a while: it counts for itself.
    const own = { ...context };
    const usage = Object.assign(usageOf(own), usageOf(context));
    const run = createRun(own, variables, readerFor(operation, context));
    const ended = (result?: Answer): Answer => {
      Object.assign(usageOf(context), usage);
      return result ?? {};
    };
    const failed = (error: unknown): MaybePromise<Answer | undefined> => {
      readWaits(args.rootValue, false);
      // There is no room for the answer: then nothing else is tried, and `usage.refusal` says why.
      if (usage.refusal !== undefined) return ended();
      if (isOutage(error)) return executeWithout(args, error);
      if (error instanceof Uncompilable) plans.set(key, ORDINARY, bytesOf(key));
      return undefined;
    };
    try {
      readWaits(args.rootValue, true);
      const data = plan(args.rootValue, run);
      if (run.pending.length === 0) return ended(written(data, run, usage));
      return finished(run, args.rootValue).then(() => ended(written(data, run, usage)), failed);
    } catch (error) {
      return failed(error);
    }
  }

  return {
    answer(args) {
      const operation = operationIn(args.document, args.operationName);
      if (operation === undefined) return undefined;
      return andThen(answerCompiled(args, operation), (answer) => {
        onAnswer(answer === undefined ? 'ordinary' : 'compiled');
        return answer;
      });
    },
    plans: plans.count,
  };
}

/**
 * Answers as the ordinary way does when the database fails, without asking it a second time: who waited for it
 * once is not kept waiting again, and it is spared the same question while it can answer none.
 */
function executeWithout(args: ExecutionArgs, error: unknown): MaybePromise<Answer> {
  const context = args.contextValue as Context;
  const db = failingClient(context.db, error);
  return execute({ ...args, contextValue: { ...context, db, of: context } });
}

/** Waits for all parts, and for the places of what a mutation wrote, whether they are asked for or not. */
async function finished(run: Run, root: unknown): Promise<void> {
  await settled(run);
  if (isDone(root)) await allPlaced(root);
}

/** Sets whether it is the reading of an answer that waits for the places, so that a payload need not. */
function readWaits(root: unknown, isSo: boolean): void {
  if (isDone(root)) root.waitsForPlaces = !isSo;
}

/** Answers of more points are not read on the connection that all who write wait for. */
const LIGHT_POINTS = 200;

/** Reads what a mutation's answer shows: when its entries have their places, and not sooner. */
function behindPlacing(context: Context): Send {
  const { sequencer } = context;
  let placed: Promise<unknown> | undefined;
  return (query, usual) => {
    if (placed === undefined && usageOf(context).planned <= LIGHT_POINTS) {
      const answer = sequencer.read(query);
      placed = answer.catch(() => {});
      return answer;
    }
    placed ??= sequencer.sequence();
    return placed.then(() => usual(query));
  };
}

function written(data: unknown, run: Run, usage: Usage): Answer {
  const dataText = JSON.stringify(data);
  // What was read has been counted; what resolvers made beyond that has not.
  addBytes(usage, Math.max(0, dataText.length - usage.bytes));
  usage.points += run.readingPoints;
  return { dataText, points: run.points + usage.points };
}

/** About what an entry takes beside its plan. The values of variables stand in its key, and in its plan. */
function bytesOf(key: string): number {
  return ENTRY_BYTES + 4 * key.length;
}
const ENTRY_BYTES = 500;

/** The names of the variables that decide about the plan, by operation. */
const shaping = new WeakMap<KnownOperation, readonly string[]>();
const viewers = new WeakMap<Principal, string>();

/** A key that is equal for runs that may use the same plan. */
function planKey(operation: KnownOperation, variables: Variables, principal: Principal): string {
  let names = shaping.get(operation);
  if (names === undefined) {
    names = shapingVariables(operation.document, operation.node);
    shaping.set(operation, names);
  }
  let viewer = viewers.get(principal);
  if (viewer === undefined) {
    viewer = visibilityKey(principal);
    viewers.set(principal, viewer);
  }
  // One that is left out is not one that is null: an argument has its default then.
  const given = (name: string) => (name in variables ? [variables[name]] : 0);
  const values = names.length === 0 ? '' : JSON.stringify(names.map(given));
  return `${operation.serial} ${values} ${viewer}`;
}
