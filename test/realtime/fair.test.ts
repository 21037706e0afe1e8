import { afterEach, describe, expect, it } from 'vitest';
import { lastPlace } from '../../src/events/reader.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp, TestAppOptions } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { cursorAt, cursorsAt } from '../support/cursor.ts';
import { openCase } from '../support/factories.ts';
import { metric, untilMetric } from '../support/metrics.ts';
import { hashOf, manifestOf, partner } from '../support/partner.ts';
import type { Frame, TestSocket } from '../support/socket.ts';
import { isLive, openAcknowledged, subscribe } from '../support/socket.ts';
import { statementsDuring } from '../support/statements.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { until } from '../support/until.ts';
import type { Template } from './log-writers.support.ts';
import { commitEntries, entryOf, entryTemplate } from './log-writers.support.ts';

let app: TestApp;

async function start(env: TestAppOptions['env'] = {}): Promise<void> {
  app = await startTestApp({ system: systemClock, env, socketLimits: { maxSubscriptions: 300 } });
}
afterEach(async () => {
  await app.stop();
});

/** Entries that partners see as well. */
async function write(template: Template, count: number): Promise<void> {
  const entries = Array.from({ length: count }, (_, number) => ({
    ...entryOf(template, { text: '' }),
    type: 'ACTION_RECORDED' as const,
    data: { actionId: `${number}`, kind: 'FIX' as const },
  }));
  await commitEntries(app.db, entries);
  await app.sequencer.sequence();
}

async function follow(peer: TestSocket, id: string, ...rest: [string, object?, string?]) {
  peer.send(subscribe(id, ...rest));
  const frame = await peer.saw((one) => isLive(id)(one) || (one.type === 'error' && one.id === id));
  if (frame.type === 'error') throw new Error(JSON.stringify(frame.payload));
}

const READS = 'subscription { escalationEvents { cursor escalation { reference } } }';

describe('subscriptions that say the same are one group', () => {
  it('when an undeclared variable tells sixty of them apart', async () => {
    await start();
    await app.sequencer.stop();
    const template = await entryTemplate(app);
    const peer = await openAcknowledged(app.url);
    const count = () => peer.frames.filter(({ type }) => type === 'next').length;
    const readsFor = async (followers: number) => {
      const wanted = count() + followers;
      const statements = await statementsDuring(async () => {
        await write(template, 1);
        await until(async () => (count() >= wanted ? true : undefined), 'the entry');
      });
      return statements.filter((sql) => /^SELECT .*"escalation"/.test(sql)).length;
    };
    await follow(peer, '0', READS, { undeclared: 0 });
    // What is read once by a node is read by now.
    await readsFor(1);
    const alone = await readsFor(1);
    for (let n = 1; n < 60; n += 1) await follow(peer, `${n}`, READS, { undeclared: n });
    expect(await metric(app, 'desk_live_groups')).toBe(1);
    expect(await readsFor(60)).toBe(alone);
  });

  it('however they are written, whatever they are called, wherever they start, and with defaults given or left out', async () => {
    await start();
    const after = await cursorAt(app.db, await lastPlace(app.db));
    const peer = await openAcknowledged(app.url);
    const fields = (args: string) => `escalationEvents(${args}) { cursor type }`;
    const alike: [string, object?][] = [
      [`subscription ($t: [EventType!] = [NOTE_ADDED]) { ${fields('types: $t')} }`],
      [
        `subscription Named($t: [EventType!] = [NOTE_ADDED])\n{ # a comment\n ${fields('types: $t')} }`,
        { t: ['NOTE_ADDED'] },
      ],
      [
        `subscription ($t: [EventType!] = [NOTE_ADDED]) { ${fields('types: $t')} }`,
        { t: 'NOTE_ADDED' },
      ],
      [
        `subscription ($t: [EventType!] = [NOTE_ADDED]) { ${fields(`types: $t, after: "${after}"`)} }`,
      ],
      [
        `subscription ($t: [EventType!] = [NOTE_ADDED], $a: String) { ${fields('types: $t, after: $a')} }`,
        { a: after },
      ],
    ];
    for (const [place, [query, variables]] of alike.entries())
      await follow(peer, `${place}`, query, variables);
    expect(await metric(app, 'desk_live_groups')).toBe(1);
    await follow(peer, 'other', alike[0]?.[0] ?? '', { t: ['STAGE_CHANGED'] });
    expect(await metric(app, 'desk_live_groups')).toBe(2);
  });
});

const TYPED = 'subscription ($n: Int) { slaWarnings(minThreshold: $n) { cursor } }';

it('a principal is in 200 groups at most: one more is refused with the limit, one of its own and others’ are not', async () => {
  await start();
  const peer = await openAcknowledged(app.url);
  peer.send(subscribe('figures', 'subscription { stats { open } }'));
  for (let n = 1; n < 200; n += 1) peer.send(subscribe(`${n}`, TYPED, { n }));
  await untilMetric(app, 'desk_live_groups', 200);
  peer.send(subscribe('more', TYPED, { n: 200 }));
  expect(await peer.saw(({ id }) => id === 'more')).toMatchObject({
    type: 'error',
    payload: [
      {
        message: expect.stringMatching(/^At most 200 different subscriptions/),
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) },
      },
    ],
  });
  await follow(peer, 'alike', TYPED, { n: 1 });
  const { key } = await app.mutate<{ key: string }>('createApiKey', { role: 'VIEWER' }, 'key');
  const other = await openAcknowledged(app.url, { key });
  await follow(other, 'x', TYPED, { n: 200 });
  // Both of the first one have to end before there is room.
  for (const id of ['1', 'alike']) peer.send({ id, type: 'complete' });
  await untilMetric(app, 'desk_live_groups', 200);
  await follow(peer, 'instead', TYPED, { n: 201 });
  expect(await metric(app, 'desk_live_refused_total')).toBe(1);
});

