import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import { createSequencer } from '../../../src/events/sequencer.ts';

/** A database whose passes end when the test says so. */
function slowDatabase() {
  const passes: (() => void)[] = [];
  const $queryRaw = () =>
    new Promise((resolve) =>
      passes.push(() => resolve([{ ids: [], firstPlace: 0n, entries: null }])),
    );
  return { db: { $queryRaw } as unknown as Db, passes };
}

test('who commits while a pass runs waits for one that begins after it, shared by all who came meanwhile', async () => {
  const { db, passes } = slowDatabase();
  const { sequence } = createSequencer(db, () => {});
  const placed: string[] = [];
  const first = sequence().then(() => placed.push('first'));
  await setImmediate();
  // The pass that runs may have looked before these committed.
  const late = ['second', 'third'].map((name) => sequence().then(() => placed.push(name)));
  await setImmediate();
  expect(passes).toHaveLength(1);
  passes[0]?.();
  await first;
  await setImmediate();
  expect(placed).toEqual(['first']);
  expect(passes).toHaveLength(2);
  passes[1]?.();
  await Promise.all(late);
  expect(placed).toEqual(['first', 'second', 'third']);
  expect(passes).toHaveLength(2);
});
