import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Outage } from '../../../src/shared/outage.ts';
import { createOutage } from '../../../src/shared/outage.ts';

const lines: string[] = [];
let outage: Outage;

function start(quietMs?: number): void {
  outage = createOutage({
    words: {
      began: (reason) => `gone: ${reason}`,
      goesOn: (failures, seconds) => `still: ${failures} more, ${seconds} s`,
      over: (failures, seconds) => `back: ${failures} in all, ${seconds} s`,
    },
    say: ({ ids }, message) => lines.push([message, ...(ids ?? [])].join(' ')),
    ...(quietMs !== undefined && { quietMs }),
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  lines.length = 0;
  start();
});
afterEach(() => void vi.useRealTimers());

function failFor(seconds: number, perSecond: number): void {
  for (let failure = 0; failure < seconds * perSecond; failure += 1) {
    outage.failed('refused');
    vi.advanceTimersByTime(1_000 / perSecond);
  }
}

describe('an outage', () => {
  it('is told of when it begins, every ten seconds, and when it has been over for a moment', () => {
    failFor(25, 4);
    outage.worked();
    vi.advanceTimersByTime(499);
    expect(lines).toEqual(['gone: refused', 'still: 39 more, 10 s', 'still: 40 more, 20 s']);
    expect(outage.isOn()).toBe(false);
    vi.advanceTimersByTime(1);
    expect(lines.slice(3)).toEqual(['back: 100 in all, 25 s']);
    expect(outage.failures()).toBe(100);
    vi.advanceTimersByTime(60_000);
    expect(lines).toHaveLength(4);
  });

  it('goes on when what worked fails at once again', () => {
    outage.failed('refused');
    outage.worked();
    vi.advanceTimersByTime(400);
    outage.failed('refused');
    expect(outage.isOn()).toBe(true);
    vi.advanceTimersByTime(9_000);
    expect(lines).toEqual(['gone: refused']);
  });

  it('that comes and goes is told of no more often than every ten seconds', () => {
    for (let turn = 0; turn < 60; turn += 1) {
      outage.failed('refused');
      outage.worked();
      vi.advanceTimersByTime(1_000);
    }
    vi.advanceTimersByTime(20_000);
    expect(lines.length).toBeLessThanOrEqual(2 + (2 * 80) / 10);
    const told = lines.flatMap((line) => /back: (\d+)/.exec(line)?.[1] ?? []);
    expect(told.reduce((sum, count) => sum + Number(count), 0)).toBe(60);
  });

  it('names the requests that failed, 50 a line', () => {
    outage.failed('refused', 'first');
    for (let request = 0; request < 70; request += 1) outage.failed('refused', `r${request}`);
    vi.advanceTimersByTime(10_000);
    outage.failed('refused', 'last');
    outage.worked();
    vi.advanceTimersByTime(500);
    const [began, goesOn, over] = lines.map((line) => line.split(' ').slice(-1)[0]);
    expect([began, goesOn, over]).toEqual(['first', 'r49', 'last']);
    expect(lines[1]).toMatch(/^still: 70 more/);
  });

  it('that nobody can say is over ends when nothing has failed for a while', () => {
    start(30_000);
    failFor(5, 1);
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual(['gone: refused', 'still: 4 more, 10 s', 'back: 5 in all, 4 s']);
  });

  it('can end without a word', () => {
    outage.failed('refused');
    outage.dismiss();
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual(['gone: refused']);
    expect(outage.isOn()).toBe(false);
  });
});
