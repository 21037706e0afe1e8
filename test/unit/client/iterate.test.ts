import type { Sink } from 'graphql-ws';
import { describe, expect, it } from 'vitest';
import { iterate } from '../../../packages/client/src/iterate.ts';

function start() {
  let sink: Sink<number> | undefined;
  let isDisposed = false;
  const values = iterate<number>((given) => {
    sink = given;
    return () => {
      isDisposed = true;
    };
  });
  return { values, sink: sink as Sink<number>, isDisposed: () => isDisposed };
}

describe('a subscription as an iterator', () => {
  it('keeps what is not taken yet, and ends after it', async () => {
    const { values, sink } = start();
    sink.next(1);
    sink.next(2);
    sink.complete();
    const seen: number[] = [];
    for await (const value of values) seen.push(value);
    expect(seen).toEqual([1, 2]);
  });

  it('throws the error after what came before it', async () => {
    const { values, sink } = start();
    const first = values.next();
    sink.next(1);
    sink.error(new Error('Over.'));
    expect(await first).toEqual({ done: false, value: 1 });
    await expect(values.next()).rejects.toThrow('Over.');
  });

  it('is disposed of when the loop is left, also while it waits', async () => {
    const { values, sink, isDisposed } = start();
    sink.next(1);
    for await (const _ of values) break;
    expect(isDisposed()).toBe(true);

    const other = start();
    const waiting = other.values.next();
    await other.values.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
  });
});
