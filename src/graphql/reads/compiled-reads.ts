import type { DocumentNode, ExecutionArgs, OperationDefinitionNode } from 'graphql';
import { getOperationAST } from 'graphql';
import type { Principal } from '../../auth/principal.ts';
import { visibilityKey } from '../../auth/visibility.ts';
import type { ReadJson } from '../../db/json-reader.ts';
import { createBoundedMap } from '../../shared/bounds/bounded-map.ts';
import { coercedVariables } from '../checks/coerced-variables.ts';
import type { Context } from '../context.ts';
import { usageOf } from '../limits/usage.ts';
import { compileQuery, shapingVariables } from './operation.ts';
import type { Build } from './run.ts';
import { createRun, settled } from './run.ts';
import { Uncompilable } from './uncompilable.ts';

/** The answer of a query that was compiled. */
export interface CompiledAnswer {
  data: Record<string, unknown> | null;
  /** Points of its fields and its long texts. What it read is in the usage of the operation. */
  points: number;
}

/** Answers queries by statements that were made for their documents, in place of field by field. */
export interface CompiledReads {
  /** @returns undefined for an operation that goes the ordinary way. @throws never */
  answer(args: ExecutionArgs): Promise<CompiledAnswer | undefined>;
}

export type Way = 'compiled' | 'ordinary';

interface CompiledReadsOptions {
  read: ReadJson;
  /** Called for each query, with the way that it took. */
  onQuery(way: Way): void;
}

/** Plans in the cache. A plan of a long document takes about 100 kB. */
const MAX_PLANS = 500;

/** What is known of an operation of a document. */
interface Known {
  id: number;
  operation: OperationDefinitionNode;
  shaping: readonly string[];
}

/** Stands in the cache for an operation that cannot be compiled. */
const ORDINARY = 'ordinary';

export function createCompiledReads({ read, onQuery }: CompiledReadsOptions): CompiledReads {
  const known = new WeakMap<DocumentNode, Map<string, Known | null>>();
  const plans = createBoundedMap<string, Build | typeof ORDINARY>({
    maxSize: MAX_PLANS,
    givesWay: 'longest unused',
  });
  const viewers = new WeakMap<Principal, string>();
  let lastId = 0;

  function knownOf({ document, operationName }: ExecutionArgs): Known | null {
    const name = operationName ?? '';
    const ofDocument = known.get(document) ?? new Map<string, Known | null>();
    known.set(document, ofDocument);
    const before = ofDocument.get(name);
    if (before !== undefined) return before;
    const operation = getOperationAST(document, operationName);
    lastId += 1;
    const made =
      operation?.operation === 'query'
        ? { id: lastId, operation, shaping: shapingVariables(document, operation) }
        : null;
    ofDocument.set(name, made);
    return made;
  }

  function compile(
    { schema, document, contextValue }: ExecutionArgs,
    { operation }: Known,
    variables: Readonly<Record<string, unknown>>,
  ): Build | typeof ORDINARY {
    try {
      return compileQuery(schema, document, operation, variables, contextValue as Context);
    } catch {
      // The ordinary way answers it, or says what is wrong with it.
      return ORDINARY;
    }
  }

  async function run(args: ExecutionArgs): Promise<CompiledAnswer | undefined> {
    const { schema, variableValues } = args;
    const context = args.contextValue as Context;
    const one = knownOf(args);
    if (one === null) return undefined;
    const variables = coercedVariables(schema, one.operation, variableValues);
    if (variables === undefined) return undefined;
    const key = keyOf(one, variables, context.principal);
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = compile(args, one, variables);
      plans.set(key, plan);
    }
    if (plan === ORDINARY) return undefined;
    const usage = usageOf(context);
    const { points: pointsBefore, bytes } = usage;
    const run = createRun(context, variables, read);
    try {
      const data = plan(undefined, run) as Record<string, unknown>;
      await settled(run);
      usage.points += run.readingPoints;
      return { data, points: run.points };
    } catch (error) {
      // The answer has no room: then nothing else is tried, and `usage.refusal` says why.
      if (usage.refusal !== undefined) return { data: null, points: run.points };
      // The ordinary way counts anew.
      Object.assign(usage, { points: pointsBefore, bytes });
      if (error instanceof Uncompilable) plans.set(key, ORDINARY);
      return undefined;
    }
  }

  function keyOf(
    { id, shaping }: Known,
    variables: Readonly<Record<string, unknown>>,
    principal: Principal,
  ): string {
    const shape =
      shaping.length === 0 ? '' : JSON.stringify(shaping.map((name) => variables[name]));
    let viewer = viewers.get(principal);
    if (viewer === undefined) {
      viewer = visibilityKey(principal);
      viewers.set(principal, viewer);
    }
    return `${id} ${shape} ${viewer}`;
  }

  return {
    async answer(args) {
      const answer = await run(args);
      onQuery(answer === undefined ? 'ordinary' : 'compiled');
      return answer;
    },
  };
}
