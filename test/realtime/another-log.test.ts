import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prefixOf } from '../../src/auth/api-key.ts';
import { newEpoch } from '../../src/events/epoch.ts';
import { lastPlace } from '../../src/events/reader.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import type { GraphqlAnswer } from '../support/client.ts';
import { cursorAt } from '../support/cursor.ts';
import { businessCalendar, customer, openCase, slaPolicy } from '../support/factories.ts';
import { hashOf, partner } from '../support/partner.ts';
import { createTestRedis, hasRedis } from '../support/redis.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { until } from '../support/until.ts';

const FOLLOW = 'subscription ($after: String) { escalationEvents(after: $after) { cursor data } }';

interface Followed {
  cursor: string;
  data: { text?: string };
}

const follow = (after: string) => createSubscriber<Followed>({ query: FOLLOW, after });

/** What a backup of that time would bring back of the log: its end, and the ids that come next. */
async function restoreLog({ db }: TestApp, end: bigint): Promise<void> {
  await db.$transaction([
    db.$executeRaw`DELETE FROM log_entry WHERE seq > ${end} OR seq IS NULL`,
    db.$executeRaw`SELECT setval('log_entry_id_seq', (SELECT max(id) FROM log_entry))`,
  ]);
}

async function note(node: TestApp, escalationId: string, text: string): Promise<string> {
  const { cursor } = await node.mutate<{ cursor: string }>('addNote', { escalationId, text });
  return cursor;
}

async function epochOf({ db }: TestApp): Promise<string> {
  return (await db.desk.findFirstOrThrow()).epoch;
}

/** What is said to a cursor, wherever one comes in. */
async function answers(node: TestApp, id: string, cursor: string): Promise<unknown[]> {
  const timeline = (name: string) =>
    node.graphql(
      `query ($id: ID!, $cursor: String) {
        escalation(by: { id: $id }) { timeline(${name}: $cursor) { nodes { id } } }
      }`,
      { id, cursor },
    );
  const events = node.graphql(
    'query ($cursor: String) { events(after: $cursor) { nodes { id } } }',
    { cursor },
  );
  const bodies = await Promise.all([timeline('after'), timeline('before'), events]);
  const subscriber = follow(cursor);
  await subscriber.join(node.url);
  await subscriber.live().catch(() => {});
  await subscriber.leave('close');
  return [...bodies.map(({ errors }) => errors?.[0]), subscriber.errors[0]];
}

const REFUSED = {
  message: expect.stringMatching(/another log.*begin from `logCursor`/),
  extensions: { code: 'BAD_REQUEST' },
};
const ALL_REFUSED = Array.from({ length: 4 }, () => expect.objectContaining(REFUSED));
const NONE_REFUSED = Array.from({ length: 4 }, () => undefined);

describe('a log that is restored under a running node', () => {
  let app: TestApp;
  let id: string;

  beforeAll(async () => {
    app = await startTestApp({ system: systemClock });
    ({ id } = await openCase(app));
  });
  afterAll(() => app.stop());

  it('without saying so is found out: subscribers are told to come back, and that it is another log, for ever', async () => {
    const kept = await note(app, id, 'kept');
    const end = await lastPlace(app.db);
    const subscriber = follow(kept);
    await subscriber.join(app.url);
    await note(app, id, 'lost');
    const lost = await note(app, id, 'lost as well');
    await subscriber.count(2);
    const before = await epochOf(app);

    await restoreLog(app, end);
    expect((await subscriber.closed()).code).toBe(1013);
    expect(await epochOf(app)).not.toBe(before);
    expect(await answers(app, id, lost)).toEqual(ALL_REFUSED);

    for (const text of ['one', 'two', 'three', 'four']) await note(app, id, text);
    expect(await lastPlace(app.db)).toBeGreaterThan(end + 2n);
    expect(await answers(app, id, lost)).toEqual(ALL_REFUSED);
    // What both logs have in common is good in both.
    expect(await answers(app, id, kept)).toEqual(NONE_REFUSED);
    const anew = follow(kept);
    await anew.join(app.url);
    await anew.count(4);
    expect(anew.events.map(({ data }) => data.text)).toEqual(['one', 'two', 'three', 'four']);
    await anew.leave('close');
  });

  it('and says so by its epoch makes subscribers come back, with the cursors that are still good', async () => {
    const kept = await note(app, id, 'the last of the backup');
    const subscriber = follow(kept);
    await subscriber.join(app.url);
    await subscriber.live();
    await newEpoch({ query: (sql) => app.db.$executeRawUnsafe(sql) });
    expect((await subscriber.closed()).code).toBe(1013);
    await subscriber.join(app.url);
    await note(app, id, 'first after it');
    await subscriber.count(1);
    expect(subscriber.events).toMatchObject([{ data: { text: 'first after it' } }]);
    await subscriber.leave('close');
  });
});

