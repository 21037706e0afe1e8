import type { Sink } from 'graphql-ws/client';

/**
 * Makes a subscription an async iterator, as `Client.iterate` of graphql-ws does: it begins at once, keeps
 * values that are not taken yet, throws what the sink's `error` gets, and is ended by `return`.
 */
export function iterate<Value>(
  subscribe: (sink: Sink<Value>) => () => void,
): AsyncIterableIterator<Value> {
  const pending: Value[] = [];
  let end: { error?: unknown } | undefined;
  let wake: () => void = () => {};

  const finish = (how: { error?: unknown }): void => {
    end ??= how;
    wake();
  };
  const dispose = subscribe({
    next(value) {
      pending.push(value);
      wake();
    },
    error: (error) => finish({ error }),
    complete: () => finish({}),
  });

  async function* values(): AsyncGenerator<Value, undefined> {
    for (;;) {
      for (let value = pending.shift(); value !== undefined; value = pending.shift()) yield value;
      if (end !== undefined) break;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
    if ('error' in end) throw end.error;
    return undefined;
  }

  const generator = values();
  return {
    next: () => generator.next(),
    async return() {
      dispose();
      finish({});
      return { done: true, value: undefined };
    },
    async throw(error: unknown) {
      dispose();
      finish({ error });
      return { done: true, value: undefined };
    },
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
