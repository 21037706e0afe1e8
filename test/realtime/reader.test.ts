import { setImmediate } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import type { PlacedEntry } from '../../src/events/reader.ts';
import { createReader } from '../../src/events/reader.ts';

/** A log whose reads end when the test says so, each with what was in it when it began. */
function slowLog() {
  const entries: PlacedEntry[] = [];
  const reads: (() => void)[] = [];
  const read = (after: bigint) => {
    const found = entries.filter(({ seq }) => seq > after);
    return new Promise<PlacedEntry[]>((resolve) => reads.push(() => resolve(found)));
  };
  const db = { $queryRaw: async () => [{ last: null }] };
  return {
    db: db as unknown as Db,
    read,
    place: (seq: bigint) => void entries.push({ seq } as PlacedEntry),
    reads,
  };
}

afterEach(() => {
  vi.useRealTimers();
});

describe('the reader', () => {
  it('looks again at once when it is told of more while it reads, and does not wait for its poll', async () => {
    // Time stands still, so nothing is polled.
    vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout'] });
    const { db, read, place, reads } = slowLog();
    const delivered: bigint[] = [];
    const deliver = (entries: readonly PlacedEntry[]) =>
      void delivered.push(...entries.map(({ seq }) => seq));
    const reader = createReader({
      ...{ db, read, deliver },
      onError: (error) => expect(error).toBe(undefined),
    });
    await reader.start();
    place(1n);
    reader.wake(1n);
    place(2n);
    reader.wake(2n);
    reads.shift()?.();
    await setImmediate();
    expect(reads).toHaveLength(1);
    reads.shift()?.();
    await setImmediate();
    expect(delivered).toEqual([1n, 2n]);
    await reader.stop();
  });
});
