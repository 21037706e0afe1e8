import type { Clock } from '../../src/shared/clock.ts';

/** A present that stands still until it is moved. */
export interface TestClock extends Clock {
  set(now: Date | string): void;
  advance(ms: number): void;
}

export const TEST_START = '2026-03-02T09:00:00.000Z';

export function createTestClock(start: Date | string = TEST_START): TestClock {
  let present = new Date(start);
  return {
    now: () => new Date(present),
    set(now) {
      present = new Date(now);
    },
    advance(ms) {
      present = new Date(present.getTime() + ms);
    },
  };
}
