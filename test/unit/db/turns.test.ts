import { describe, expect, test } from 'vitest';
import { createTurns } from '../../../src/db/turns.ts';

/** Takes turns for a key and notes in which order they come. */
function world(settings: Partial<Parameters<typeof createTurns>[0]> = {}) {
  const turns = createTurns({ places: 4, share: 2, waitMs: 10_000, ...settings });
  const came: string[] = [];
  const ends = new Map<string, () => void>();
  return {
    turns,
    came,
    async ask(key: string | undefined, name: string) {
      const end = await turns.take(key);
      came.push(name);
      ends.set(name, end);
    },
    end: (name: string) => ends.get(name)?.(),
  };
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
    expect(turns.waiting()).toBe(2);
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
    await expect(turns.take('a')).rejects.toThrow('within 1 ms');
    expect(turns.waiting()).toBe(0);
    end('a1');
    end('a1');
    await ask('b', 'b1');
    expect(came).toEqual(['a1', 'b1']);
    void ask('c', 'c1').catch(() => {});
    await settled();
    expect(came).toEqual(['a1', 'b1']);
  });

  test('are waited for by so many of one key and no more', async () => {
    const { turns, ask } = world({ places: 1, share: 1, maxWaiting: 2 });
    await ask('a', 'a1');
    void ask('a', 'a2');
    void ask('a', 'a3');
    await expect(turns.take('a')).rejects.toThrow('2 statements wait already');
  });
});
