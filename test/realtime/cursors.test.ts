import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastPlace } from '../../src/events/reader.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { BEGINNING_CURSOR, cursorAt, testCursors } from '../support/cursor.ts';
import { openCase } from '../support/factories.ts';
import { createRandom } from '../support/random.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { until } from '../support/until.ts';
import { entryTemplate, writeSideBySide } from './log-writers.support.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
});
afterAll(async () => {
  await app.stop();
});

const FIELDS = ['escalationEvents', 'escalationStatusChanged', 'slaWarnings'] as const;

const following = (field: string, selection: string, after?: string) =>
  createSubscriber<{ cursor: string } & Record<string, unknown>>({
    query: `subscription ($after: String) { ${field}(after: $after) { cursor ${selection} } }`,
    ...(after === undefined ? {} : { after }),
  });

describe.each(FIELDS)('%s', (field) => {
  it.each([
    ['nothing', ''],
    ['a text of no meaning', 'not a cursor'],
    ['a cursor that lost its beginning', BEGINNING_CURSOR.slice(1)],
    ['a cursor with something behind it', `${BEGINNING_CURSOR}x`],
    ['a cursor of a page of cases', Buffer.from('GPC:N:5').toString('base64')],
    ['a place before the log', Buffer.from('seq:-1').toString('base64url')],
  ])('refuses %s as cursor', async (_what, after) => {
    const subscriber = following(field, '', after);
    await subscriber.join(app.url);
    await expect(subscriber.live()).rejects.toThrow();
    expect(subscriber.errors).toMatchObject([
      { message: expect.stringMatching(/not a cursor/), extensions: { code: 'BAD_REQUEST' } },
    ]);
    await subscriber.leave('close');
  });

  it('refuses a cursor of a log that has come further', async () => {
    const after = testCursors().encode({ seq: (await lastPlace(app.db)) + 1n, mark: 1n });
    const subscriber = following(field, '', after);
    await subscriber.join(app.url);
    await expect(subscriber.live()).rejects.toThrow();
    expect(subscriber.errors).toMatchObject([
      { message: expect.stringMatching(/another log/), extensions: { code: 'BAD_REQUEST' } },
    ]);
    await subscriber.leave('close');
  });
});

describe('a subscriber with a cursor', () => {
  it('of the very last entry gets what comes next, and nothing before it', async () => {
    const { id } = await openCase(app);
    const after = await cursorAt(app.db, await lastPlace(app.db));
    const subscriber = following('escalationEvents', 'data', after);
    await subscriber.join(app.url);
    await subscriber.live();
    await app.mutate('addNote', { escalationId: id, text: 'next' });
    await subscriber.count(1);
    expect(subscriber.events).toMatchObject([{ data: { text: 'next' } }]);
    await subscriber.leave('close');
  });

  it('of a mutation gets what came after that mutation', async () => {
    const { id } = await openCase(app);
    const note = (text: string) =>
      app.mutate<{ cursor: string }>('addNote', { escalationId: id, text });
    const { cursor } = await note('before');
    await note('after');
    const subscriber = following('escalationEvents', 'data', cursor);
    await subscriber.join(app.url);
    await subscriber.count(1);
    expect(subscriber.events).toMatchObject([{ data: { text: 'after' } }]);
    await subscriber.leave('close');
  });

  it('goes from the log to what happens without a window, while entries are written all the time', async () => {
    const template = await entryTemplate(app);
    const start = await lastPlace(app.db);
    const from = await cursorAt(app.db, start);
    const write = (entries: number) =>
      writeSideBySide({
        ...{ nodes: [app], template, entries, writers: 8 },
        random: createRandom(entries),
      });
    await write(1_500);
    const subscribers = Array.from({ length: 6 }, () =>
      following('escalationEvents', 'data', from),
    );
    let isOver = false;
    const joining = (async () => {
      for (const subscriber of subscribers) {
        await subscriber.join(app.url);
        await subscriber.live();
      }
      isOver = true;
    })();
    let written = 1_500;
    while (!isOver) {
      await write(100);
      written += 100;
    }
    await joining;
    const wanted = Array.from({ length: written }, (_, place) => start + BigInt(place) + 1n);
    for (const subscriber of subscribers) {
      await subscriber.count(written);
      expect(subscriber.errors).toEqual([]);
      expect(subscriber.places()).toEqual(wanted);
      await subscriber.leave('close');
    }
  });

  it('sees changes as they were, and the case as it is now', async () => {
    const { id } = await openCase(app, { severity: 'HIGH' });
    const after = await cursorAt(app.db, await lastPlace(app.db));
    const change = (severity: string) =>
      app.mutate('changeSeverity', { escalationId: id, severity, reason: 'It turned out so.' });
    await change('CRITICAL');
    await change('LOW');
    const selection = 'changes { field from to } escalation { severity }';
    const seen = [];
    for (const field of ['escalationEvents', 'escalationStatusChanged']) {
      const subscriber = following(field, selection, after);
      await subscriber.join(app.url);
      seen.push(
        await until(async () => {
          const moves = subscriber.events.flatMap(severityMoves);
          return moves.length > 1 ? moves : undefined;
        }, 'both changes'),
      );
      await subscriber.leave('close');
    }
    const wanted = [
      { from: 'HIGH', to: 'CRITICAL', now: 'LOW' },
      { from: 'CRITICAL', to: 'LOW', now: 'LOW' },
    ];
    expect(seen).toEqual([wanted, wanted]);
  });
});

function severityMoves({ changes, escalation }: Record<string, unknown>) {
  const { severity: now } = escalation as { severity: string };
  return (changes as { field: string; from: string; to: string }[])
    .filter(({ field }) => field === 'severity')
    .map(({ from, to }) => ({ from, to, now }));
}
