import type { Subscription } from '../../live/subscription.ts';

/** An iterator that yields nothing and stays pending. Ending it ends the subscription. */
export function pendingUntilReturn(subscription: Subscription): AsyncGenerator<never> {
  const { promise, resolve } = withResolvers<IteratorResult<never>>();
  const end = async (): Promise<IteratorResult<never>> => {
    subscription.end();
    resolve({ done: true, value: undefined });
    return { done: true, value: undefined };
  };
  return {
    next: () => promise,
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  } as AsyncGenerator<never>;
}

/**
 * The promise for an operation that its client completed while it began, and whose id the client has used
 * again since. If it resolved, graphql-ws would take its end for that of the newer operation.
 */
export function never(): Promise<never> {
  // A new promise each time: a shared one would keep the callbacks of all who wait for it.
  return new Promise(() => {});
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
