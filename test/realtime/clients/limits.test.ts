import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { startProxy } from '../../support/proxy.ts';
import { until } from '../../support/until.ts';
import { addNote, cursorsOfLog, expectAll, lastSeq, settled } from './drive.support.ts';
import { deskClient, subscribeToEvents } from './subject.support.ts';

/** A note of the greatest length. */
const NOTE = 'x'.repeat(20_000);
const MOST_NOTES = 2_000;

describe('a client that resumes, at the limits of a node', () => {
  let app: TestApp;

  beforeAll(async () => {
    const socketLimits = {
      maxSocketsPerPrincipal: 1,
      softBytes: 20_000,
      hardBytes: 60_000,
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
    const client = deskClient({ url: proxy.through(app.url), key: app.key, on });
    const cursors: string[] = [];
    client.subscribe<{ events: { place: string } }>(
      {
        query:
          'subscription ($from: String) { events: escalationEvents(after: $from) { place: cursor data } }',
      },
      {
        next: ({ data }) => void cursors.push(data?.events.place ?? ''),
        error: console.error,
        complete() {},
      },
    );
    await client.becomes('live');
    const { id } = await openCase(app);
    const after = await lastSeq(app);
    await until(async () => cursors[0], 'the case');
    proxy.stall();
    // As many as the buffers of the system hold, however large these are, and some more.
    const isClosed = () => metric('desk_live_closed_slow_total');
    for (let note = 0; note < MOST_NOTES && (await isClosed()) === 0; note += 1) {
      await addNote(app, id, NOTE);
    }
    proxy.heal();
    const expected = await cursorsOfLog(app, after);
    await until(async () => cursors.includes(expected.at(-1) ?? '') || undefined, 'the last note');
    expect(cursors.slice(1)).toEqual(expected);
    expect(codes).toContain(4509);
  });

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(app.at('/metrics'))).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.split(' ')[1] ?? 0);
  }
});
