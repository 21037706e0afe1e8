import { describe, expect, it } from 'vitest';
import { batchesOf, unlinkedWithOthers } from '../../../src/retention/linked.rules.ts';

const one = (id: string, ...links: string[]) => ({ id, links });
const ids = (cases: readonly { id: string }[]) => cases.map(({ id }) => id).sort();

describe('cases that are linked', () => {
  it('stay together with one that is not among them, however far it is', () => {
    const cases = [one('a', 'b'), one('b', 'a', 'c'), one('c', 'b', 'stays'), one('d')];
    expect(ids(unlinkedWithOthers(cases))).toEqual(['d']);
  });

  it('go together when all of them go, in circles too', () => {
    const cases = [one('a', 'b', 'c'), one('b', 'c', 'a'), one('c', 'a', 'b')];
    expect(ids(unlinkedWithOthers(cases))).toEqual(['a', 'b', 'c']);
  });

  it('stand in one batch, which grows for them', () => {
    const cases = [
      one('a'),
      one('b', 'e'),
      one('c'),
      one('d', 'f'),
      one('e', 'b'),
      one('f', 'd', 'g'),
      one('g', 'f'),
    ];
    const batches = batchesOf(cases, 2).map(ids);
    expect(batches).toEqual([['a'], ['b', 'e'], ['c'], ['d', 'f', 'g']]);
  });
});

it('cases without links fill batches up to their size, each once', () => {
  const cases = Array.from({ length: 250 }, (_, n) => one(String(n)));
  const batches = batchesOf(cases, 100);
  expect(batches.map(({ length }) => length)).toEqual([100, 100, 50]);
  expect(new Set(batches.flat()).size).toBe(250);
});