const HEAVY = `subscription Heavy($n: Int!) { escalationEvents {
  cursor escalation { reference timeline(first: $n) { nodes { id summary at } } }
} }`;
const LIGHT = 'subscription Light { escalationEvents { cursor type } }';

it('a hundred heavy groups of one partner hold up neither another’s events nor a change, and get all of theirs', async () => {
  await start({ RATE_LIMIT_PARTNER_POINTS: '0' });
  const { key, customerId } = await partner(app, HEAVY);
  const { id, ...opened } = await openCase(app, { customer: { id: customerId } });
  const template = await entryTemplate(app, { id, ...opened });
  let heavy = 0;
  let live = 0;
  const onFrame = ({ type }: Frame) => {
    if (type === 'next') heavy += 1;
    if (type === 'ping') live += 1;
  };
  const partnerPeer = await openAcknowledged(app.url, { key, onFrame });
  const GROUPS = 100;
  const ENTRIES = 10;
  for (let n = 1; n <= GROUPS; n += 1)
    partnerPeer.send(subscribe(`${n}`, '', { n }, `sha256:${hashOf(HEAVY)}`));
  await until(async () => (live === GROUPS ? true : undefined), 'all groups');
  const staff = createSubscriber<{ cursor: string }>({
    query:
      'subscription ($after: String) { escalationEvents(after: $after) { cursor type escalation { customer { name } } } }',
  });
  await staff.join(app.url);
  await staff.live();
  expect(await metric(app, 'desk_live_groups')).toBe(GROUPS + 1);
  // Making a connection takes as long as many of these executions.
  await Promise.all(Array.from({ length: 10 }, () => app.db.$queryRaw`SELECT pg_sleep(0.1)::text`));
  const reads = await statementsDuring(async () => {
    await write(template, 1);
    await staff.count(1);
  });
  // Its group came last, and it is the next that comes to its turn.
  const isHeavy = (sql: string) => /ORDER BY .*"?seq"?.* LIMIT/s.test(sql);
  const own = reads.findIndex((sql) => /\bcustomer\b/.test(sql) && !isHeavy(sql));
  expect(own).not.toBe(-1);
  expect(reads.slice(0, own).filter(isHeavy).length).toBeLessThan(20);
  for (let number = 2; number <= ENTRIES; number += 1) {
    await write(template, 1);
    await app.mutate('addNote', { escalationId: id, text: `Note ${number}` });
    await staff.count(2 * number - 1);
  }
  // All of it was to be executed before, if it were in the order in which it came.
  expect(heavy).toBeLessThan(GROUPS * (ENTRIES - 1));
  const isAll = async () => (heavy === GROUPS * ENTRIES ? true : undefined);
  await until(isAll, 'all of the partner’s', 60_000);
  await staff.leave('close');
});

describe('whoever is alone in a group pays for its events', () => {
  const POINTS = 100;

  it('gets them later when nothing is left to pay with, and at once when others share them: each once, in order', async () => {
    await start({ RATE_LIMIT_PARTNER_POINTS: `${POINTS}` });
    const { key, customerId } = await partner(app, LIGHT);
    const opened = await openCase(app, { customer: { id: customerId } });
    const template = await entryTemplate(app, opened);
    const join = async (of: string) => {
      const peer = await openAcknowledged(app.url, { key: of });
      await follow(peer, 'x', '', {}, `sha256:${hashOf(LIGHT)}`);
      return peer;
    };
    const first = await lastPlace(app.db);
    const cursorsOf = ({ frames }: TestSocket) =>
      frames
        .filter(({ type }) => type === 'next')
        .map(({ payload }) => payload as { data: { escalationEvents: { cursor: string } } })
        .map(({ data }) => data.escalationEvents.cursor);
    const alone = await join(key);
    const staff = createSubscriber<{ cursor: string }>({
      query: 'subscription ($after: String) { escalationEvents(after: $after) { cursor } }',
    });
    await staff.join(app.url);
    await staff.live();
    await write(template, POINTS);
    await staff.count(POINTS);
    await alone.saw(
      ({ type, payload }) => type === 'ping' && (payload as { behind?: string })?.behind === 'x',
    );
    // Three points each, the beginning as well.
    const paidFor = cursorsOf(alone).length;
    expect(paidFor).toBeGreaterThan(0);
    expect(paidFor).toBeLessThanOrEqual(POINTS / 2);
    const refused = await fetch(app.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ documentId: `sha256:${hashOf(LIGHT)}` }),
    });
    expect(refused.status).toBe(429);
    // Another partner of the same customer.
    const { key: otherKey } = await app.mutate<{ key: string }>(
      'createApiKey',
      { role: 'PARTNER', name: 'Another', customers: [{ id: customerId }] },
      'key',
    );
    await app.mutate('registerOperations', { partner: 'Another', manifest: manifestOf(LIGHT) });
    const liveBefore = alone.frames.filter(isLive('x')).length;
    const other = await openAcknowledged(app.url, { key: otherKey });
    other.send(subscribe('x', '', {}, `sha256:${hashOf(LIGHT)}`));
    await until(
      async () => (alone.frames.filter(isLive('x')).length > liveBefore ? true : undefined),
      'being live again',
    );
    const places = Array.from({ length: POINTS }, (_, place) => first + BigInt(place) + 1n);
    const all = await cursorsAt(app.db, places);
    expect(cursorsOf(alone)).toEqual(all);
    await staff.leave('close');
  });
});
