import { describe, expect, test } from 'vitest';
import { createFairTurns, MAX_IN_A_ROW, TurnsOver } from '../../../src/events/fair-turns.ts';

/** Work that ends when the test says so, and the order in which it was begun. */
function setUp(limits = { atOnce: 2, ofOne: 1 }) {
  const turns = createFairTurns(limits);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const want = (party: string, name: string) =>
    turns.run(party, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.push(() => resolve(name)));
    });
  /** Ends what runs, one after the other, until nothing does. */
  async function finish(): Promise<void> {
    await new Promise(setImmediate);
    for (let end = ends.shift(); end !== undefined; end = ends.shift()) {
      end();
      await new Promise(setImmediate);
    }
  }
  return { turns, begun, want, finish };
}

describe('parties', () => {
  test('take turns, however much one of them wants', async () => {
    const { begun, want, finish } = setUp({ atOnce: 1, ofOne: 1 });
    const all = ['a1', 'a2', 'a3', 'a4'].map((name) => want('a', name));
    all.push(want('b', 'b1'), want('c', 'c1'), want('b', 'b2'));
    await finish();
    expect(begun).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4']);
    expect(await Promise.all(all)).toEqual(['a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2']);
  });

  test('leave room for others: who comes next does not wait for what one party has begun', async () => {
    const { begun, want, finish } = setUp({ atOnce: 3, ofOne: 2 });
    for (const name of ['a1', 'a2', 'a3']) void want('a', name);
    void want('b', 'b1');
    expect(begun).toEqual([]);
    await new Promise(setImmediate);
    expect(begun).toEqual(['a1', 'a2', 'b1']);
    await finish();
    expect(begun).toHaveLength(4);
  });

  test('of several the one whose work waits least is found', async () => {
    const { turns, want, finish } = setUp({ atOnce: 1, ofOne: 1 });
    for (const name of ['a1', 'a2', 'a3']) void want('a', name);
    void want('b', 'b1');
    expect(turns.leastBusy(['a', 'b'])).toBe('b');
    expect(turns.leastBusy(['a', 'b', 'c'])).toBe('c');
    await finish();
  });
});

test('work that fails gives its place to the next', async () => {
  const { turns } = setUp({ atOnce: 1, ofOne: 1 });
  const failing = turns.run('a', () => Promise.reject(new Error('It failed.')));
  const next = turns.run('a', async () => 'done');
  await expect(failing).rejects.toThrow('It failed.');
  expect(await next).toBe('done');
});

test('work that needs nothing but the processor lets other events come in between', async () => {
  const { turns } = setUp({ atOnce: 8, ofOne: 4 });
  let done = 0;
  const between = new Promise<number>((resolve) => setImmediate(() => resolve(done)));
  const all = Array.from({ length: 10 * MAX_IN_A_ROW }, () =>
    turns.run('a', async () => {
      done += 1;
    }),
  );
  await Promise.all(all);
  expect(await between).toBeLessThanOrEqual(MAX_IN_A_ROW);
  expect(done).toBe(10 * MAX_IN_A_ROW);
});

test('when they are over, what waits is given up and what runs is not', async () => {
  const { turns, begun, want, finish } = setUp({ atOnce: 1, ofOne: 1 });
  const running = want('a', 'a1');
  await new Promise(setImmediate);
  const waiting = want('a', 'a2');
  turns.stop();
  await expect(waiting).rejects.toThrow(TurnsOver);
  await expect(want('b', 'b1')).rejects.toThrow(TurnsOver);
  await finish();
  expect(await running).toBe('a1');
  expect(begun).toEqual(['a1']);
  expect(turns.waiting()).toBe(0);
});
