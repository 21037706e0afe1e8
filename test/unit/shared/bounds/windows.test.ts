import { describe, expect, test } from 'vitest';
import { createWindows } from '../../../../src/shared/bounds/windows.ts';

const LIMITS = { soonMs: 50, first: 4, least: 2, most: 8 };

/** Windows at a time that is set, of a key `a` beside which `b` has just asked. */
function world() {
  let now = 0;
  const windows = createWindows(LIMITS, () => now);
  windows.asked('b');
  windows.asked('a');
  return {
    windows,
    pass(ms: number): void {
      now += ms;
    },
    took(times: number, ms: number): void {
      for (let turn = 0; turn < times; turn += 1) windows.took('a', ms);
    },
  };
}

describe('the window of a key that is not alone', () => {
  test('begins small', () => {
    expect(world().windows.of('a')).toBe(4);
  });

  test('opens by one for each window full of what ends soon, up to the most', () => {
    const { windows, took } = world();
    took(5, 10);
    expect(windows.of('a')).toBe(5);
    took(6, 50);
    expect(windows.of('a')).toBe(6);
    took(1_000, 10);
    expect(windows.of('a')).toBe(8);
  });

  test('is halved by what takes long, down to the least', () => {
    const { windows, took } = world();
    took(1_000, 10);
    took(1, 51);
    expect(windows.of('a')).toBe(4);
    took(10, 51);
    expect(windows.of('a')).toBe(2);
  });

  test('is not that of another key', () => {
    const { windows, took } = world();
    took(10, 51);
    expect(windows.of('b')).toBe(4);
  });
});

test('a key that is alone is not held back, from a second after the last of another', () => {
  const { windows, took, pass } = world();
  took(10, 51);
  pass(1_000);
  expect(windows.of('a')).toBe(2);
  pass(1);
  windows.asked('a');
  expect(windows.of('a')).toBe(Number.POSITIVE_INFINITY);
  windows.asked('b');
  expect([windows.of('a'), windows.of('b')]).toEqual([2, 4]);
});
