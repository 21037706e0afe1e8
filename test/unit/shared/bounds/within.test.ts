import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { endWithin, within } from '../../../../src/shared/bounds/within.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

const never = new Promise<never>(() => {});
const failure = () => Promise.reject(new Error('It failed.'));

describe('work that is waited for so long at most', () => {
  test('comes to what it comes to when it ends in time', async () => {
    expect(await within(1_000, Promise.resolve(1), () => 2)).toBe(1);
    await expect(within(1_000, failure(), () => 2)).rejects.toThrow('It failed.');
  });

  test('comes to something else when it does not', async () => {
    const value = within(1_000, never, () => 2);
    const error = within(1_000, never, () => {
      throw new Error('It is late.');
    });
    const refused = expect(error).rejects.toThrow('It is late.');
    vi.advanceTimersByTime(999);
    expect(vi.getTimerCount()).toBe(2);
    vi.advanceTimersByTime(1);
    expect(await value).toBe(2);
    await refused;
  });

  test('may fail afterwards, and nobody is told', async () => {
    let fail = (_error: Error) => {};
    const work = new Promise<never>((_resolve, reject) => {
      fail = reject;
    });
    const value = within(1_000, work, () => 2);
    vi.advanceTimersByTime(1_000);
    expect(await value).toBe(2);
    fail(new Error('It failed too late.'));
    // Were it nobody's to handle, the run would fail for it.
    await new Promise(setImmediate);
  });
});

test('the end of something is its success, its failure, or the end of the wait for it', async () => {
  await endWithin(1_000, Promise.resolve(1));
  await endWithin(1_000, failure());
  const end = endWithin(1_000, never);
  vi.advanceTimersByTime(1_000);
  await end;
});
