import { describe, expect, test } from 'vitest';
import { createAllowances } from '../../../../src/shared/bounds/allowances.ts';

const LIMITS = { soonMs: 50, first: 4, least: 2, most: 8 };

/** Allowances at a time that is set, of a key `a` beside which `b` has just asked. */
function world() {
  let now = 0;
  const allowances = createAllowances(LIMITS, () => now);
  allowances.asked('b');
  allowances.asked('a');
  return {
    allowances,
    pass(ms: number): void {
      now += ms;
    },
    took(times: number, ms: number): void {
      for (let turn = 0; turn < times; turn += 1) allowances.took('a', ms);
    },
  };
}

describe('the allowance of a key that is not alone', () => {
  test('begins small', () => {
    expect(world().allowances.of('a')).toBe(4);
  });

  test('widens by one for each time that it is used up by what ends soon, up to the most', () => {
    const { allowances, took } = world();
    took(5, 10);
    expect(allowances.of('a')).toBe(5);
    took(6, 50);
    expect(allowances.of('a')).toBe(6);
    took(1_000, 10);
    expect(allowances.of('a')).toBe(8);
  });

  test('is halved by what takes long, down to the least', () => {
    const { allowances, took } = world();
    took(1_000, 10);
    took(1, 51);
    expect(allowances.of('a')).toBe(4);
    took(10, 51);
    expect(allowances.of('a')).toBe(2);
  });

  test('is not that of another key', () => {
    const { allowances, took } = world();
    took(10, 51);
    expect(allowances.of('b')).toBe(4);
  });
});

test('a key that is alone is not held back, from a second after the last of another', () => {
  const { allowances, took, pass } = world();
  took(10, 51);
  pass(1_000);
  expect(allowances.of('a')).toBe(2);
  pass(1);
  allowances.asked('a');
  expect(allowances.of('a')).toBe(Number.POSITIVE_INFINITY);
  allowances.asked('b');
  expect([allowances.of('a'), allowances.of('b')]).toEqual([2, 4]);
});
