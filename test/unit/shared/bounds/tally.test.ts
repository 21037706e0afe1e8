import { expect, test } from 'vitest';
import { createTally } from '../../../../src/shared/bounds/tally.ts';

test('each key has a sum of its own, which is 0 before anything was added', () => {
  const tally = createTally<string>();
  expect([tally.add('a', 3), tally.add('b', 1), tally.add('a', -2)]).toEqual([3, 1, 1]);
  expect(['a', 'b', 'c'].map(tally.of)).toEqual([1, 1, 0]);
});

test('keys that came to zero are forgotten, and the sums of others stay', () => {
  const tally = createTally<number>();
  tally.add(-1, 7);
  for (let key = 0; key < 5_000; key += 1) {
    tally.add(key, 1);
    tally.add(key, -1);
  }
  expect(tally.of(-1)).toBe(7);
  expect(tally.keys()).toBeLessThanOrEqual(1_001);
});
