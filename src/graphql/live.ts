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
import { runEvent } from './bounded.ts';
import type { Context } from './context.ts';
import { codedError } from './errors.ts';
import type { LiveSource } from './live-source.ts';
import { isLiveSource } from './live-source.ts';
import { withoutSuggestion } from './partner-secrecy.ts';
import { checkSubscriptionRoot } from './subscription-root.ts';

export interface LiveOptions {
  hub: Hub;
  figures: FiguresHub;
  /** Called once for each event and group: what an event reads is read anew. */
  createContext(principal: Principal): Context;
  /** Whether the credentials have ended: asked when a subscription starts and at each delivery. */
  isEnded(principal: Principal): boolean;
  maskError(error: unknown): GraphQLError;
}

/** Subscriptions, on whatever they come in. */
export interface Live {
  /**
   * Starts a subscription whose results go to the sink.
   *
   * @param args of a document that is valid, within the limits, and has a subscription as its operation.
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

export function createLive({ hub, figures, createContext, isEnded, maskError }: LiveOptions): Live {
  const open = new Map<Subscription, { principal: Principal; sink: Sink }>();

  /** Known until its end, whoever ends it; it sends nothing to credentials that have ended. */
  function keep(
    principal: Principal,
    sink: Sink,
    start: (sink: Sink) => Subscription,
  ): Subscription {
    const inner = start({
      ...sink,
      send(results) {
        if (isEnded(principal)) stop(kept);
        else sink.send(results);
      },
    });
    const kept: Subscription = {
      end() {
        open.delete(kept);
        inner.end();
      },
    };
    open.set(kept, { principal, sink });
    return kept;
  }

  function stop(subscription: Subscription): void {
    const sink = open.get(subscription)?.sink;
    subscription.end();
    sink?.close?.();
  }

  async function sourceOf(
    args: ExecutionArgs,
    principal: Principal,
  ): Promise<LiveSource | readonly GraphQLError[]> {
    const refused = checkSubscriptionRoot(args.document, args.operationName);
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
      return await runEvent({ ...args, rootValue, contextValue }, async (event) =>
        withMasked(await execute(event)),
      );
    } catch (error) {
      return JSON.stringify({ errors: [maskError(error)] });
    }
  }

  function withMasked({ errors, ...result }: ExecutionResult): ExecutionResult {
    return errors === undefined ? result : { errors: errors.map(maskError), ...result };
  }

  return {
    async subscribe(args, principal, sink) {
      // Wrong variables are thrown, wrong arguments returned.
      const source = await sourceOf(args, principal).catch((error: unknown) => [error]);
      if (!isLiveSource(source)) {
        return source.map((error) => withoutSuggestion(principal, maskError(error)));
      }
      // They were good when the request came, and its source may have taken long.
      if (isEnded(principal)) return [codedError('UNAUTHENTICATED', ENDED, { status: 401 })];
      const key = keyOf(args, principal);
      if (source.kind === 'figures') {
        const runNow = () => run(args, principal, undefined);
        return keep(principal, sink, (guarded) => figures.subscribe(key, runNow, guarded));
      }
      const { after, scope, escalationId, matches, read } = source;
      const runFor = (entry: PlacedEntry) => run(args, principal, entry);
      const request = { key: key + scope, escalationId, after, matches, read, run: runFor };
      return keep(principal, sink, (guarded) => hub.subscribe(request, guarded));
    },
    endCredentials(areEnded) {
      for (const [subscription, { principal }] of [...open]) {
        if (areEnded(principal)) stop(subscription);
      }
    },
  };
}

const ENDED = 'The credentials have ended.';

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
