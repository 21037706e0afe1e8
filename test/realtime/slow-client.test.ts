import { afterEach, describe, expect, it } from 'vitest';
import { lastPlace } from '../../src/events/reader.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { cursorAt } from '../support/cursor.ts';
import { openEventStream } from '../support/event-stream.ts';
import { metric, untilMetric } from '../support/metrics.ts';
import { isLive, openAcknowledged, subscribe } from '../support/socket.ts';
import type { Subscriber } from '../support/subscriber.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { until } from '../support/until.ts';
import type { Template } from './log-writers.support.ts';
import { commitEntries, entryOf, entryTemplate } from './log-writers.support.ts';

/** What a line takes that nobody reads at its other end: the buffers of both sides, by the largest that Linux gives. */
const LINE_BYTES = 12_000_000;
const ENTRY_BYTES = 25_000;
const ENTRIES = 1_000;
const BATCH = 20;
const TIMEOUT_MS = 60_000;
const FOLLOW = 'subscription ($after: String) { escalationEvents(after: $after) { cursor data } }';

let app: TestApp;
let template: Template;
let start: bigint;
let startCursor: string;

async function startNode(stallMs: number): Promise<void> {
  const socketLimits = { softBytes: 200_000, hardBytes: 800_000, stallMs };
  app = await startTestApp({ system: systemClock, socketLimits });
  template = await entryTemplate(app);
  start = await lastPlace(app.db);
  startCursor = await cursorAt(app.db, start);
}
afterEach(async () => {
  await app.stop();
});

/** Far more than lines and limits take. */
async function writeALot(onBatch: () => unknown = () => {}): Promise<void> {
  const filling = 'x'.repeat(ENTRY_BYTES);
  for (let written = 0; written < ENTRIES; written += BATCH) {
    const batch = Array.from({ length: BATCH }, (_, place) =>
      entryOf(template, { text: `${written + place} ${filling}` }),
    );
    await commitEntries(app.db, batch);
    await app.sequencer.sequence();
    await onBatch();
  }
}

async function join(count: number): Promise<Subscriber<{ cursor: string }>[]> {
  const subscribers = Array.from({ length: count }, () =>
    createSubscriber<{ cursor: string }>({ query: FOLLOW, after: startCursor }),
  );
  for (const subscriber of subscribers) {
    await subscriber.join(app.url);
    await subscriber.live();
  }
  return subscribers;
}

/** A subscriber was left behind and read the log later: only what lines take waited for it. */
async function expectFromLog(): Promise<void> {
  const bytes = (await metric(app, 'desk_live_replayed_total')) * ENTRY_BYTES;
  expect(bytes).toBeGreaterThan(ENTRIES * ENTRY_BYTES * 0.8 - LINE_BYTES);
}

const allPlaces = () => Array.from({ length: ENTRIES }, (_, place) => start + BigInt(place) + 1n);

describe('subscribers that stop reading', { timeout: TIMEOUT_MS }, () => {
  it('are closed with 4509, cost no memory and delay nobody; after their cursors they find the rest', async () => {
    await startNode(1_000);
    const slow = await join(5);
    const [fast] = await join(1);
    for (const subscriber of slow) subscriber.pause();
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const writing = writeALot(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    });
    // The close frame stands behind all that waits, and is there for five seconds.
    await untilMetric(app, 'desk_live_closed_slow_total', slow.length, TIMEOUT_MS);
    for (const subscriber of slow) subscriber.read();
    for (const subscriber of slow) {
      const reason = 'Too slow: resume after your last cursor';
      expect(await subscriber.closed()).toEqual({ code: 4509, reason });
      expect(subscriber.events.length).toBeLessThan(ENTRIES);
    }
    await writing;
    await fast?.count(ENTRIES);
    expect(fast?.places()).toEqual(allPlaces());
    // What would wait if it waited: for each all that was written, less what its line takes.
    const unbounded = slow.length * (ENTRIES * ENTRY_BYTES - LINE_BYTES);
    expect(most).toBeLessThan(unbounded / 2);
    for (const subscriber of slow.slice(0, 2)) {
      await subscriber.join(app.url);
      await subscriber.count(ENTRIES);
      expect(subscriber.places()).toEqual(allPlaces());
    }
  });

  it('and go on asking are read from no more, and closed with 4509', async () => {
    await startNode(1_000);
    const peer = await openAcknowledged(app.url);
    peer.socket.pause();
    const before = process.memoryUsage().arrayBuffers;
    const payload = { filling: 'x'.repeat(60_000) };
    const pings = 1_500;
    for (let sent = 0; sent < pings; sent += 1) peer.send({ type: 'ping', payload });
    const unsent = peer.socket.bufferedAmount;
    await untilMetric(app, 'desk_live_closed_slow_total', 1);
    // What the client could not get rid of the server has not read.
    const held = process.memoryUsage().arrayBuffers - before - peer.socket.bufferedAmount;
    expect(held).toBeLessThan((pings * 60_000) / 2);
    expect(unsent).toBeGreaterThan(0);
    peer.socket.resume();
    expect(await peer.closed).toMatchObject({ code: 4509 });
  });
});

