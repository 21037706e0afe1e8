import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createResultQueue } from '../../../../src/http/graphql/result-queue.ts';
import { liveResult } from '../../../../src/live/live-result.ts';

/** A queue with whoever is told of its end. */
function setUp() {
  const { sink, results } = createResultQueue(() => {});
  const onEnd = vi.fn();
  return { sink, results: results(onEnd), onEnd };
}

describe('whoever fed the results is told once that they are over', () => {
  test.each(['close', 'fail'] as const)('when the sink is told to %s', async (how) => {
    const { sink, results, onEnd } = setUp();
    sink.send([liveResult('{}')]);
    const first = await results.next();
    expect(first.done).toBe(false);
    const pending = results.next();
    sink[how]?.();
    sink[how]?.();
    expect(await pending).toEqual({ done: true, value: undefined });
    expect(await results.next()).toEqual({ done: true, value: undefined });
    await results.return(undefined);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  test('when who takes them goes away', async () => {
    const { results, onEnd } = setUp();
    await results.return(undefined);
    await results.return(undefined);
    expect(onEnd).toHaveBeenCalledTimes(1);
  });

  test('when it was over before anybody took them', async () => {
    const { sink, results } = createResultQueue(() => {});
    sink.close?.();
    const onEnd = vi.fn();
    await results(onEnd).next();
    expect(onEnd).toHaveBeenCalledTimes(1);
  });
});

describe('a taker who stops taking while too much waits', () => {
  const aLot = () => [liveResult('x'.repeat(600_000)), liveResult('y'.repeat(600_000))];

  function setUpFull(stallMs: number) {
    vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    const breakOff = vi.fn();
    const { sink, results } = createResultQueue(breakOff, stallMs);
    const onDrained = vi.fn();
    sink.send(aLot());
    expect(sink.isFull()).toBe(true);
    sink.onDrained(onDrained);
    return { results: results(() => {}), breakOff, onDrained };
  }

  test('is broken off after a while', async () => {
    const { results, breakOff, onDrained } = setUpFull(1_000);
    vi.advanceTimersByTime(999);
    expect(breakOff).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(breakOff).toHaveBeenCalledTimes(1);
    expect(onDrained).not.toHaveBeenCalled();
    expect(await results.next()).toEqual({ done: true, value: undefined });
  });

  test('is not when something is taken now and then', async () => {
    const { results, breakOff, onDrained } = setUpFull(1_000);
    vi.advanceTimersByTime(999);
    await results.next();
    vi.advanceTimersByTime(999);
    expect(onDrained).not.toHaveBeenCalled();
    await results.next();
    expect(onDrained).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(10_000);
    expect(breakOff).not.toHaveBeenCalled();
  });
});

test('what waits when nothing more may come is not handed out', async () => {
  const { sink, results } = setUp();
  sink.send([liveResult('{"data":1}')]);
  sink.close?.();
  expect(await results.next()).toEqual({ done: true, value: undefined });
});
