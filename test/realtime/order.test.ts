import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { lastPlace } from '../../src/events/reader.ts';
import type { TestApp, TestAppOptions } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { cursorAt, cursorsAt } from '../support/cursor.ts';
import { createRandom } from '../support/random.ts';
import { createTestRedis, hasRedis } from '../support/redis.ts';
import type { Subscriber } from '../support/subscriber.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { entryTemplate, writeSideBySide } from './log-writers.support.ts';

const FULL = process.env['DESK_TEST_FULL'] === '1';
const ENTRIES = FULL ? 50_000 : 4_000;
const WRITERS = 64;
const SUBSCRIBERS = 8;
/** Of all nodes together: transactions that are open side by side. */
const CONNECTIONS = 36;
const TIMEOUT_MS = FULL ? 600_000 : 120_000;

/** Something that happens while writers write; ends when told that they are done. */
type Disturbance = (isOver: () => boolean) => Promise<void>;

interface Event {
  cursor: string;
  data: { text: string };
}

const FOLLOW = `subscription ($after: String) { escalationEvents(after: $after) { cursor data } }`;
const LEAVINGS = ['complete', 'close', 'cut'] as const;

const running: TestApp[] = [];
afterEach(async () => {
  for (const node of running.splice(0).reverse()) await node.stop();
});

async function startNodes(count: number, options: TestAppOptions = {}): Promise<TestApp[]> {
  const nodes: TestApp[] = [];
  const env = { DATABASE_POOL_SIZE: String(CONNECTIONS / count), ...options.env };
  for (let place = 0; place < count; place += 1) {
    const first = nodes[0] === undefined ? {} : { databaseUrl: nodes[0].databaseUrl };
    nodes.push(await startTestApp({ ...options, ...first, env }));
    running.push(...nodes.slice(-1));
  }
  return nodes;
}

/** Joins here and there, leaves in one way or another, and goes on from its cursor until it has everything. */
async function comeAndGo(
  subscriber: Subscriber<Event>,
  nodes: readonly TestApp[],
  random: () => number,
): Promise<number> {
  for (let joined = 1; ; joined += 1) {
    const node = nodes[Math.floor(random() * nodes.length)];
    assert(node);
    await subscriber.join(node.url);
    const more = Math.ceil((random() * ENTRIES) / 10);
    await subscriber.count(Math.min(ENTRIES, subscriber.events.length + more), TIMEOUT_MS);
    await subscriber.leave(LEAVINGS[Math.floor(random() * LEAVINGS.length)] ?? 'cut');
    if (subscriber.events.length >= ENTRIES) return joined;
  }
}

/** Ids in the order of their places: how many come after one that is higher. */
function outOfOrder(ids: readonly bigint[]): number {
  let highest = 0n;
  return ids.filter((id) => {
    if (id < highest) return true;
    highest = id;
    return false;
  }).length;
}

async function everyoneSeesEveryEntryOnceInOrder(
  nodes: readonly TestApp[],
  disturb: Disturbance = async () => {},
): Promise<void> {
  const [node] = nodes;
  assert(node);
  const seed = Date.now() % 2 ** 32;
  const random = createRandom(seed);
  const template = await entryTemplate(node);
  const start = await lastPlace(node.db);
  const after = await cursorAt(node.db, start);
  const subscribers = Array.from({ length: SUBSCRIBERS }, () =>
    createSubscriber<Event>({ query: FOLLOW, after }),
  );
  const startedAt = performance.now();
  const writing = writeSideBySide({ nodes, template, writers: WRITERS, entries: ENTRIES, random });
  let isOver = false;
  const disturbing = disturb(() => isOver);
  const following = Promise.all(subscribers.map((one) => comeAndGo(one, nodes, random)));
  await writing;
  const writtenMs = performance.now() - startedAt;
  isOver = true;
  await disturbing;
  const joins = await following;
  const seenMs = performance.now() - startedAt;

  const entries = await node.db.logEntry.findMany({
    where: { seq: { gt: start } },
    orderBy: { seq: 'asc' },
    select: { id: true, seq: true, data: true },
  });
  const told = `with seed ${seed}`;
  expect(
    entries.map(({ seq }) => seq),
    told,
  ).toEqual(Array.from({ length: ENTRIES }, (_, place) => start + BigInt(place) + 1n));
  const late = outOfOrder(entries.map(({ id }) => id));
  expect(late, 'no transaction committed after a later one').toBeGreaterThan(0);
  const numbers = new Map<number, number>();
  for (const { data } of entries) {
    const [writer = 0, number = 0] = (data as Event['data']).text.split(' ').map(Number);
    expect(number, told).toBe(numbers.get(writer) ?? 0);
    numbers.set(writer, number + 1);
  }
  const cursors = await cursorsAt(
    node.db,
    entries.map(({ seq }) => seq),
  );
  const wanted = entries.map(({ data }, place) => ({ cursor: cursors[place], data }));
  for (const { events, errors } of subscribers) {
    expect(errors, told).toEqual([]);
    // Compared as one text: of a difference in so many objects a picture takes minutes.
    expect(JSON.stringify(events) === JSON.stringify(wanted), told).toBe(true);
  }
  if (FULL) {
    const joined = joins.reduce((sum, one) => sum + one, 0);
    console.info(
      `${nodes.length} node(s): ${ENTRIES} entries written in ${Math.round(writtenMs)} ms, seen by all after ${Math.round(seenMs)} ms; ${joined} joins; ${late} entries committed after one with a higher id`,
    );
  }
}

test(
  `of ${WRITERS} writers who commit in any order, each of ${SUBSCRIBERS} subscribers who come and go sees every entry once and in order`,
  async () => {
    await everyoneSeesEveryEntryOnceInOrder(await startNodes(1));
  },
  TIMEOUT_MS,
);

test(
  'the same on two nodes of one database, who both write and both serve',
  async () => {
    await everyoneSeesEveryEntryOnceInOrder(await startNodes(2));
  },
  TIMEOUT_MS,
);

test.skipIf(!hasRedis)(
  'the same with a Redis between the nodes that goes and comes back again and again',
  async () => {
    const redis = await createTestRedis();
    await redis.start();
    const env = { REDIS_URL: redis.url, REDIS_STREAM_LENGTH: '500' };
    await everyoneSeesEveryEntryOnceInOrder(await startNodes(2, { env }), async (isOver) => {
      while (!isOver()) {
        await setTimeout(400);
        await redis.kill();
        await setTimeout(400);
        await redis.start();
      }
    });
    await redis.kill();
  },
  TIMEOUT_MS,
);
