import type { ExecutionArgs, GraphQLError, GraphQLFormattedError } from 'graphql';
import type { ServerOptions } from 'graphql-ws';
import type { Principal } from '../../auth/principal.ts';
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
  /** Whether the credentials have ended: asked for each operation. */
  isEnded(principal: Principal): boolean;
  maxSubscriptions: number;
}

type Hooks = Required<
  Pick<
    ServerOptions<Record<string, unknown>, Connection>,
    'onSubscribe' | 'execute' | 'subscribe' | 'onError'
  >
>;

/** What the library passes on. */
interface Prepared extends ExecutionArgs {
  run: OperationRun;
  /** Whether no other operation has come under the same id since. */
  isCurrent(): boolean;
  /** Of a subscription: it has started. */
  subscription?: Subscription;
}

/** What the library of the protocol asks for the operations of a socket: they go the way of all operations. */
export function socketOperations(parts: Parts): Hooks {
  const { operations, bounds, isEnded, maxSubscriptions } = parts;

  /** @returns what is ready to be executed, a subscription has started by then; or what is wrong with it. */
  async function prepare(
    connection: Connection,
    id: string,
    operation: SocketOperation,
    params: OperationParams,
    isCurrent: () => boolean,
  ): Promise<Prepared | readonly GraphQLError[]> {
    const { principal } = connection;
    if (principal === undefined) throw new Error('An operation came before its credentials.');
    if (isEnded(principal)) {
      endConnection(connection);
      return [unauthenticated()];
    }
    const refused = await operations.receive(principal);
    if (refused !== undefined) return [refused];
    const run: OperationRun = { principal, params, readsOnly: false, isGone: () => false };
    const notRun = await operations.prepare(run);
    if (notRun !== undefined) return notRun.errors;
    const prepared = { ...argsOf(run), run, isCurrent };
    if (!operations.isSubscription(run)) return prepared;
    // Nothing of it may come under an id that is another's by now.
    if (!isCurrent()) return [];
    const started = await operations.subscribe(run, socketSink(connection, id));
    if (!('end' in started)) return started;
    operation.subscription = started;
    return { ...prepared, subscription: started };
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
      const result = await operations.execute(run);
      const usage = usageOf(args.contextValue as Context);
      // The socket counts what it has not sent yet.
      usage.account?.close();
      if (!isCurrent()) return never();
      return isOverLimitWritten(usage, result) ? tooLargeAnswer(bounds, args) : result;
    },
    // Its results go to the socket directly: what is iterated only tells when it ends.
    subscribe: (args) => {
      const { subscription } = args as Prepared;
      if (subscription === undefined) throw new Error('A subscription was not started.');
      return pendingUntilReturn(subscription);
    },
    onError: (_context, _id, _payload, errors) => errors.map(forSockets),
  };
}

/** Without what only an answer over HTTP has a use for. */
function forSockets(error: GraphQLError): GraphQLFormattedError {
  const { extensions, ...formatted } = error.toJSON();
  const { http: _http, ...shown } = extensions ?? {};
  return { ...formatted, extensions: shown };
}

function tooMany(limit: number): GraphQLError {
  return codedError('BAD_REQUEST', `A socket has at most ${limit} operations at a time.`);
}
