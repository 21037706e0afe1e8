import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { metric } from '../../support/metrics.ts';
import { startProxy } from '../../support/proxy.ts';
import { until } from '../../support/until.ts';
import { addNote, cursorsOfLog, expectAll, lastSeq, settled } from './drive.support.ts';
import type { TestDeskClient } from './subject.support.ts';
import { deskClient, subscribeToEvents } from './subject.support.ts';

/** A note of the greatest length. */
const NOTE = 'x'.repeat(20_000);
const MOST_NOTES = 2_000;

/** Each note ten times, so that few of them fill the buffers of the system. */
const TEN_TIMES = Array.from({ length: 10 }, (_, n) => `data${n}: data`).join(' ');
const EVENTS_WITH_DATA = `subscription ($from: String) {
  events: escalationEvents(after: $from) { place: cursor ${TEN_TIMES} }
}`;
/** A line that stands still for long is given up by the client itself; here somebody else comes first. */
const PATIENT = { keepAlive: 100_000 };

/** @returns the cursors of what comes, as it comes. */
function follow(client: TestDeskClient): readonly string[] {
  const cursors: string[] = [];
  client.subscribe<{ events: { place: string } }>(
    { query: EVENTS_WITH_DATA },
    {
      next: ({ data }) => void cursors.push(data?.events.place ?? ''),
      error: console.error,
      complete() {},
    },
  );
  return cursors;
}

describe('a client that resumes, at the limits of a node', () => {
  let app: TestApp;

  beforeAll(async () => {
    const socketLimits = {
      maxSocketsPerPrincipal: 1,
      softBytes: 200_000,
      hardBytes: 600_000,
      stallMs: 200,
    };
    app = await startTestApp({ system: systemClock, socketLimits });
  });
  afterAll(() => app.stop());

  it('waits for its turn when there are too many sockets', async () => {
    const first = deskClient({ url: app.url, key: app.key });
    subscribeToEvents(first);
    await first.becomes('live');
    const codes: unknown[] = [];
    const on = { closed: (event: unknown) => void codes.push((event as CloseEvent).code) };
    const second = deskClient({ url: app.url, key: app.key, on });
    const subject = subscribeToEvents(second);
    await second.becomes('offline');
    expect(codes[0]).toBe(4429);
    await first.dispose();
    await second.becomes('live');
    await expectAll({ app, subject, after: await lastSeq(app) });
  });

  it('is closed when it is too slow, and has everything after it resumed', async () => {
    await settled(app);
    const proxy = await startProxy(app.url);
    onTestFinished(() => proxy.close());
    const codes: unknown[] = [];
    const on = { closed: (event: unknown) => void codes.push((event as CloseEvent).code) };
    const client = deskClient({ url: proxy.through(app.url), key: app.key, on, ...PATIENT });
    const cursors = follow(client);
    await client.becomes('live');
    const { id } = await openCase(app);
    const after = await lastSeq(app);
    await until(async () => cursors[0], 'the case');
    proxy.stall();
    // As many as the buffers of the system hold, however large these are, and some more.
    const isClosed = () => metric(app, 'desk_live_closed_slow_total');
    for (let note = 0; note < MOST_NOTES && (await isClosed()) === 0; note += 1) {
      await addNote(app, id, NOTE);
    }
    proxy.heal();
    const expected = await cursorsOfLog(app, after);
    await until(async () => cursors.includes(expected.at(-1) ?? '') || undefined, 'the last note');
    expect(cursors.slice(1)).toEqual(expected);
    expect(codes).toContain(4509);
  });
});

describe('a client whose line is slow for a while', () => {
  it('is told that it is behind, and when it is live again it has everything', async () => {
    const socketLimits = { softBytes: 200_000, hardBytes: 100_000_000, stallMs: 60_000 };
    const app = await startTestApp({ system: systemClock, socketLimits });
    onTestFinished(() => app.stop());
    const proxy = await startProxy(app.url);
    onTestFinished(() => proxy.close());
    const client = deskClient({ url: proxy.through(app.url), key: app.key, ...PATIENT });
    const cursors = follow(client);
    await client.becomes('live');
    const after = await lastSeq(app);
    const { id } = await openCase(app);
    proxy.stall();
    // Until it is fed no more.
    for (let fed = -1, turn = 0; turn < MOST_NOTES; turn += 1) {
      const delivered = await metric(app, 'desk_live_delivered_total');
      if (delivered === fed) break;
      fed = delivered;
      for (let note = 0; note < 4; note += 1) await addNote(app, id, NOTE);
    }
    proxy.heal();
    const expected = await cursorsOfLog(app, after);
    await until(async () => cursors.includes(expected.at(-1) ?? '') || undefined, 'the last note');
    await client.becomes('live');
    expect(cursors).toEqual(expected);
    expect(client.statuses).toEqual(['connecting', 'behind', 'live', 'behind', 'live']);
  });
});
