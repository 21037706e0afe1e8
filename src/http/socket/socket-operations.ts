import type { ExecutionArgs, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import type { Principal } from '../../auth/principal.ts';
import { resultOf } from '../../graphql/answer.ts';
import type { Context } from '../../graphql/context.ts';
import { codedError, unauthenticated } from '../../graphql/errors.ts';
import type { Bounds } from '../../graphql/limits/bounded.ts';
import { isOverLimitWritten, tooLargeAnswer } from '../../graphql/limits/bounded.ts';
import { usageOf } from '../../graphql/limits/usage.ts';
import type { Subscription } from '../../live/subscription.ts';
import type { OperationParams } from '../../persisted/request.ts';
import type { OperationRun } from '../run/operation-run.ts';
import { argsOf } from '../run/operation-run.ts';
import type { Operations } from '../run/operations.ts';
import type { Connection, SocketOperation } from './connection.ts';
import { endConnection } from './connection.ts';
import { never, pendingUntilReturn } from './pending.ts';
import { socketSink } from './socket-sink.ts';

interface Parts {
  operations: Operations;
  bounds: Bounds;
  /** Tells whether the credentials have ended; called for each operation. */
  isEnded(principal: Principal): boolean;
  maxSubscriptions: number;
}

type Hooks = Required<
  Pick<
    ServerOptions<Record<string, unknown>, Connection>,
    'onSubscribe' | 'execute' | 'subscribe' | 'onError'
  >
>;

/** Arguments of execution that graphql-ws passes from `onSubscribe` to `execute`. */
interface Prepared extends ExecutionArgs {
  run: OperationRun;
  /** Tells whether no other operation has come under the same id since. */
  isCurrent(): boolean;
}

/**
 * What it passes to `subscribe`, and keeps as long as the subscription lasts: no more than it asks for, as
 * there are thousands of them.
 */
interface Started extends ExecutionArgs {
  subscription: Subscription;
}

/** Hooks of graphql-ws that run the operations of sockets through {@link Operations}, as all doors do. */
export function socketOperations(parts: Parts): Hooks {
  const { operations, bounds, isEnded, maxSubscriptions } = parts;

  /** Prepares an operation, and starts it if it is a subscription. @returns errors when it is refused. */
  async function prepare(
    connection: Connection,
    id: string,
    operation: SocketOperation,
    params: OperationParams,
    isCurrent: () => boolean,
  ): Promise<Prepared | Started | readonly GraphQLError[]> {
    const { principal } = connection;
    if (principal === undefined) throw new Error('An operation came before its credentials.');
    if (isEnded(principal)) {
      endConnection(connection);
      return [unauthenticated()];
    }
    const since = performance.now();
    const refused = await operations.receive(principal);
    if (refused !== undefined) return [refused];
    const isGone = () => !isCurrent() || isClosed(connection);
    const run: OperationRun = { principal, params, readsOnly: false, since, isGone };
    const notRun = await operations.prepare(run);
    if (notRun !== undefined) return notRun.errors;
    const args = argsOf(run);
    if (!operations.isSubscription(run)) return { ...args, run, isCurrent };
    // No result may go out under an id that belongs to another operation by now.
    if (!isCurrent()) return [];
    const started = await operations.subscribe(run, socketSink(connection, id));
    if (!('end' in started)) return started;
    operation.subscription = started;
    const { schema, document, operationName } = args;
    return { schema, document, operationName, subscription: started };
  }

  return {
    async onSubscribe({ extra, subscriptions }, id, payload) {
      if (Object.keys(subscriptions).length > maxSubscriptions) {
        return [tooMany(maxSubscriptions)];
      }
      const operation: SocketOperation = {};
      const isCurrent = () => extra.operations.get(id) === operation;
      for (const known of extra.operations.keys()) {
        if (!(known in subscriptions)) extra.operations.delete(known);
      }
      extra.operations.set(id, operation);
      const prepared = await prepare(extra, id, operation, payload as OperationParams, isCurrent);
      if (isCurrent()) return prepared;
      operation.subscription?.end();
      return never();
    },
    async execute(args) {
      const { run, isCurrent } = args as Prepared;
      const result = resultOf(await operations.execute(run));
      const usage = usageOf(args.contextValue as Context);
      // From here on the outlet counts the bytes that the socket has not sent.
      usage.account?.end();
      if (!isCurrent()) return never();
      return isOverLimitWritten(usage, result) ? tooLargeAnswer(bounds, args) : result;
    },
    // Results go to the socket directly; this iterator only tells graphql-ws when the subscription ends.
    subscribe: (args) => pendingUntilReturn((args as Started).subscription),
    onError: (_context, _id, _payload, errors) => errors.map(forSockets),
  };
}

function isClosed({ socket }: Connection): boolean {
  return socket.readyState === socket.CLOSED;
}

/** The error without hints that only an answer over HTTP uses. */
function forSockets(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...formatted } = error.toJSON();
  const { http: _http, ...shown } = extensions ?? {};
  return { ...formatted, extensions: shown };
}

function tooMany(limit: number): GraphQLError {
  return codedError('BAD_REQUEST', `A socket has at most ${limit} operations at a time.`);
}
