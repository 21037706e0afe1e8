import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createBusyWatch } from '../../../../src/shared/bounds/busy.ts';

/** Leaves no time for anything else. */
function work(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test('a process that hardly idles is busy, for some time longer than that lasts', async () => {
  const isBusy = createBusyWatch(undefined, 1_000);
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

test('it is busy as well when something else is waited for', () => {
  let waits = false;
  const isBusy = createBusyWatch(() => waits, 1_000);
  expect(isBusy()).toBe(false);
  waits = true;
  expect(isBusy()).toBe(true);
});
