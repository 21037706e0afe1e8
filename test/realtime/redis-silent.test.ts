import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { openCase } from '../support/factories.ts';
import { untilMetric } from '../support/metrics.ts';
import type { TestProxy } from '../support/proxy.ts';
import { startProxy } from '../support/proxy.ts';
import type { TestRedis } from '../support/redis.ts';
import { createTestRedis, hasRedis } from '../support/redis.ts';
import type { Subscriber } from '../support/subscriber.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { until } from '../support/until.ts';

if (!hasRedis) console.warn('There is no redis-server on this machine: its tests are skipped.');

const FOLLOW = 'subscription { escalationEvents(types: [NOTE_ADDED]) { cursor data } }';

describe.skipIf(!hasRedis)('a desk whose Redis takes everything and answers nothing', () => {
  let redis: TestRedis;
  let line: TestProxy;
  let app: TestApp;
  let escalationId: string;
  let subscriber: Subscriber<{ cursor: string; data: { text: string } }>;

  beforeAll(async () => {
    redis = await createTestRedis();
    await redis.start();
    line = await startProxy(redis.url);
    app = await startTestApp({ system: systemClock, env: { REDIS_URL: line.through(redis.url) } });
    escalationId = (await openCase(app)).id;
    subscriber = createSubscriber({ query: FOLLOW });
    await subscriber.join(app.url);
    await subscriber.live();
    await isConnected(1);
  });
  afterAll(async () => {
    redis.thaw();
    await subscriber.leave('close');
    await app.stop();
    await line.close();
    await redis.kill();
  });

  async function isConnected(wanted: 0 | 1): Promise<void> {
    await untilMetric(app, 'desk_rates_redis_connected', wanted);
    await untilMetric(app, 'desk_live_redis_connected', wanted);
  }

  async function work(what: string): Promise<void> {
    const before = subscriber.events.length;
    for (let turn = 0; turn < 5; turn += 1) {
      await app.mutate('addNote', { escalationId, text: `${what} ${turn}` });
      await app.query('{ viewer { role } }');
    }
    await subscriber.count(before + 5);
  }

  const ready = async () => {
    const answer = await fetch(app.at('/readyz'));
    return { status: answer.status, body: (await answer.json()) as Record<string, string> };
  };
  const said = (beginning: string) =>
    app.logs.filter(({ msg }) => String(msg).startsWith(beginning)).map(({ msg }) => msg);

  it.each([
    ['it is stopped in its tracks', () => redis.freeze(), () => redis.thaw()],
    // What was connected is lost for good, without a word; it has to connect anew by itself.
    ['its line breaks without a word', () => line.leaveSilent(), () => {}],
  ])('answers all the same when %s, and says so', async (what, begin, end) => {
    app.logs.length = 0;
    begin();
    await work(what);
    if (what.startsWith('it is')) {
      await isConnected(0);
      expect(await ready()).toEqual({
        status: 200,
        body: {
          status: 'degraded',
          reason:
            'Redis does not answer: each node counts rates for itself. Redis does not answer: entries are read from the database.',
        },
      });
      await work('meanwhile');
    }
    end();
    await isConnected(1);
    expect((await ready()).body).toEqual({ status: 'ok' });
    await until(
      async () => (said('Redis is back').length > 0 ? true : undefined),
      'the line of it',
    );
    expect(said('Redis is back')).toEqual([
      expect.stringMatching(
        /Rates are counted over all nodes again, and entries come from its stream\.$/,
      ),
    ]);
    await work('after it');
  });

  it('counts for itself meanwhile, so that a budget stays one', async () => {
    const limited = await startTestApp({
      env: { REDIS_URL: redis.url, RATE_LIMIT_POINTS: '20' },
    });
    redis.freeze();
    const answers = [];
    for (let turn = 0; turn < 15; turn += 1)
      answers.push(await limited.graphql('{ viewer { role } }'));
    const codes = answers.map(({ errors }) => errors?.[0]?.extensions?.code);
    expect(codes.slice(0, 10)).toEqual(Array(10).fill(undefined));
    expect(codes.slice(10)).toEqual(Array(5).fill('RATE_LIMITED'));
    await limited.stop();
    redis.thaw();
  });

  it('starts while it is so', async () => {
    redis.freeze();
    const other = await startTestApp({ env: { REDIS_URL: redis.url } });
    expect(await other.query('{ viewer { role } }')).toEqual({ viewer: { role: 'ADMIN' } });
    const answer = await until(async () => {
      const found = await (await fetch(other.at('/readyz'))).json();
      return (found as { status: string }).status === 'degraded' ? found : undefined;
    }, 'it to say so');
    expect(answer).toMatchObject({ reason: expect.stringMatching(/^Redis does not answer/) });
    await other.stop();
    redis.thaw();
  });
});
