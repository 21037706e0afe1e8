import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { MapBounds } from '../../../../src/shared/bounds/bounded-map.ts';
import { createBoundedMap } from '../../../../src/shared/bounds/bounded-map.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Keeps values of 40 under these keys, and uses the first one once all but the last are there. */
function fill(bounds: Omit<MapBounds, 'maxSize'>, keys: readonly string[]) {
  const map = createBoundedMap<string, string>({ maxSize: 100, ...bounds });
  for (const key of keys) {
    if (key === keys.at(-1)) map.get(keys[0] ?? '');
    map.set(key, key.toUpperCase(), 40);
  }
  return map;
}

describe('when there is more than may be kept', () => {
  test('what was set first gives way', () => {
    const map = fill({}, ['a', 'b', 'c']);
    expect(['a', 'b', 'c'].map(map.get)).toEqual([undefined, 'B', 'C']);
    expect([map.count(), map.size()]).toEqual([2, 80]);
  });

  test('what was set again is not the first any more', () => {
    const map = fill({}, ['a', 'b', 'a', 'c']);
    expect(['a', 'b', 'c'].map(map.get)).toEqual(['A', undefined, 'C']);
  });

  test('what was used longest ago gives way where use counts', () => {
    const map = fill({ givesWay: 'longest unused' }, ['a', 'b', 'c']);
    expect(['a', 'b', 'c'].map(map.get)).toEqual(['A', undefined, 'C']);
  });

  test('as much gives way as what comes takes, and what is too large alone is not kept', () => {
    const map = fill({}, ['a', 'b']);
    map.set('b', 'too large', 101);
    expect(['a', 'b'].map(map.get)).toEqual(['A', undefined]);
    map.set('c', 'C', 100);
    expect(['a', 'c'].map(map.get)).toEqual([undefined, 'C']);
    expect([map.count(), map.size()]).toEqual([1, 100]);
  });
});

test('each counts as one unless it says otherwise', () => {
  const map = createBoundedMap<number, number>({ maxSize: 3 });
  for (let n = 0; n < 10; n += 1) map.set(n, n);
  expect([map.get(6), map.get(7), map.count()]).toEqual([undefined, 7, 3]);
});

test('what is older than it may be is not known any more, though it was used', () => {
  for (const givesWay of ['first set', 'longest unused'] as const) {
    const map = fill({ maxAgeMs: 1_000, givesWay }, ['a', 'b']);
    vi.advanceTimersByTime(999);
    expect(map.get('a')).toBe('A');
    vi.advanceTimersByTime(1);
    expect(map.get('a')).toBeUndefined();
    map.set('c', 'C', 10);
    expect([map.count(), map.size()]).toEqual([1, 10]);
  }
});

test('what is deleted, and all when it is cleared, leaves its room', () => {
  const map = fill({}, ['a', 'b']);
  map.delete('a');
  map.delete('x');
  expect([map.get('a'), map.count(), map.size()]).toEqual([undefined, 1, 40]);
  map.clear();
  expect([map.get('b'), map.count(), map.size()]).toEqual([undefined, 0, 0]);
});

test('who asked is told of what gave way, and of nothing that was deleted', () => {
  const gone: [string, number][] = [];
  const map = createBoundedMap<string, number>({
    maxSize: 2,
    gaveWay: (key, value) => void gone.push([key, value]),
  });
  map.set('a', 1);
  map.set('b', 2);
  map.delete('a');
  map.set('c', 3);
  map.set('d', 4);
  expect(gone).toEqual([['b', 2]]);
});

test('what is kept is listed, the next to give way first and without what is too old', () => {
  const map = fill({ maxAgeMs: 1_000 }, ['a', 'b', 'a']);
  expect([...map.entries()]).toEqual([
    ['b', 'B'],
    ['a', 'A'],
  ]);
  vi.advanceTimersByTime(1_000);
  expect([...map.entries()]).toEqual([]);
});
