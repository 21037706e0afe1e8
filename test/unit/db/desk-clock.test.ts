import { beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import { createDeskClock } from '../../../src/db/desk-clock.ts';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../src/shared/duration.ts';

const START = Date.UTC(2026, 10, 29, 9);

/** Milliseconds since the start: real time, and what the clocks make of it. */
let real = 0;
let slept = 0;
let databaseAhead = 0;
let nodeAhead = 0;
let steps: number[] = [];
/** How long the database's answer is on its way. */
let answerMs = 0;

beforeEach(() => {
  [real, slept, databaseAhead, nodeAhead, answerMs, steps] = [0, 0, 0, 0, 0, []];
});

function makeClock() {
  return createDeskClock({
    db: {} as Db,
    system: { now: () => new Date(START + real + nodeAhead) },
    async readDatabase() {
      const told = START + real + databaseAhead;
      real += answerMs;
      return told;
    },
    passed: () => real - slept,
    up: () => real / SECOND_MS,
    onStep: (byMs) => steps.push(byMs),
  });
}

type TestClock = ReturnType<typeof makeClock>;

/** Lets time pass, with a measurement every five seconds. */
async function pass(clock: TestClock, ms: number): Promise<void> {
  for (const end = real + ms; real < end; ) {
    real = Math.min(end, real + 5 * SECOND_MS);
    await clock.measure();
  }
}

/** By how much the desk's time is ahead of the real one. */
const aheadBy = (clock: TestClock) => clock.now().getTime() - START - real;

describe('the clock of a machine that is set two hours ahead or back', () => {
  test.each([2 * HOUR_MS, -2 * HOUR_MS])(
    'by %d ms moves the time of the desk at no moment',
    async (by) => {
      const clock = makeClock();
      await clock.measure();
      nodeAhead = by;
      expect(aheadBy(clock)).toBe(0);
      await pass(clock, HOUR_MS);
      expect(aheadBy(clock)).toBe(0);
      expect(clock.aheadMs()).toBe(by);
      expect(clock.steppedMs()).toBe(0);
    },
  );

  test.each([2 * HOUR_MS, -2 * HOUR_MS])(
    'by %d ms with the database on it is told at once, and counts when it has lasted',
    async (by) => {
      const clock = makeClock();
      await clock.measure();
      [nodeAhead, databaseAhead] = [by, by];
      expect(aheadBy(clock)).toBe(0);
      await pass(clock, 9 * MINUTE_MS);
      expect(aheadBy(clock)).toBe(0);
      expect([clock.steppedMs(), steps]).toEqual([by, [by]]);
      await pass(clock, 2 * MINUTE_MS);
      expect(aheadBy(clock)).toBe(by);
      expect([clock.steppedMs(), steps]).toEqual([0, [by]]);
    },
  );

  test('and put right again, it has never counted', async () => {
    const clock = makeClock();
    await clock.measure();
    [nodeAhead, databaseAhead] = [2 * HOUR_MS, 2 * HOUR_MS];
    await pass(clock, MINUTE_MS);
    [nodeAhead, databaseAhead] = [0, 0];
    await pass(clock, HOUR_MS);
    expect([aheadBy(clock), clock.steppedMs()]).toEqual([0, 0]);
  });
});

test('of two clocks that differ from the beginning the earlier counts', async () => {
  nodeAhead = -5 * MINUTE_MS;
  const behind = makeClock();
  await behind.measure();
  expect(aheadBy(behind)).toBe(-5 * MINUTE_MS);
  nodeAhead = 5 * MINUTE_MS;
  const ahead = makeClock();
  await ahead.measure();
  expect(aheadBy(ahead)).toBe(0);
});

test('a clock of a machine that was behind is followed when it is put right', async () => {
  nodeAhead = -5 * MINUTE_MS;
  const clock = makeClock();
  await clock.measure();
  nodeAhead = 0;
  await pass(clock, 5 * SECOND_MS);
  expect(aheadBy(clock)).toBe(0);
});

test('clocks that drift a little are followed', async () => {
  const clock = makeClock();
  await clock.measure();
  for (let turn = 1; turn <= 100; turn += 1) {
    [databaseAhead, nodeAhead] = [turn * 100, turn * 100];
    await pass(clock, 5 * SECOND_MS);
    expect(aheadBy(clock)).toBe(turn * 100);
  }
  expect(steps).toEqual([]);
});

test('a machine that slept for an hour knows so at the next measurement', async () => {
  const clock = makeClock();
  await clock.measure();
  real += HOUR_MS;
  slept = HOUR_MS;
  await clock.measure();
  expect([aheadBy(clock), clock.steppedMs(), steps]).toEqual([0, 0, []]);
});

test('answers of the database that come late make the time of the desk no other', async () => {
  const clock = makeClock();
  await clock.measure();
  answerMs = 400;
  await pass(clock, MINUTE_MS);
  expect(aheadBy(clock)).toBe(0);
  // What they cannot hide counts.
  databaseAhead = -600;
  await pass(clock, MINUTE_MS);
  expect(aheadBy(clock)).toBe(-600);
});
