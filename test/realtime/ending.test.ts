import { afterEach, describe, expect, it } from 'vitest';
import { lastPlace } from '../../src/events/reader.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { BEGINNING_CURSOR, cursorAt } from '../support/cursor.ts';
import { createRandom } from '../support/random.ts';
import { openSocket } from '../support/socket.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { commitEntries, entryOf, entryTemplate, writeSideBySide } from './log-writers.support.ts';

const AWAY = { code: 1001, reason: 'Going away: resume after your last cursor' };
const QUERY = 'subscription ($after: String) { escalationEvents(after: $after) { cursor data } }';

let nodes: TestApp[] = [];
afterEach(async () => {
  for (const node of nodes.reverse()) await node.stop();
  nodes = [];
});

async function startNode(databaseUrl?: string): Promise<TestApp> {
  const of = databaseUrl === undefined ? {} : { databaseUrl };
  const node = await startTestApp({ system: systemClock, ...of });
  nodes.push(node);
  return node;
}

describe('a node that stops', () => {
  it('hands out what it has read, then closes with 1001', async () => {
    const keeper = await startNode();
    const node = await startNode(keeper.databaseUrl);
    const subscribers = Array.from({ length: 20 }, () => createSubscriber({ query: QUERY }));
    for (const subscriber of subscribers) {
      await subscriber.join(node.url);
      await subscriber.live();
    }
    const template = await entryTemplate(keeper);
    const from = await lastPlace(keeper.db);
    const entries = Array.from({ length: 300 }, (_, number) =>
      entryOf(template, { text: `${number}` }),
    );
    await commitEntries(keeper.db, entries);
    await keeper.sequencer.sequence();
    // Ready is who has read the log; that it was also handed out is for the stop to see to.
    expect((await fetch(node.at('/readyz'))).status).toBe(200);
    await node.stop();
    for (const subscriber of subscribers) {
      expect(await subscriber.closed()).toEqual(AWAY);
      const mine = subscriber.places().filter((place) => place > from);
      expect(mine).toEqual(entries.map((_, place) => from + BigInt(place) + 1n));
    }
  });

  it('in the middle of writing leaves its subscribers with a cursor from which another node goes on', async () => {
    const keeper = await startNode();
    const node = await startNode(keeper.databaseUrl);
    const template = await entryTemplate(keeper);
    const from = await lastPlace(keeper.db);
    const total = 1_000;
    const after = await cursorAt(keeper.db, from);
    const subscribers = Array.from({ length: 5 }, () => createSubscriber({ query: QUERY, after }));
    for (const subscriber of subscribers) await subscriber.join(node.url);
    const random = createRandom(1);
    const writing = writeSideBySide({
      nodes: [keeper],
      template,
      writers: 8,
      entries: total,
      random,
    });
    await subscribers[0]?.count(total / 4);
    await node.stop();
    for (const subscriber of subscribers) {
      expect(await subscriber.closed()).toEqual(AWAY);
      await subscriber.join(keeper.url);
    }
    await writing;
    const wanted = Array.from({ length: total }, (_, place) => from + BigInt(place) + 1n);
    for (const subscriber of subscribers) {
      await subscriber.count(total);
      expect(subscriber.places()).toEqual(wanted);
    }
  });

  it('takes no more connections', async () => {
    const node = await startNode();
    const subscriber = createSubscriber({ query: QUERY });
    await subscriber.join(node.url);
    // Does not answer the close, so that the node is still there.
    subscriber.pause();
    const stopping = node.stop();
    await expect(openSocket(node.url)).rejects.toThrow(/503|ECONNREFUSED|ECONNRESET/);
    subscriber.read();
    await stopping;
  });
});

describe('a node that cannot read the log', () => {
  it('closes with 1013 those who catch up, and serves them when it can again', async () => {
    const node = await startNode();
    const after = BEGINNING_CURSOR;
    await entryTemplate(node);
    expect((await fetch(node.at('/readyz'))).status).toBe(200);
    const subscriber = createSubscriber({ query: QUERY, after });
    await node.db.$executeRaw`ALTER TABLE log_entry RENAME COLUMN actor_label TO gone`;
    await subscriber.join(node.url);
    expect(await subscriber.closed()).toEqual({
      code: 1013,
      reason: 'The log cannot be read: resume after your last cursor',
    });
    await node.db.$executeRaw`ALTER TABLE log_entry RENAME COLUMN gone TO actor_label`;
    await subscriber.join(node.url);
    await subscriber.live();
    expect(subscriber.events.length).toBeGreaterThan(0);
  });
});