describe('a socket with many subscriptions that stops reading', { timeout: TIMEOUT_MS }, () => {
  it('is closed with 4509 as soon as more waits than may, and not after a while', async () => {
    await startNode(600_000);
    const peer = await openAcknowledged(app.url);
    for (let n = 0; n < 100; n += 1) {
      peer.send(subscribe(`${n}`, FOLLOW));
      await peer.saw(isLive(`${n}`));
    }
    peer.socket.pause();
    const filling = 'x'.repeat(ENTRY_BYTES);
    // One entry for all of them is three times what may wait; what lines take comes before.
    for (let written = 0; written * 100 * ENTRY_BYTES < 2 * LINE_BYTES; written += 1) {
      await commitEntries(app.db, [entryOf(template, { text: filling })]);
      await app.sequencer.sequence();
      if ((await metric(app, 'desk_live_closed_slow_total')) === 1) break;
    }
    await untilMetric(app, 'desk_live_closed_slow_total', 1);
    peer.socket.resume();
    expect(await peer.closed).toMatchObject({ code: 4509 });
  });
});

describe('a subscriber that is slower than those who write', { timeout: TIMEOUT_MS }, () => {
  it('is not closed, is fed as it reads, and gets everything once and in order', async () => {
    await startNode(5_000);
    const [slow] = await join(1);
    const socket = slow?.connection().socket;
    let left = 0;
    const stopWhenRead = () => {
      left -= 1;
      if (left <= 0) socket?.pause();
    };
    socket?.pause();
    socket?.on('message', stopWhenRead);
    // A fifth of what is written in the same time.
    await writeALot(() => {
      left = BATCH / 5;
      socket?.resume();
    });
    expect(slow?.events.length).toBeLessThan(ENTRIES / 2);
    socket?.off('message', stopWhenRead).resume();
    await slow?.count(ENTRIES);
    expect(slow?.places()).toEqual(allPlaces());
    expect(await metric(app, 'desk_live_closed_slow_total')).toBe(0);
    await expectFromLog();
  });

  it('by server-sent events is fed as it reads as well, and what waits for it is in the log', async () => {
    await startNode(5_000);
    const stream = await openEventStream(app.url, FOLLOW, { after: startCursor });
    await untilMetric(app, 'desk_live_subscriptions', 1);
    stream.pause();
    await writeALot();
    stream.read();
    const cursors = () =>
      stream.results.map((one) => (one as { data: { escalationEvents: { cursor: string } } }).data);
    await until(async () => (cursors().length >= ENTRIES ? true : undefined), 'all of it');
    expect(cursors()).toHaveLength(ENTRIES);
    expect(new Set(cursors().map(({ escalationEvents: { cursor } }) => cursor)).size).toBe(ENTRIES);
    await expectFromLog();
    stream.destroy();
    await untilMetric(app, 'desk_live_subscriptions', 0);
  });
});
