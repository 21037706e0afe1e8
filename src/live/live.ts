import type { ExecutionArgs, ExecutionResult } from 'graphql';
import { createSourceEventStream, execute, GraphQLError } from 'graphql';
import type { Principal } from '../auth/principal.ts';
import type { Answer } from '../graphql/answer.ts';
import { isWritten } from '../graphql/answer.ts';
import { withoutSuggestion } from '../graphql/checks/partner-secrecy.ts';
import type { Context } from '../graphql/context.ts';
import { codedError, rateLimited } from '../graphql/errors.ts';
import type { Bounds } from '../graphql/limits/bounded.ts';
import { runEvent } from '../graphql/limits/bounded.ts';
import { costOf, costOfAnswer } from '../graphql/limits/cost.ts';
import type { CompiledReads } from '../graphql/reads/compiled-reads.ts';
import { onNoRequest, onRequest } from '../shared/caller.ts';
import { factsOf } from '../shared/request-facts.ts';
import type { Tracing } from '../shared/tracing.ts';
import { compileEvent, runCompiled } from './compiled-event.ts';
import type { Executed, RunAtOnce } from './executor.ts';
import type { FiguresHub } from './figures.ts';
import type { Follower, Payment } from './follower.ts';
import type { LiveRequest } from './group.ts';
import { groupKey } from './group-key.ts';
import type { Holdings } from './holdings.ts';
import type { Hub } from './hub.ts';
import type { LiveSource } from './live-source.ts';
import { isLiveSource } from './live-source.ts';
import type { Sink, Subscription } from './subscription.ts';
import { checkSubscriptionRoot } from './subscription-root.ts';

export interface LiveOptions {
  hub: Hub;
  figures: FiguresHub;
  /** Called once for each event and group, so that data read for an event is read anew. */
  createContext(principal: Principal): Context;
  /** Whether the credentials have ended; checked when a subscription starts and at each delivery. */
  isEnded(principal: Principal): boolean;
  maskError(error: unknown): GraphQLError;
  /** Undefined: events are not traced. */
  tracing: Tracing | undefined;
  /** Groups that principals are in. */
  holdings: Holdings;
  /** Takes points from the budget of a principal. Never rejects. */
  charge(principal: Principal, points: number): Promise<Payment>;
  bounds: Pick<Bounds, 'onAnswerRefused'>;
  /** Answers events without executing them field by field; undefined: none are. */
  reads: Pick<CompiledReads, 'answer'> | undefined;
  /** Called when a subscription is refused because its principal is in as many groups as it may be. */
  onGroupRefused(): void;
}

/** Starts subscriptions, by whatever transport they come in. */
export interface Live {
  /**
   * Starts a subscription whose results go to the sink.
   *
   * @param args of a document that is valid, within the limits, and has a subscription as its operation.
   * @returns the subscription; errors instead when it is refused or its arguments are wrong.
   */
  subscribe(
    args: ExecutionArgs,
    principal: Principal,
    sink: Sink,
  ): Promise<Subscription | readonly GraphQLError[]>;
  /** Ends the subscriptions of credentials that have ended. */
  endCredentials(isEnded: (principal: Principal) => boolean): void;
  /** Ends all subscriptions; their clients are told to come back, with their cursors. */
  breakOff(): void;
}

