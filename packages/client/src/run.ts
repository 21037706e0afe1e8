import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from 'graphql-ws/client';
import { DeskClientError, DeskCloseError } from './errors.ts';
import type { Operation } from './operation.ts';
import { createPlace } from './place.ts';
import type { Retries } from './retry.ts';
import { closeCode, isFatal } from './retry.ts';
import { callSafely } from './safely.ts';
import type { DeskStatus, StatusBoard } from './status.ts';

/** A sink of graphql-ws that may also be told how its subscription stands. */
export interface DeskSink<Value = unknown> extends Sink<Value> {
  /** Called at each change. */
  status?(status: DeskStatus): void;
}

export interface Running {
  /** Sends it, as soon as there is a connection. */
  begin(): void;
  /** The desk says that the subscription has caught up, to a cursor. */
  onLive(cursor: unknown): void;
  /** The desk says that more happened than the line takes: the rest comes from the log. */
  onBehind(): void;
  /** The connection was closed, and graphql-ws makes another by itself. */
  onReconnect(reason: unknown): void;
  /** The caller, or all of the client, wants no more. */
  stop(): void;
}

interface Surroundings {
  client: Client;
  retries: Retries;
  board: StatusBoard;
  /** Told of each try before it is made. */
  onAttempt(request: SubscribePayload, self: Running): void;
  onEnd(self: Running): void;
}

/** Errors that pass: a subscription that the desk took before is worth another try. */
const PASSING: readonly unknown[] = ['INTERNAL', 'RATE_LIMITED'];

/**
 * Carries one operation over any number of connections until it is over. A subscription goes on where it
 * was; a query that has no answer yet is asked again; a mutation is sent once.
 */
export function run<Data, Extensions>(
  payload: SubscribePayload,
  operation: Operation,
  sink: DeskSink<FormattedExecutionResult<Data, Extensions>>,
  { client, retries, board, onAttempt, onEnd }: Surroundings,
): Running {
  const place =
    operation.kind === 'events'
      ? createPlace(operation, payload.variables?.[operation.after])
      : undefined;
  const isSubscription = operation.kind === 'events' || operation.kind === 'figures';
  const entry = isSubscription
    ? board.add(payload, () => place?.cursor(), sink.status?.bind(sink))
    : undefined;
  let isSent = false;
  let wasTaken = false;
  let isOver = false;
  let stopAttempt = () => {};

  /** What is sent, written at the moment of sending: graphql-ws may send it again. */
  function toJSON(): SubscribePayload {
    isSent = true;
    // Not from here: a listener may stop the operation, and graphql-ws is about to send it.
    queueMicrotask(() => entry?.set('behind'));
    const cursor = place?.cursor();
    if (operation.kind !== 'events' || cursor === undefined) return payload;
    return { ...payload, variables: { ...payload.variables, [operation.after]: cursor } };
  }

  function attempt(): void {
    entry?.set('connecting');
    if (isOver) return;
    const request = { ...payload, toJSON };
    onAttempt(request, self);
    stopAttempt = client.subscribe<Data, Extensions>(request, {
      next(result) {
        if (isOver) return;
        work();
        if (operation.kind === 'figures') entry?.set('live');
        if (place?.take(result.data) !== false) callSafely(() => sink.next(result));
      },
      error: onError,
      complete: () => finish(() => sink.complete()),
    });
  }

  function work(): void {
    wasTaken = true;
    retries.reset();
  }

  function onError(reason: unknown): void {
    if (isOver) return;
    // graphql-ws counts it as running until it is told otherwise.
    stopAttempt();
    if (isTriedAgain(reason)) {
      stopAttempt = retries.schedule(attempt, reason);
      entry?.set('offline');
      return;
    }
    const isBroken = !Array.isArray(reason);
    finish(() =>
      sink.error(isBroken && isMutationSent() ? outcomeUnknown(reason) : explained(reason)),
    );
  }

  function isTriedAgain(reason: unknown): boolean {
    if (Array.isArray(reason)) return isSubscription && wasTaken && reason.every(isPassing);
    return !isMutationSent() && !isFatal(reason);
  }

  function isMutationSent(): boolean {
    return operation.kind === 'mutation' && isSent;
  }

  function finish(tell: () => void): void {
    if (isOver) return;
    isOver = true;
    entry?.end();
    onEnd(self);
    callSafely(tell);
  }

  const self: Running = {
    begin: attempt,
    onLive(cursor) {
      work();
      if (typeof cursor === 'string') place?.moveTo(cursor);
      entry?.set('live');
    },
    onBehind: () => entry?.set('behind'),
    onReconnect(reason) {
      if (isMutationSent()) onError(reason);
      else entry?.set('connecting');
    },
    stop() {
      if (isOver) return;
      stopAttempt();
      queueMicrotask(() => callSafely(() => sink.complete()));
      finish(() => {});
    },
  };
  return self;
}

function isPassing(error: unknown): boolean {
  if (typeof error !== 'object' || error === null || !('extensions' in error)) return false;
  const { extensions } = error as { extensions?: { code?: unknown } };
  return PASSING.includes(extensions?.code);
}

/** A close event says little to whoever prints it. */
function explained(reason: unknown): unknown {
  const code = closeCode(reason);
  if (code === undefined || reason instanceof Error) return reason;
  return new DeskCloseError(code, String((reason as { reason: unknown }).reason), reason);
}

function outcomeUnknown(cause: unknown): DeskClientError {
  return new DeskClientError(
    'OUTCOME_UNKNOWN',
    'The connection broke after the mutation was sent: it may have happened. Sent again with the same ' +
      '`idempotencyKey` it happens once.',
    { cause },
  );
}
