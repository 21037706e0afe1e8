import type { Client, FormattedExecutionResult, Sink, SubscribePayload } from 'graphql-ws/client';
import { DeskClientError, DeskCloseError } from './errors.ts';
import type { Operation } from './operation.ts';
import { createPlace } from './place.ts';
import type { Retries } from './retry.ts';
import { closeCode, isFatal } from './retry.ts';
import { callSafely } from './safely.ts';
import type { DeskStatus, StatusBoard } from './status.ts';

/** A sink of graphql-ws that may also be told the status of its subscription. */
export interface DeskSink<Value = unknown> extends Sink<Value> {
  /** Called at each change of the status. */
  status?(status: DeskStatus): void;
}

export interface Running {
  /** Sends the operation as soon as there is a connection. */
  begin(): void;
  /** The desk says that the subscription has caught up with the log, up to a cursor. */
  onLive(cursor: unknown): void;
  /** The desk says that more happened than its queue holds: the rest is read from the log. */
  onBehind(): void;
  /** The connection was closed, and graphql-ws makes another by itself. */
  onReconnect(reason: unknown): void;
  /** Ends the operation, because the caller or the whole client stops. */
  stop(): void;
}

interface Surroundings {
  client: Client;
  retries: Retries;
  board: StatusBoard;
  /** Called before each try. */
  onAttempt(request: SubscribePayload, self: Running): void;
  onEnd(self: Running): void;
}

/** Codes of errors that pass. After them a subscription that the desk accepted before is tried again. */
const PASSING: readonly unknown[] = ['INTERNAL', 'RATE_LIMITED', 'OVERLOADED'];

/**
 * Carries one operation over any number of connections until it is over. A subscription resumes where it
 * was; a query without an answer is asked again; a mutation is sent once.
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

  /** The message, written at the moment of sending, because graphql-ws may send the request again. */
  function toJSON(): SubscribePayload {
    isSent = true;
    // Later, because a listener may stop the operation, which graphql-ws is about to send.
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
    // graphql-ws counts the subscription as running until it is disposed of.
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

/** Makes a close event an error with a message, because the event itself says little when printed. */
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
