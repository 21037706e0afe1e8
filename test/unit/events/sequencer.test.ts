import { setImmediate } from 'node:timers/promises';
import type pg from 'pg';
import { expect, test } from 'vitest';
import { withoutNames } from '../../../src/db/statement-names.ts';
import { createSequencer } from '../../../src/events/sequencer.ts';

interface SlowPass {
  /** Ends it: the entries have their places. */
  end(placed?: number): void;
  fail(): void;
  /** The texts of the reads that came along. */
  reads: string[];
}

/** What the driver is given: see `src/db/tx/round-trip.ts`. */
interface Trip {
  text: string;
  asked: [{ resolve(reply: { rows: unknown[] }): void; reject(error: Error): void }];
}

/** A database whose passes end when the test says so, and whose reads answer with their text. */
function slowDatabase() {
  const passes: SlowPass[] = [];
  const released: (boolean | undefined)[] = [];
  const stream = { cork() {}, uncork() {} };
  const connect = async () => {
    let pass: SlowPass | undefined;
    return {
      connection: { stream },
      query({ text, asked: [one] }: Trip) {
        if (!text.includes('place_entries')) {
          pass?.reads.push(text);
          one.resolve({ rows: [[pass === undefined ? `alone: ${text}` : text]] });
          return;
        }
        pass = {
          reads: [],
          end: (placed = 0) =>
            one.resolve({ rows: [{ ids: Array(placed).fill(1n), firstPlace: 0n, entries: null }] }),
          fail: () => one.reject(new Error('No more.')),
        };
        passes.push(pass);
      },
      release: (destroy?: boolean) => released.push(destroy),
    };
  };
  const pool = { connect };
  return { parts: { pool: pool as unknown as pg.Pool, nameOf: withoutNames }, passes, released };
}

const reading = (text: string) => ({ name: '', text, values: [] });

test('who commits while a pass runs waits for one that begins after it, shared by all who came meanwhile', async () => {
  const { parts, passes } = slowDatabase();
  const { sequence } = createSequencer(parts, () => {});
  const placed: string[] = [];
  const first = sequence().then(() => placed.push('first'));
  await setImmediate();
  // The pass that runs may have looked before these committed.
  const late = ['second', 'third'].map((name) => sequence().then(() => placed.push(name)));
  await setImmediate();
  expect(passes).toHaveLength(1);
  passes[0]?.end();
  await first;
  await setImmediate();
  expect(placed).toEqual(['first']);
  expect(passes).toHaveLength(2);
  passes[1]?.end();
  await Promise.all(late);
  expect(placed).toEqual(['first', 'second', 'third']);
  expect(passes).toHaveLength(2);
});

test('reads go along with the pass that places what was committed before them', async () => {
  const { parts, passes, released } = slowDatabase();
  const { sequence, read } = createSequencer(parts, () => {});
  const first = sequence();
  const own = read(reading('own'));
  await setImmediate();
  const late = read(reading('late'));
  await setImmediate();
  expect(passes.map(({ reads }) => reads)).toEqual([['own']]);
  passes[0]?.end();
  await first;
  expect(await own).toEqual([['own']]);
  await setImmediate();
  expect(passes.map(({ reads }) => reads)).toEqual([['own'], ['late']]);
  passes[1]?.end();
  expect(await late).toEqual([['late']]);
  expect(released).toEqual([undefined, undefined]);
});

test('what a pass could not place in one batch is placed before a read is answered', async () => {
  const { parts, passes } = slowDatabase();
  const { read } = createSequencer(parts, () => {});
  let isAnswered = false;
  const own = read(reading('own')).then(() => {
    isAnswered = true;
  });
  await setImmediate();
  passes[0]?.end(2_000);
  await setImmediate();
  expect([passes.length, isAnswered]).toEqual([2, false]);
  passes[1]?.end(1);
  await own;
  expect(passes.map(({ reads }) => reads)).toEqual([['own'], ['own']]);
});

test('a pass takes sixteen reads along; further ones go alone when it is over', async () => {
  const { parts, passes } = slowDatabase();
  const { read } = createSequencer(parts, () => {});
  const reads = Array.from({ length: 17 }, (_, number) => read(reading(`${number}`)));
  await setImmediate();
  passes[0]?.end();
  const answers = await Promise.all(reads);
  expect(passes[0]?.reads).toHaveLength(16);
  expect(answers.at(-1)).toEqual([['alone: 16']]);
});

test('a pass that fails fails its reads, gives its connection up, and the next one runs', async () => {
  const { parts, passes, released } = slowDatabase();
  const { sequence, read } = createSequencer(parts, () => {});
  const failing = [sequence(), read(reading('own'))].map((one) =>
    expect(one).rejects.toThrow('No more.'),
  );
  await setImmediate();
  passes[0]?.fail();
  await Promise.all(failing);
  expect(released).toEqual([true]);
  const next = sequence();
  await setImmediate();
  passes[1]?.end();
  await next;
});
