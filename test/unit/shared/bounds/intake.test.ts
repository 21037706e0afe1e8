import { describe, expect, test } from 'vitest';
import { createIntake } from '../../../../src/shared/bounds/intake.ts';

const LIMITS = { waitMs: 500, free: 10, most: 1_000 };

/** A node that does `perSecond` pieces, one after the other, for whoever comes first. */
function world(perSecond: number, limits = LIMITS) {
  const node = { now: 0, perSecond };
  const intake = createIntake(limits, () => node.now);
  const queue: { key: string; since: number }[] = [];
  const waits: number[] = [];
  let owed = 0;

  function offer(key: string): boolean {
    if (intake.isFull(key)) return false;
    intake.begin(key);
    queue.push({ key, since: node.now });
    return true;
  }

  function work(): void {
    node.now += 1;
    owed = queue.length === 0 ? 0 : owed + node.perSecond / 1_000;
    for (; owed >= 1 && queue.length > 0; owed -= 1) {
      const done = queue.shift();
      if (done === undefined) return;
      waits.push(node.now - done.since);
      intake.end(done.key, true);
    }
  }

  return {
    node,
    intake,
    offer,
    /** Lets so many a second come, of each key. @returns how many of each were taken. */
    load(rates: Readonly<Record<string, number>>, ms: number): Record<string, number> {
      const taken = Object.fromEntries(Object.keys(rates).map((key) => [key, 0]));
      const due = { ...taken };
      waits.length = 0;
      for (let step = 0; step < ms; step += 1) {
        for (const [key, rate] of Object.entries(rates)) {
          due[key] = (due[key] ?? 0) + rate;
          for (; (due[key] ?? 0) >= 1_000; due[key] = (due[key] ?? 0) - 1_000) {
            if (offer(key)) taken[key] = (taken[key] ?? 0) + 1;
          }
        }
        work();
      }
      return taken;
    },
    longest: () => Math.max(...waits),
  };
}

describe('a node that is only busy', () => {
  test('takes all that comes, up to what it can do', () => {
    const { load } = world(1_000);
    expect(load({ a: 990 }, 10_000)).toEqual({ a: 9_900 });
  });

  test('takes all of so few at a time, however long each takes', () => {
    const { offer } = world(0);
    expect(Array.from({ length: 10 }, () => offer('a'))).not.toContain(false);
  });

  test('takes a rush that it gets done in time', () => {
    const { load } = world(1_000);
    load({ a: 500 }, 2_000);
    expect(load({ a: 4_000 }, 100)).toEqual({ a: 400 });
    expect(load({ a: 500 }, 1_000)).toEqual({ a: 500 });
  });
});

describe('a node of which three times as much is asked', () => {
  test('does as much as it can, and what it takes is done within about the time that it may take', () => {
    const { load, longest } = world(1_000);
    load({ a: 3_000 }, 1_000);
    const { a } = load({ a: 3_000 }, 5_000);
    expect(a).toBeGreaterThan(4_900);
    expect(a).toBeLessThan(5_100);
    expect(longest()).toBeLessThan(600);
  });

  test('takes all that comes as soon as the load is over and its backlog done', () => {
    const { load } = world(1_000);
    load({ a: 3_000 }, 5_000);
    load({ a: 900 }, 1_000);
    expect(load({ a: 900 }, 1_000)).toEqual({ a: 900 });
  });

  test('learns within a second that it has become slow, and that it is fast again', () => {
    const { load, longest, node } = world(2_000);
    load({ a: 3_000 }, 3_000);
    node.perSecond = 100;
    load({ a: 3_000 }, 12_000);
    load({ a: 3_000 }, 5_000);
    expect(longest()).toBeLessThan(1_000);
    node.perSecond = 2_000;
    load({ a: 6_000 }, 1_000);
    expect(load({ a: 6_000 }, 1_000)['a']).toBeGreaterThan(1_900);
  });

  test('leaves those who ask for little what they ask for', () => {
    const { load } = world(1_000);
    load({ greedy: 3_000 }, 2_000);
    const { little, greedy } = load({ greedy: 3_000, little: 50 }, 5_000);
    expect(little).toBe(250);
    expect(greedy).toBeGreaterThan(4_600);
  });

  test('gives equal parts to those who ask for too much', () => {
    const { load } = world(1_000);
    load({ a: 3_000, b: 1_000 }, 2_000);
    const { a = 0, b = 0 } = load({ a: 3_000, b: 1_000 }, 5_000);
    expect(a / b).toBeGreaterThan(0.8);
    expect(a / b).toBeLessThan(1.5);
  });
});

describe('when nothing gets done', () => {
  test('one key takes half of what there may be at most, and after a moment others still get in', () => {
    const { offer, load } = world(0);
    const taken = Array.from({ length: 600 }, () => offer('greedy')).filter(Boolean);
    expect(taken).toHaveLength(500);
    load({}, 100);
    expect(offer('greedy')).toBe(false);
    expect(offer('other')).toBe(true);
  });

  test('never more than the most is taken, whoever asks', () => {
    const { offer, intake } = world(0);
    for (let key = 0; key < 2_000; key += 1) offer(`key ${key}`);
    expect(intake.underWay()).toBe(1_000);
  });
});

test('what is a part of other work does not count as work done', () => {
  const { intake, node, offer } = world(0);
  for (let piece = 0; piece < 100; piece += 1) offer('a');
  for (let part = 0; part < 1_000; part += 1) {
    intake.begin('a');
    intake.end('a', false);
  }
  node.now += 100;
  expect(offer('a')).toBe(false);
  expect(intake.limit()).toBe(LIMITS.free);
});
