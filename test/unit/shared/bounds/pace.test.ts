import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createPace, TooFarAhead } from '../../../../src/shared/bounds/pace.ts';

const REACH_MS = 5_000;

/** A thousand points a second, a hundred times as many when it is calm; `a` and `b` have asked just now. */
async function world(isBusy = true, maxWaitMs = 1_000) {
  const busy = { is: isBusy };
  const pace = createPace({
    pointsPerSecond: 1_000,
    calmPointsPerSecond: 100_000,
    aheadMs: 50,
    reachMs: REACH_MS,
    maxWaitMs,
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

  test('what would wait too long is refused after a second with the time to come again, and counts for nothing', async () => {
    const { pace } = await world();
    await pace.take('a', 1_200);
    const refused = await pace.take('a', 5_000).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TooFarAhead);
    expect((refused as TooFarAhead).retryAfterMs).toBeLessThan(1_000);
    expect(await cameWithin(1_000, pace.take('a', 10))).toBe(true);
  });

  test('who waits goes on within a second when it is not busy any more', async () => {
    const { pace, busy } = await world(true, 100_000);
    await pace.take('a', 60_000);
    const next = pace.take('a', 10);
    expect(await cameWithin(100, next)).toBe(false);
    busy.is = false;
    expect(await cameWithin(3_000, next)).toBe(true);
  });
});

describe('while there is time enough', () => {
  test('a rush begins at a pace of its own, and at the other one as soon as it is busy', async () => {
    const { pace, busy } = await world(false);
    const rush = Array.from({ length: 10 }, () => pace.take('a', 10_000));
    // A tenth of a second each.
    expect(
      await cameWithin(
        50,
        Promise.all(rush.slice(0, 1)).then(() => {}),
      ),
    ).toBe(true);
    expect(
      await cameWithin(
        300,
        Promise.all(rush).then(() => {}),
      ),
    ).toBe(false);
    busy.is = true;
    await pace.take('b', 0);
    expect(
      await cameWithin(
        400,
        Promise.all(rush).then(() => {}),
      ),
    ).toBe(false);
    busy.is = false;
    await Promise.all(rush);
  });

  test('what came to more than was known counts for what comes next', async () => {
    const { pace, busy } = await world(true);
    await pace.take('a', 1);
    pace.add('a', 300);
    expect(await cameWithin(100, pace.take('a', 1))).toBe(false);
    busy.is = false;
  });

  test('little of what was begun before is held against a key', async () => {
    const { pace, busy } = await world(true);
    await pace.take('a', 60_000);
    busy.is = false;
    expect(await cameWithin(1_100, pace.take('a', 1))).toBe(true);
  });
});

test('the next one waits for no longer than one may reach, whatever that came to', async () => {
  const pace = createPace({
    pointsPerSecond: 1_000,
    calmPointsPerSecond: 100_000,
    aheadMs: 50,
    reachMs: 200,
    maxWaitMs: 1_000,
    isBusy: () => true,
  });
  await pace.take('b', 0);
  await pace.take('a', 60_000);
  const next = pace.take('a', 60_000);
  expect(await cameWithin(100, next)).toBe(false);
  expect(await cameWithin(600, next)).toBe(true);
});

test('who waits is counted, and keeps no process from ending', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length;
  const { pace, busy } = await world(true, 100_000);
  await pace.take('a', 4_000);
  const before = timers();
  const next = pace.take('a', 1);
  await new Promise((resolve) => setImmediate(resolve));
  expect([pace.waiting(), timers() - before]).toEqual([1, 0]);
  busy.is = false;
  await next;
  expect(pace.waiting()).toBe(0);
});

test('a key that is alone does not wait', async () => {
  const pace = createPace({
    pointsPerSecond: 1_000,
    calmPointsPerSecond: 100_000,
    aheadMs: 50,
    reachMs: REACH_MS,
    maxWaitMs: 1_000,
    isBusy: () => true,
  });
  for (let turn = 0; turn < 10; turn += 1) await pace.take('a', 10_000);
  expect(await cameWithin(20, pace.take('a', 1))).toBe(true);
});
