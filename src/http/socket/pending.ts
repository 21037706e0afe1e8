import type { Subscription } from '../../live/subscription.ts';

/** Stays pending; ended by whoever iterates it, it ends the subscription. */
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
 * What is returned for an operation that its client completed while it began, and whose id it has used
 * again since: the library would else take its end for that of the other one.
 */
export function never(): Promise<never> {
  // A new one each time: one for all would keep all who wait for it.
  return new Promise(() => {});
}

function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
