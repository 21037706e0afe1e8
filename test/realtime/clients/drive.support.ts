import { randomInt } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { cursorsAt } from '../../support/cursor.ts';
import { openCase } from '../../support/factories.ts';
import type { TestProxy } from '../../support/proxy.ts';
import { until } from '../../support/until.ts';

/** What every client in these tests subscribes to. */
export const EVENTS = `subscription Events($after: String) {
  escalationEvents(after: $after) { cursor type summary escalation { reference } }
}`;

export interface EventsData {
  escalationEvents: { cursor: string; type: string; summary: string };
}

/** Short, so that many cuts fit into a test. */
export const QUICK_WAIT_MS = () => randomInt(20, 120);

/** A client that has subscribed to {@link EVENTS} by way of the proxy and is live. */
export interface Subject {
  /** Cursors of the events that it delivered, as they came. */
  cursors(): readonly string[] | Promise<readonly string[]>;
}

interface Place {
  app: TestApp;
  proxy: TestProxy;
  subject: Subject;
}

const WRITERS = 3;
const NOTES = 40;
const CUTS = 12;

/**
 * Writes events over the API while the line is cut, again and again at random moments; at the end the
 * subject has every event of the log exactly once, in its order.
 */
export async function driveThroughCuts({ app, proxy, subject }: Place): Promise<void> {
  const start = await lastSeq(app);
  let isWriting = true;
  const cutting = (async () => {
    for (let cuts = 0; cuts < CUTS || isWriting; cuts += 1) {
      await setTimeout(randomInt(10, 350));
      proxy.cut();
    }
  })();
  await Promise.all(Array.from({ length: WRITERS }, () => write(app)));
  isWriting = false;
  await cutting;
  await expectAll({ app, subject, after: start });
}

/** Everything after a place has come, once and in order, and nothing else. */
export async function expectAll({
  app,
  subject,
  after,
}: Omit<Place, 'proxy'> & { after: bigint }): Promise<void> {
  // What comes twice comes before this.
  await openCase(app);
  const expected = await cursorsOfLog(app, after);
  await until(
    async () => (await subject.cursors()).includes(expected.at(-1) ?? '') || undefined,
    'the last event',
  );
  expect(await subject.cursors()).toEqual(expected);
}

async function write(app: TestApp): Promise<void> {
  const { id } = await openCase(app);
  for (let note = 1; note <= NOTES; note += 1) {
    await addNote(app, id, `Note ${note}`);
    await setTimeout(randomInt(0, 60));
  }
}

export async function addNote(app: TestApp, escalationId: string, text: string): Promise<void> {
  const { userErrors } = await app.mutate('addNote', { escalationId, text });
  expect(userErrors).toEqual([]);
}

export async function cursorsOfLog(app: TestApp, after: bigint): Promise<string[]> {
  const entries = await app.db.logEntry.findMany({
    where: { seq: { gt: after }, escalationId: { not: null } },
    orderBy: { seq: 'asc' },
    select: { seq: true },
  });
  return cursorsAt(
    app.db,
    entries.map(({ seq }) => seq),
  );
}

export async function lastSeq(app: TestApp): Promise<bigint> {
  const { _max } = await app.db.logEntry.aggregate({ _max: { seq: true } });
  return _max.seq ?? 0n;
}

/** The desk shows everything that is in its log: who subscribes now is told of nothing that was before. */
export async function settled(app: TestApp): Promise<void> {
  const { status } = await fetch(app.at('/readyz'));
  expect(status).toBe(200);
}
