import { expect, test } from 'vitest';
import { createUnderWay, UNDER_WAY_LIMITS } from '../../../src/graphql/under-way.ts';

const LIMITS = { operations: 2, waitMs: 10_000, maxWaiting: 1 };

test('the limits are those of the contract', () => {
  expect(UNDER_WAY_LIMITS).toMatchObject({ operations: 32, waitMs: 1_000 });
});

test('an operation over the limit waits for a place of its principal, and others do not', async () => {
  const underWay = createUnderWay(LIMITS);
  const first = await underWay.enter('a');
  await underWay.enter('a');
  const third = underWay.enter('a');
  await underWay.enter('b');
  expect(underWay.running()).toBe(3);
  expect(underWay.waiting()).toBe(1);
  first?.();
  first?.();
  expect(await third).toBeTypeOf('function');
  expect(underWay.running()).toBe(3);
  expect(underWay.waiting()).toBe(0);
});

test('one for which no place comes in time, or behind which too many wait, is not run', async () => {
  const underWay = createUnderWay({ ...LIMITS, waitMs: 1 });
  const ends = [await underWay.enter('a'), await underWay.enter('a')];
  const waits = underWay.enter('a');
  expect(await underWay.enter('a')).toBeUndefined();
  expect(await waits).toBeUndefined();
  for (const end of ends) end?.();
  expect(underWay.running()).toBe(0);
  expect(await underWay.enter('a')).toBeTypeOf('function');
});