export function createLive(options: LiveOptions): Live {
  const { hub, figures, holdings, createContext, isEnded, maskError } = options;
  const open = new Map<Subscription, { principal: Principal; sink: Sink }>();

  /** Starts a subscription and keeps it until its end. It sends nothing to credentials that have ended. */
  function keep(
    principal: Principal,
    key: string,
    sink: Sink,
    start: (sink: Sink) => Subscription,
  ): Subscription | readonly GraphQLError[] {
    if (!holdings.enter(principal.id, key)) {
      options.onGroupRefused();
      return [tooManyGroups(holdings.max)];
    }
    const inner = start({
      ...sink,
      send(results) {
        if (isEnded(principal)) stop(kept);
        else sink.send(results);
      },
    });
    const kept: Subscription = {
      end() {
        if (open.delete(kept)) holdings.leave(principal.id, key);
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

  async function executeEvent(event: ExecutionArgs): Promise<Answer> {
    return (await options.reads?.answer(event)) ?? withMasked(await execute(event));
  }

  /** The result for one event, which many subscriptions may share; errors are masked and part of it. */
  function run(args: ExecutionArgs, principal: Principal, rootValue: unknown): Promise<Executed> {
    if (options.tracing === undefined)
      return onNoRequest(() => runMasked(args, principal, rootValue));
    const { operationName } = args;
    const span = options.tracing.begin(
      `event ${operationName ?? ''}`.trim(),
      'internal',
      undefined,
    );
    const facts = { ...factsOf(undefined, undefined), span };
    return onRequest(facts, () => runMasked(args, principal, rootValue)).finally(() => span.end());
  }

  async function runMasked(
    args: ExecutionArgs,
    principal: Principal,
    rootValue: unknown,
  ): Promise<Executed> {
    const { document, operationName } = args;
    try {
      const contextValue = createContext(principal);
      const event = { ...args, rootValue, contextValue };
      const { text, answer } = await runEvent(options.bounds, event, executeEvent);
      const cost = () =>
        isWritten(answer) ? answer.points : costOfAnswer({ document, operationName }, answer.data);
      return { text, cost };
    } catch (error) {
      return { text: JSON.stringify({ errors: [maskError(error)] }), cost: () => 0 };
    }
  }

  /** The way to execute for many events at once. It is looked for at first use: most requests need none. */
  function atOnce(args: ExecutionArgs, principal: Principal): () => RunAtOnce | undefined {
    let found: { way: RunAtOnce | undefined } | undefined;
    const find = (): RunAtOnce | undefined => {
      const compiled = compileEvent(args);
      if (compiled === undefined) return undefined;
      return (entries) => runCompiled(compiled, args, createContext(principal), entries);
    };
    return () => {
      found ??= { way: find() };
      return found.way;
    };
  }

  /** Makes the follower of a subscription. When alone, it pays for each event the most that one may cost. */
  function followerOf(args: ExecutionArgs, principal: Principal): Follower {
    const { schema, document, operationName, variableValues: variables } = args;
    const planned = costOf(schema, { document, operationName, variables });
    const points = planned === undefined || planned instanceof GraphQLError ? 1 : planned.cost;
    const { role, name, id } = principal;
    // Keys of a partner bear its name.
    const party = role === 'PARTNER' ? `partner ${name}` : id;
    return { party, pay: (executions) => options.charge(principal, points * executions) };
  }

  function withMasked({ errors, ...result }: ExecutionResult): ExecutionResult {
    return errors === undefined ? result : { errors: errors.map(maskError), ...result };
  }

  return {
    async subscribe(asked, principal, sink) {
      // Wrong variables are thrown, wrong arguments returned.
      const source = await sourceOf(asked, principal).catch((error: unknown) => [error]);
      if (!isLiveSource(source)) {
        return source.map((error) => withoutSuggestion(principal, maskError(error)));
      }
      // The credentials were good when the request came, and its source may have taken long.
      if (isEnded(principal)) return [codedError('UNAUTHENTICATED', ENDED, { status: 401 })];
      // Each event has a context of its own; that of the request is not kept.
      const { contextValue: _, ...args } = asked;
      const follower = followerOf(args, principal);
      if (source.kind === 'figures') {
        const key = groupKey(args, principal);
        const request = { key, follower, run: (round: object) => run(args, principal, round) };
        return keep(principal, key, sink, (guarded) => figures.subscribe(request, guarded));
      }
      const { after, scope, escalationId, matches, read } = source;
      const key = groupKey(args, principal, scope);
      const request: LiveRequest = {
        ...{ key, follower, escalationId, after, matches, read },
        run: (entry) => run(args, principal, entry),
        atOnce: atOnce(args, principal),
      };
      return keep(principal, key, sink, (guarded) => hub.subscribe(request, guarded));
    },
    breakOff() {
      for (const [subscription, { sink }] of [...open]) {
        subscription.end();
        sink.fail();
      }
    },
    endCredentials(areEnded) {
      for (const [subscription, { principal }] of [...open]) {
        if (areEnded(principal)) stop(subscription);
      }
    },
  };
}

const ENDED = 'The credentials have ended.';

/** One of the principal's own subscriptions has to end first. */
const TRY_AGAIN_S = 10;

function tooManyGroups(max: number): GraphQLError {
  const message = `At most ${max} different subscriptions under one key at a time; alike ones count once.`;
  return rateLimited(TRY_AGAIN_S, message);
}
