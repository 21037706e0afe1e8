import { TerminatedCloseEvent } from 'graphql-ws';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskClientError } from '../../../packages/client/src/errors.ts';
import { backoffMs, createRetries, isFatal } from '../../../packages/client/src/retry.ts';

const closed = (code: number) => ({ code, reason: '' });

describe('whether a connection is tried again', () => {
  it.each([4400, 4401, 4406, 4409, 1002, 1009])('not after %i', (code) => {
    expect(isFatal(closed(code))).toBe(true);
  });

  it.each([1000, 1001, 1005, 1006, 1011, 1012, 1013, 4403, 4408, 4429, 4500, 4504, 4509])(
    'after %i',
    (code) => {
      expect(isFatal(closed(code))).toBe(false);
    },
  );

  it('after a socket that failed, one that was given up, and a key that could not be had', () => {
    expect(isFatal({ type: 'error' })).toBe(false);
    expect(isFatal(new TerminatedCloseEvent())).toBe(false);
    expect(isFatal(new DeskClientError('KEY', 'Away.'))).toBe(false);
  });

  it('not after a message that is not of the protocol', () => {
    expect(isFatal(new Error('Message is missing the "type" property'))).toBe(true);
  });
});

describe('the wait before a try', () => {
  const range = (retries: number, reason: unknown) =>
    [0, 1].map((random) => backoffMs(retries, reason, random));

  it('is doubled each time, with jitter, up to half a minute', () => {
    expect(range(0, closed(1006))).toEqual([250, 750]);
    expect(range(1, closed(1006))).toEqual([500, 1_500]);
    expect(range(4, closed(1006))).toEqual([4_000, 12_000]);
    expect(range(6, closed(1006))).toEqual([10_000, 30_000]);
    expect(range(5_000, closed(1006))).toEqual([10_000, 30_000]);
  });

  it('is longer when there are too many sockets', () => {
    expect(range(0, closed(4429))).toEqual([2_500, 7_500]);
  });
});

describe('those who wait for a try', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('wait together, and longer when it fails', () => {
    const waits: number[] = [];
    const retries = createRetries((count) => {
      waits.push(count);
      return 100;
    });
    const calls: string[] = [];
    retries.schedule(() => calls.push('a'), undefined);
    vi.advanceTimersByTime(50);
    retries.schedule(() => calls.push('b'), undefined);
    vi.advanceTimersByTime(50);
    expect(calls).toEqual(['a', 'b']);
    retries.schedule(() => calls.push('c'), undefined);
    expect(waits).toEqual([0, 1]);
    retries.reset();
    vi.advanceTimersByTime(100);
    retries.schedule(() => {}, undefined);
    expect(waits).toEqual([0, 1, 0]);
  });

  it('go at once when there is a connection', () => {
    const retries = createRetries(() => 100);
    const calls: string[] = [];
    retries.schedule(() => calls.push('a'), undefined);
    retries.runNow();
    vi.advanceTimersByTime(500);
    expect(calls).toEqual(['a']);
  });

  it('leave no timer behind when they do not want it any more', () => {
    const retries = createRetries(() => 100);
    const takeBack = [retries.schedule(() => {}, undefined), retries.schedule(() => {}, undefined)];
    takeBack[0]?.();
    expect(vi.getTimerCount()).toBe(1);
    takeBack[1]?.();
    expect(vi.getTimerCount()).toBe(0);
  });
});
