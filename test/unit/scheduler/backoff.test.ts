import { expect, test } from 'vitest';
import { createBackoff } from '../../../src/scheduler/backoff.ts';

test('a case that fails is left alone for a second, then for twice as long each time', () => {
  let now = 0;
  const backoff = createBackoff(() => now);
  backoff.postpone('a');
  expect(backoff.active()).toEqual(['a']);
  now = 1_000;
  expect(backoff.active()).toEqual([]);
  backoff.postpone('a');
  now = 2_999;
  expect(backoff.active()).toEqual(['a']);
  now = 3_000;
  expect(backoff.active()).toEqual([]);
});

test('of more cases than are kept those that failed last are left alone', () => {
  const backoff = createBackoff(() => 0, 2);
  for (const id of ['a', 'b', 'a', 'c']) backoff.postpone(id);
  expect(backoff.active()).toEqual(['a', 'c']);
});
