import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../support/database.ts';
import { openCase } from '../support/factories.ts';
import { createRandom } from '../support/random.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { until } from '../support/until.ts';
import type { Followed, Node } from './live.support.ts';
import { endOfLog, FOLLOW, readLog, startNode, writeNotes } from './live.support.ts';

const FULL = process.env['DESK_TEST_FULL'] === '1';
const KILLS = FULL ? 20 : 3;
const WRITERS = 8;
const SUBSCRIBERS = 8;
/** A kill comes at some moment of so long under load. */
const LOAD_MS = 600;
const TIMEOUT_MS = FULL ? 600_000 : 120_000;

const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const one of cleanUp.reverse()) await one();
});

test(
  'of two nodes one is killed under load, again and again: subscribers resume on the other and miss nothing, nor see anything twice',
  async () => {
    const { url, drop } = await createTestDatabase();
    cleanUp.push(drop);
    const start = async () => {
      const node = await startNode({ DATABASE_URL: url });
      cleanUp.push(() => node.desk.kill('SIGKILL'));
      return node;
    };
    const nodes: [Node, Node] = [await start(), await start()];
    const seed = Date.now() % 2 ** 32;
    const random = createRandom(seed);
    const { id } = await openCase(nodes[0]);
    const { logCursor } = await nodes[0].query<{ logCursor: string }>('{ logCursor }');
    const from = await endOfLog(url);

    const subscribers = Array.from({ length: SUBSCRIBERS }, (_, place) => ({
      place,
      node: nodes[place % 2] ?? nodes[0],
      ...createSubscriber<Followed>({ query: FOLLOW, after: logCursor }),
    }));
    for (const one of subscribers) await one.join(one.node.url);
    let isOver = false;
    const writing = Promise.all(
      Array.from({ length: WRITERS }, (_, writer) => {
        let asked = writer;
        // By turns, so that a writer does not wait for a node that is gone.
        const next = () => {
          asked += 1;
          return nodes[asked % 2] ?? nodes[0];
        };
        return writeNotes(writer, id, next, () => isOver);
      }),
    );

    let resumed = 0;
    for (let kill = 0; kill < KILLS; kill += 1) {
      await setTimeout(random() * LOAD_MS);
      const victim = nodes[kill % 2];
      const other = nodes[(kill + 1) % 2];
      assert(victim && other);
      victim.desk.kill('SIGKILL');
      for (const one of subscribers.filter(({ node }) => node === victim)) {
        expect((await one.closed()).code).toBe(1006);
        one.node = other;
        await one.join(other.url);
        resumed += 1;
      }
      await victim.desk.ended;
      nodes[kill % 2] = await start();
      // The half of those that are on the other one move, by leaving in the middle of things.
      const next = nodes[kill % 2];
      assert(next);
      for (const one of subscribers.filter(({ place }) => place % 2 === kill % 2)) {
        await one.leave('cut');
        one.node = next;
        await one.join(next.url);
      }
    }
    await setTimeout(random() * LOAD_MS);
    isOver = true;
    const confirmed = (await writing).flat();

    // What a killed node left without a place gets one from the next pass of any other.
    await until(async () => {
      const log = await readLog(url, from);
      const texts = new Set(log.map(({ text }) => text));
      return confirmed.every((text) => texts.has(text)) ? true : undefined;
    }, 'every note to have its place');
    const log = await readLog(url, from);
    const told = `with seed ${seed}`;
    const notes = log.map(({ text }) => text).filter((text) => text !== null);
    expect(notes.toSorted(), told).toEqual(confirmed.toSorted());
    expect(
      log.map(({ seq }) => seq),
      told,
    ).toEqual(log.map((_, place) => from + BigInt(place) + 1n));
    for (const one of subscribers) {
      await one.count(log.length);
      expect(one.errors, told).toEqual([]);
      expect(one.places(), told).toEqual(log.map(({ seq }) => seq));
      expect(
        one.events.map(({ data }) => data.text ?? null),
        told,
      ).toEqual(log.map(({ text }) => text));
    }
    if (FULL) {
      console.info(
        `${KILLS} kills, ${resumed} subscribers resumed, ${log.length} entries in all, each seen once by ${SUBSCRIBERS} subscribers`,
      );
    }
  },
  TIMEOUT_MS,
);
