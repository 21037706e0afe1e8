import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createRecentResults } from '../../../src/live/recent-results.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function setUp() {
  const recent = createRecentResults<string | null>({
    maxCharacters: 100,
    maxAgeMs: 1_000,
    charactersOf: (result) => result?.length,
  });
  let works = 0;
  const share = (key: string, result: string | null = 'x'.repeat(40)) =>
    recent.share(key, async () => {
      works += 1;
      return result;
    });
  return { share, works: () => works };
}

describe('a result', () => {
  test('is worked out once for those who ask at once, or soon after', async () => {
    const { share, works } = setUp();
    await Promise.all([share('a'), share('a')]);
    await share('a');
    expect(works()).toBe(1);
  });

  test('is forgotten after a while', async () => {
    const { share, works } = setUp();
    await share('a');
    vi.advanceTimersByTime(1_000);
    await share('a');
    expect(works()).toBe(2);
  });

  test('is forgotten for others when they are too long together, the oldest first', async () => {
    const { share, works } = setUp();
    for (const key of ['a', 'b', 'c']) await share(key);
    for (const key of ['b', 'c']) await share(key);
    expect(works()).toBe(3);
    await share('a');
    expect(works()).toBe(4);
  });

  test('that may not be kept is not', async () => {
    const { share, works } = setUp();
    await share('a', null);
    await share('a', null);
    expect(works()).toBe(2);
  });
});
