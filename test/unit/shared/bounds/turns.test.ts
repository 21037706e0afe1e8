import { setTimeout } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { TurnLimits } from '../../../../src/shared/bounds/turns.ts';
import { createTurns, NoTurn, TurnsOver } from '../../../../src/shared/bounds/turns.ts';

/** Takes turns for keys and notes in which order they come. */
function world(limits: Partial<TurnLimits> = { places: 4 }) {
  const turns = createTurns({ share: 2, ...limits });
  const came: string[] = [];
  const ends = new Map<string, () => void>();
  const ask = async (key: string | undefined, name: string) => {
    const end = await turns.take(key);
    came.push(name);
    ends.set(name, end);
  };
  return { turns, came, ask, end: (name: string) => ends.get(name)?.() };
}

/** For all that can go on without anything else. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

describe('turns', () => {
  test('of one key are at most its share, and the rest is left to others', async () => {
    const { turns, came, ask } = world();
    for (const name of ['a1', 'a2', 'a3', 'a4']) void ask('a', name);
    void ask('b', 'b1');
    await settled();
    expect(came).toEqual(['a1', 'a2', 'b1']);
    expect([turns.running(), turns.waiting()]).toEqual([3, 2]);
  });

  test('are as many as the shares allow where nothing else bounds them', async () => {
    const { turns, came, ask, end } = world({});
    for (const key of ['a', 'b', 'c']) for (const n of [1, 2, 3]) void ask(key, `${key}${n}`);
    await settled();
    expect(came).toEqual(['a1', 'a2', 'b1', 'b2', 'c1', 'c2']);
    end('b1');
    await settled();
    expect(came.at(-1)).toBe('b3');
    expect([turns.running(), turns.waiting()]).toEqual([6, 2]);
  });

  test('begin at once without a promise where one is free, and later where none is', () => {
    const { turns } = world({ places: 1 });
    const ends: (() => void)[] = [];
    const errors: Error[] = [];
    const ask = () =>
      turns.takeThen(
        'a',
        (end) => ends.push(end),
        (error) => errors.push(error),
      );
    ask();
    ask();
    ask();
    expect([ends.length, turns.waiting()]).toEqual([1, 2]);
    ends[0]?.();
    expect([ends.length, turns.waiting()]).toEqual([2, 1]);
    turns.stop();
    ask();
    expect(errors.map(({ name }) => name)).toEqual(['TurnsOver', 'TurnsOver']);
    expect([turns.running(), turns.waiting()]).toEqual([1, 0]);
  });

  test('go round the keys that wait, however much one of them asks', async () => {
    const { came, ask, end } = world({ places: 1, share: 1 });
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
    for (const name of ['b1', 'b2']) void ask('b', name);
    void ask('c', 'c1');
    for (const name of ['a1', 'a2', 'b1', 'c1', 'a3']) {
      await settled();
      expect(came.at(-1)).toBe(name);
      end(name);
    }
    await settled();
    expect(came).toEqual(['a1', 'a2', 'b1', 'c1', 'a3', 'b2']);
  });

  test('come to the work of the desk first, as many as there are', async () => {
    const { came, ask, end } = world({ places: 3 });
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
    void ask('b', 'b1');
    void ask('b', 'b2');
    for (const name of ['d1', 'd2']) void ask(undefined, name);
    await settled();
    expect(came).toEqual(['a1', 'a2', 'b1']);
    end('a1');
    end('b1');
    await settled();
    expect(came.slice(3)).toEqual(['d1', 'd2']);
  });

  test('that do not come in time are an error, and those behind them come all the same', async () => {
    const { turns, came, ask, end } = world({ places: 1, share: 1, waitMs: 1 });
    await ask('a', 'a1');
    await expect(turns.take('a')).rejects.toMatchObject({ name: 'NoTurn', why: 'late' });
    expect([turns.waiting(), turns.refused()]).toEqual([0, 1]);
    end('a1');
    end('a1');
    await ask('b', 'b1');
    expect(came).toEqual(['a1', 'b1']);
    expect(turns.running()).toBe(1);
    void ask('c', 'c1').catch(() => {});
    await settled();
    expect(came).toEqual(['a1', 'b1']);
  });

  test('are waited for by so many of one key and no more', async () => {
    const { turns, ask } = world({ places: 1, share: 1, maxWaiting: 2 });
    await ask('a', 'a1');
    for (const name of ['a2', 'a3']) void ask('a', name);
    await expect(turns.take('a')).rejects.toMatchObject({ name: 'NoTurn', why: 'crowded' });
    void ask('b', 'b1');
    await settled();
    expect([turns.waiting(), turns.refused()]).toEqual([3, 1]);
  });

  test('are over when they are stopped: who waits is given up and who runs is not', async () => {
    const { turns, ask, end } = world({ places: 1, share: 1 });
    await ask('a', 'a1');
    const waiting = [turns.take('a'), turns.take('b'), turns.take(undefined)];
    turns.stop();
    for (const one of waiting) await expect(one).rejects.toThrow(TurnsOver);
    await expect(turns.take('c')).rejects.toThrow(TurnsOver);
    expect([turns.running(), turns.waiting()]).toEqual([1, 0]);
    end('a1');
    expect(turns.running()).toBe(0);
  });

  test('of several keys go to the one under which the least waits', async () => {
    const { turns, ask } = world({ places: 1, share: 1 });
    for (const name of ['a1', 'a2', 'a3']) void ask('a', name);
    void ask('b', 'b1');
    expect(turns.leastBusy(['a', 'b'])).toBe('b');
    expect(turns.leastBusy(['a', 'b', 'c'])).toBe('c');
    expect(turns.leastBusy([])).toBe('');
  });
});

describe('turns with a allowance', () => {
  const ALLOWANCE = { share: 8, allowance: { soonMs: 20, first: 4, least: 2 } };

  test('are fewer for a key whose turns took long, while another is there', async () => {
    const { came, ask, end } = world(ALLOWANCE);
    void ask('b', 'b1');
    for (let n = 1; n <= 8; n += 1) void ask('a', `a${n}`);
    await settled();
    expect(came).toEqual(['b1', 'a1', 'a2', 'a3', 'a4']);
    await setTimeout(30);
    for (const name of ['a1', 'a2', 'a3', 'a4']) end(name);
    await settled();
    expect(came.slice(5)).toEqual(['a5', 'a6']);
  });

  test('are as many as the share allows for a key that is alone', async () => {
    const { turns, ask } = world(ALLOWANCE);
    for (let n = 1; n <= 9; n += 1) void ask('a', `a${n}`);
    await settled();
    expect([turns.running(), turns.waiting()]).toEqual([8, 1]);
  });

  test('are not bound to one for the desk itself', async () => {
    const { turns, ask } = world(ALLOWANCE);
    void ask('b', 'b1');
    for (let n = 1; n <= 9; n += 1) void ask(undefined, `desk${n}`);
    await settled();
    expect(turns.running()).toBe(10);
  });
});

describe('work within a turn', () => {
  test('gives its place to the next, though it fails', async () => {
    const { turns } = world({ places: 1, share: 1 });
    const failing = turns.run('a', () => Promise.reject(new Error('It failed.')));
    const next = turns.run('a', async () => 'done');
    await expect(failing).rejects.toThrow('It failed.');
    expect(await next).toBe('done');
    expect(turns.running()).toBe(0);
  });

  test('is not begun where no turn comes', async () => {
    const { turns, ask } = world({ places: 1, share: 1, maxWaiting: 0 });
    await ask('a', 'a1');
    let begun = 0;
    const count = async () => {
      begun += 1;
    };
    await expect(turns.run('b', count)).rejects.toThrow(NoTurn);
    expect(begun).toBe(0);
  });

  test('that needs nothing but the processor lets other events come in between', async () => {
    const { turns } = world({ places: 8, share: 4, maxInARow: 10 });
    let done = 0;
    const between = new Promise<number>((resolve) => setImmediate(() => resolve(done)));
    const count = async () => {
      done += 1;
    };
    await Promise.all(Array.from({ length: 100 }, () => turns.run('a', count)));
    expect(await between).toBeLessThanOrEqual(10);
    expect(done).toBe(100);
  });
});
