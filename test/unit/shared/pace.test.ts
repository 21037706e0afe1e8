import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createPace, TooFarAhead } from '../../../src/shared/pace.ts';

/** A thousand points a second; `a` and `b` have asked just now. */
async function world(isBusy = true) {
  const busy = { is: isBusy };
  const pace = createPace({
    pointsPerSecond: 1_000,
    aheadMs: 50,
    maxWaitMs: 1_000,
    isBusy: () => busy.is,
  });
  await pace.take('b', 0);
  await pace.take('a', 0);
  return { pace, busy };
}

/** Whether it has come back by then. */
async function cameWithin(ms: number, taken: Promise<void>): Promise<boolean> {
  return Promise.race([taken.then(() => true), setTimeout(ms, false)]);
}

describe('while it is busy and others are there', () => {
  test('what is further ahead than it may be waits', async () => {
    const { pace } = await world();
    expect(await cameWithin(20, pace.take('a', 150))).toBe(true);
    const next = pace.take('a', 10);
    expect(await cameWithin(50, next)).toBe(false);
    expect(await cameWithin(1_000, next)).toBe(true);
  });

  test('one key does not wait for another', async () => {
    const { pace } = await world();
    await pace.take('a', 500);
    expect(await cameWithin(20, pace.take('b', 10))).toBe(true);
  });

  test('what would wait too long is refused with the time to come again, and counts for nothing', async () => {
    const { pace } = await world();
    await pace.take('a', 1_200);
    const refused = await pace.take('a', 5_000).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TooFarAhead);
    expect((refused as TooFarAhead).retryAfterMs).toBeGreaterThan(1_000);
    await setTimeout(250);
    expect(await cameWithin(1_500, pace.take('a', 10))).toBe(true);
  });

  test('who waits goes on as soon as it is not busy any more', async () => {
    const { pace, busy } = await world();
    await pace.take('a', 900);
    const next = pace.take('a', 10);
    expect(await cameWithin(100, next)).toBe(false);
    busy.is = false;
    expect(await cameWithin(200, next)).toBe(true);
  });
});

test('while there is time enough nothing waits, and little of it is held against the key later', async () => {
  const { pace, busy } = await world(false);
  for (let turn = 0; turn < 100; turn += 1) await pace.take('a', 1_000);
  busy.is = true;
  await pace.take('b', 0);
  // Of all that only the last one counts.
  expect(await cameWithin(800, pace.take('a', 0))).toBe(false);
});

test('a key that is alone does not wait', async () => {
  const pace = createPace({
    pointsPerSecond: 1_000,
    aheadMs: 50,
    maxWaitMs: 1_000,
    isBusy: () => true,
  });
  for (let turn = 0; turn < 10; turn += 1) await pace.take('a', 10_000);
  expect(await cameWithin(20, pace.take('a', 1))).toBe(true);
});
