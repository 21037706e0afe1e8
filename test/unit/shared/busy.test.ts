import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBusyWatch } from '../../../src/shared/busy.ts';

/** Leaves no time for anything else. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('a process that hardly idles is busy, for a second longer than that lasts', async () => {
  const isBusy = createBusyWatch();
  await setTimeout(100);
  expect(isBusy()).toBe(false);
  // The loop counts its own time between its rounds.
  for (let round = 0; round < 4; round += 1) {
    work(60);
    await setTimeout(0);
  }
  expect(isBusy()).toBe(true);
  await setTimeout(500);
  expect(isBusy()).toBe(true);
  await setTimeout(700);
  expect(isBusy()).toBe(false);
});
