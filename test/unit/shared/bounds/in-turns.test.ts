import { expect, test } from 'vitest';
import { inTurns } from '../../../../src/shared/bounds/in-turns.ts';

test('work that yields lets the rest of the process go on before it ends', async () => {
  let others = 0;
  const count = setInterval(() => {
    others += 1;
  }, 1);
  const giveUp = performance.now() + 20_000;
  function* work(): Generator<void, string> {
    while (others < 3 && performance.now() < giveUp) yield;
    return 'done';
  }
  expect(await inTurns(work())).toBe('done');
  clearInterval(count);
  expect(others).toBeGreaterThanOrEqual(3);
});

test('what the work throws comes out', async () => {
  // biome-ignore lint/correctness/useYield: it fails at once.
  function* work(): Generator<void, string> {
    throw new Error('No.');
  }
  await expect(inTurns(work())).rejects.toThrow('No.');
});