describe('what a node has kept of a log', () => {
  const OWN = 'query Own { viewer { role } }';

  /** When a response to a new case is due. */
  async function responseDue(app: TestApp, customerId: string): Promise<unknown> {
    const opened = await openCase(app, { customer: { id: customerId } });
    const { escalation } = await app.query<{
      escalation: { sla: { kind: string; dueAt: string }[] };
    }>('query ($id: ID!) { escalation(by: { id: $id }) { sla { kind dueAt } } }', {
      id: opened.id,
    });
    return escalation.sla.find(({ kind }) => kind === 'RESPONSE')?.dueAt;
  }

  async function askOwn(app: TestApp, key: string): Promise<string> {
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
      body: JSON.stringify({ documentId: hashOf(OWN) }),
    });
    const { errors } = (await response.json()) as GraphqlAnswer<unknown>;
    return String(errors?.[0]?.extensions?.code ?? 'answered');
  }

  it('is forgotten when another one is restored: keys, registered operations and versions of calendars', async () => {
    const app = await startTestApp({ system: systemClock });
    try {
      const { key } = await partner(app, OWN);
      const { key: kept, name } = await partner(app, OWN);
      const { id: customerId } = await customer(app);
      const calendar = await businessCalendar(app);
      await slaPolicy(app, {
        customer: { id: customerId },
        calendar: { id: calendar.id },
      });
      const end = await lastPlace(app.db);
      const due = await responseDue(app, customerId);
      expect([await askOwn(app, key), await askOwn(app, kept)]).toEqual(['answered', 'answered']);

      const before = await epochOf(app);
      await app.db.$executeRaw`DELETE FROM api_key WHERE prefix = ${prefixOf(key)}`;
      await app.db.$executeRaw`DELETE FROM persisted_operation WHERE partner = ${name}`;
      await app.db.$executeRaw`UPDATE business_calendar_version SET time_zone = 'Asia/Tokyo'`;
      await restoreLog(app, end);
      await until(async () => (await epochOf(app)) !== before || undefined, 'another life');
      const gone = async () => (await askOwn(app, key)) === 'UNAUTHENTICATED' || undefined;
      // Kept for 30 s else.
      await until(gone, 'the key to be unknown', 5_000);
      expect(await askOwn(app, kept)).toBe('PERSISTED_OPERATION_NOT_FOUND');
      expect(await responseDue(app, customerId)).not.toBe(due);
    } finally {
      await app.stop();
    }
  });
});

describe.runIf(hasRedis)('a log that is restored while Redis keeps its stream', () => {
  it.each([
    ['no further than the backup', 0],
    ['further than it was', 4],
  ])(
    'and has come %s: nothing of the other life is delivered, and nothing of this one is missed',
    async (_what, grown) => {
      const redis = await createTestRedis();
      await redis.start();
      const keeper = await startTestApp({ system: systemClock });
      const { databaseUrl } = keeper;
      const withRedis = () =>
        startTestApp({ system: systemClock, databaseUrl, env: { REDIS_URL: redis.url } });
      try {
        const first = await withRedis();
        const { id } = await openCase(first);
        const kept = await note(first, id, 'kept');
        const end = await lastPlace(first.db);
        for (const text of ['lost 1', 'lost 2', 'lost 3']) await note(first, id, text);
        const lost = await cursorAt(first.db, await lastPlace(first.db));
        await first.stop();

        await restoreLog(keeper, end);
        const before = await epochOf(keeper);
        const texts = Array.from({ length: grown }, (_, place) => `meanwhile ${place}`);
        // By a node that writes nothing to the stream.
        for (const text of texts) await note(keeper, id, text);
        const second = await withRedis();
        const third = await withRedis();
        await until(
          async () => ((await epochOf(second)) === before ? undefined : true),
          'the stream to be found out',
        );
        const subscribers = [follow(kept), follow(kept)];
        const nodes = [second, third];
        for (const [place, one] of subscribers.entries()) await one.join(nodes[place]?.url ?? '');
        for (const [place, node] of [second, third, second].entries()) {
          texts.push(`after it ${place}`);
          await note(node, id, `after it ${place}`);
        }
        for (const [place, one] of subscribers.entries()) {
          // Who came before its node noticed has been told to come back.
          await until(async () => {
            if (one.events.length === texts.length) return true;
            if (one.connection().socket.readyState === 1) return undefined;
            await one.join(nodes[place]?.url ?? '');
            return undefined;
          }, 'all of this life');
          expect(one.events.map(({ data }) => data.text)).toEqual(texts);
          expect(one.errors).toEqual([]);
          await one.leave('close');
        }
        expect(await answers(second, id, lost)).toEqual(ALL_REFUSED);
        await second.stop();
        await third.stop();
      } finally {
        await keeper.stop();
        await redis.kill();
      }
    },
  );
});
