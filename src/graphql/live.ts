import { complexityFromQuery } from '@pothos/plugin-complexity';
import type {
  DocumentNode,
  ExecutionArgs,
  ExecutionResult,
  OperationDefinitionNode,
} from 'graphql';
import {
  createSourceEventStream,
  execute,
  type GraphQLError,
  getOperationAST,
  Kind,
  print,
  visit,
} from 'graphql';
import type { Principal } from '../auth/principal.ts';
import type { FiguresHub } from '../events/figures.ts';
import type { Hub } from '../events/hub.ts';
import type { PlacedEntry } from '../events/reader.ts';
import type { Sink, Subscription } from '../events/subscription.ts';
import type { Context } from './context.ts';
import { codedError } from './errors.ts';
import { MAX_COST, MAX_DEPTH } from './limits.ts';
import type { LiveSource } from './live-source.ts';
import { isLiveSource } from './live-source.ts';
import { checkPages } from './page-limits.ts';

export interface LiveOptions {
  hub: Hub;
  figures: FiguresHub;
  /** Called once for each event and group: what an event reads is read anew. */
  createContext(principal: Principal): Context;
  maskError(error: unknown): GraphQLError;
}

/** Subscriptions, on whatever they come in. */
export interface Live {
  /**
   * Starts a subscription whose results go to the sink.
   *
   * @param args of a document that is valid and has a subscription as its operation.
   * @returns the errors instead when it may not be or its arguments are wrong.
   */
  subscribe(
    args: ExecutionArgs,
    principal: Principal,
    sink: Sink,
  ): Promise<Subscription | readonly GraphQLError[]>;
  /** Ends what goes on under credentials that have ended. */
  endCredentials(isEnded: (principal: Principal) => boolean): void;
}

export function createLive({ hub, figures, createContext, maskError }: LiveOptions): Live {
  const open = new Set<{ principal: Principal; sink: Sink; subscription: Subscription }>();

  /** Known until its end, whoever ends it. */
  function keep(principal: Principal, sink: Sink, subscription: Subscription): Subscription {
    const one = { principal, sink, subscription };
    open.add(one);
    return {
      end() {
        open.delete(one);
        subscription.end();
      },
    };
  }

  async function sourceOf(
    args: ExecutionArgs,
    principal: Principal,
  ): Promise<LiveSource | readonly GraphQLError[]> {
    const refused = overLimit(args);
    if (refused.length > 0) return refused;
    const source = await createSourceEventStream({
      ...args,
      contextValue: createContext(principal),
    });
    if (isLiveSource(source)) return source;
    if ('errors' in source) return source.errors ?? [];
    throw new Error('A subscription field has no source that the hub knows.');
  }

  /** The result for one event as JSON text; errors are masked and part of it. */
  async function run(
    args: ExecutionArgs,
    principal: Principal,
    rootValue: unknown,
  ): Promise<string> {
    try {
      const contextValue = createContext(principal);
      const result = await execute({ ...args, rootValue, contextValue });
      return JSON.stringify(withMasked(result));
    } catch (error) {
      return JSON.stringify({ errors: [maskError(error)] });
    }
  }

  function withMasked({ errors, ...result }: ExecutionResult): ExecutionResult {
    return errors === undefined ? result : { errors: errors.map(maskError), ...result };
  }

  return {
    async subscribe(args, principal, sink) {
      const source = await sourceOf(args, principal);
      if (!isLiveSource(source)) return source.map(maskError);
      const key = keyOf(args, principal);
      if (source.kind === 'figures') {
        const runNow = () => run(args, principal, undefined);
        return keep(principal, sink, figures.subscribe(key, runNow, sink));
      }
      const { after, matches, read } = source;
      const runFor = (entry: PlacedEntry) => run(args, principal, entry);
      const request = { key, after, matches, read, run: runFor };
      return keep(principal, sink, hub.subscribe(request, sink));
    },
    endCredentials(isEnded) {
      for (const { principal, sink, subscription } of [...open]) {
        if (!isEnded(principal)) continue;
        subscription.end();
        sink.close?.();
      }
    },
  };
}

function overLimit({ schema, document, variableValues, operationName }: ExecutionArgs) {
  const variables = (variableValues ?? {}) as Record<string, unknown>;
  const pages = checkPages(schema, document, variables, operationName);
  if (pages.length > 0) return pages;
  const { complexity, depth } = complexityFromQuery(document, { schema, variables });
  if (depth > MAX_DEPTH) return [tooComplex(`The depth is ${depth}; the limit is ${MAX_DEPTH}.`)];
  if (complexity > MAX_COST) {
    return [tooComplex(`The cost of an event is ${complexity} points; the limit is ${MAX_COST}.`)];
  }
  return [];
}

function tooComplex(message: string): GraphQLError {
  return codedError('QUERY_TOO_COMPLEX', message);
}

/** The same for subscriptions that get the same result for every event, from wherever they start. */
function keyOf(
  { document, operationName, variableValues }: ExecutionArgs,
  principal: Principal,
): string {
  const { role, customerIds } = principal;
  const visibility = [role, customerIds === null ? null : [...customerIds].sort()];
  const start = startVariable(document, operationName);
  const variables = Object.entries(variableValues ?? {})
    .filter(([name]) => name !== start)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([textOf(document), operationName ?? null, variables, visibility]);
}

function textOf(document: DocumentNode): string {
  return document.loc?.source.body ?? print(document);
}

/** The variable that says where to start, when it says nothing else. */
function startVariable(
  document: DocumentNode,
  operationName: string | null | undefined,
): string | undefined {
  const operation = getOperationAST(document, operationName);
  const after = rootArgument(operation, 'after');
  if (after?.kind !== Kind.VARIABLE) return undefined;
  let uses = 0;
  visit(document, {
    [Kind.VARIABLE]: ({ name }) => {
      if (name.value === after.name.value) uses += 1;
    },
  });
  // Its definition and the argument.
  return uses === 2 ? after.name.value : undefined;
}

function rootArgument(operation: OperationDefinitionNode | null | undefined, name: string) {
  const [field] = operation?.selectionSet.selections ?? [];
  if (field?.kind !== Kind.FIELD) return undefined;
  return field.arguments?.find((argument) => argument.name.value === name)?.value;
}
