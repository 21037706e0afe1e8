import { afterEach, describe, expect, test } from 'vitest';
import type { TestApp, TestAppOptions } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { GraphqlAnswer } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { customer } from '../../support/factories.ts';
import { openSocket, signedInSocket } from '../../support/raw-socket.ts';
import { createTestRedis, hasRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function start(env: Record<string, string>, more: TestAppOptions = {}): Promise<TestApp> {
  const app = await startTestApp({ env: { RATE_LIMIT_POINTS: '600000', ...env }, ...more });
  stops.push(app.stop);
  return app;
}

const VIEWER = '{ viewer { role } }';

function costIn(answer: GraphqlAnswer<unknown>) {
  return (answer as unknown as { extensions?: { cost: Record<string, number | null> } }).extensions
    ?.cost;
}

async function limitedSoFar(app: TestApp, what: string): Promise<number> {
  const text = await (await fetch(app.at('/metrics'))).text();
  const line = text
    .split('\n')
    .find((one) => one.startsWith(`desk_rate_limited_total{what="${what}"`));
  return Number(line?.split(' ')[1] ?? 0);
}

async function viewerKey(app: TestApp): Promise<string> {
  const input = { name: 'Reader', role: 'VIEWER' };
  return (await app.mutate<{ key: string }>('createApiKey', input, 'key')).key;
}

describe('the budget of a principal', () => {
  test('is charged what an answer holds, not what it might have held', async () => {
    const app = await start({});
    const first = costIn(
      await app.graphql('{ escalations(first: 50) { nodes { reference customer { name } } } }'),
    );
    // A page of fifty, each with two fields and one below; the answer had an empty list.
    expect(first).toMatchObject({ requested: 201, actual: 2, left: 599_998 });
    const second = costIn(await app.graphql(VIEWER));
    expect(second).toMatchObject({
      requested: 2,
      actual: 2,
      budgetPerMinute: 600_000,
      left: 599_996,
      restoredInSeconds: expect.any(Number),
    });
  });

  test('is told in the headers of a report as well, of one that is not there too', async () => {
    const app = await start({ RATE_LIMIT_POINTS: '250' });
    const seen = [];
    for (let times = 0; times < 3; times += 1) {
      const response = await fetch(app.at('/reports/ESC-2026-001.yaml'), {
        headers: { authorization: `Bearer ${app.key}` },
      });
      const of = (name: string) => response.headers.get(name);
      seen.push([response.status, of('ratelimit-limit'), of('ratelimit-remaining')]);
      expect(of('ratelimit')).toBe(
        `"points";r=${of('ratelimit-remaining')};t=${of('ratelimit-reset')}`,
      );
    }
    expect(seen).toEqual([
      [404, '250', '150'],
      [404, '250', '50'],
      [429, '250', '50'],
    ]);
  });

  test('lists that are longer than they were taken for cost what they hold', async () => {
    const app = await start({});
    const contacts = Array.from({ length: 30 }, (_, index) => ({
      name: `Contact ${index}`,
      email: `contact-${index}@customer.example`,
    }));
    const { id } = await customer(app, { contacts });
    const cost = costIn(
      await app.graphql('query ($id: ID!) { customer(by: { id: $id }) { contacts { name } } }', {
        id,
      }),
    );
    expect(cost).toMatchObject({ requested: 7, actual: 32 });
  });

  test('things by their ids cost as many as are named', async () => {
    const app = await start({});
    const ids = Array.from({ length: 40 }, (_, index) => `nothing-${index}`);
    const cost = costIn(
      await app.graphql('query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', { ids }),
    );
    expect(cost).toMatchObject({ requested: 41 });
  });

  test('when it is used up an operation is 429 with Retry-After, and a cheaper one still passes', async () => {
    const app = await start({ RATE_LIMIT_POINTS: '20' });
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ escalations(first: 50) { nodes { id } } }' }),
    });
    const { errors, extensions, data } = (await response.json()) as Record<string, unknown>;
    expect([response.status, data]).toEqual([429, undefined]);
    const seconds = Number(response.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect(errors).toEqual([
      expect.objectContaining({
        extensions: { code: 'RATE_LIMITED', retryAfterSeconds: seconds },
      }),
    ]);
    expect(extensions).toEqual({
      cost: {
        requested: 101,
        actual: 0,
        budgetPerMinute: 20,
        left: 20,
        restoredInSeconds: seconds,
      },
    });
    expect(await app.query(VIEWER)).toEqual({ viewer: { role: 'ADMIN' } });
    expect(await limitedSoFar(app, 'points')).toBe(1);
  });

  test('is spent by documents that are refused as well; then nothing more is read', async () => {
    const app = await start({ RATE_LIMIT_POINTS: '25' });
    const codes: unknown[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      const { errors } = await app.graphql(`{ nothing${turn} }`);
      codes.push(errors?.[0]?.extensions?.code);
    }
    expect(codes).toEqual([
      ...['BAD_REQUEST', 'BAD_REQUEST', 'BAD_REQUEST'],
      ...['RATE_LIMITED', 'RATE_LIMITED'],
    ]);
  });

  test('is its own: two keys do not share', async () => {
    const app = await start({ RATE_LIMIT_POINTS: '1000' });
    expect(costIn(await app.graphql(VIEWER))).toMatchObject({ budgetPerMinute: 1_000, left: 998 });
    const reader = createTestClient(app.url, await viewerKey(app));
    expect(costIn(await reader.graphql(VIEWER))).toMatchObject({ left: 998 });
  });

  test('may be without limit', async () => {
    const app = await start({ RATE_LIMIT_POINTS: '0' });
    expect(costIn(await app.graphql(VIEWER))).toEqual({
      requested: 2,
      actual: 2,
      budgetPerMinute: null,
      left: null,
      restoredInSeconds: 0,
    });
  });

  test('on a socket runs out with an error that has the seconds in its extensions', async () => {
    const app = await start({ RATE_LIMIT_POINTS: '20' });
    const socket = await signedInSocket(app.url, app.key);
    const ask = async (id: string, query: string) => {
      socket.send({ id, type: 'subscribe', payload: { query } });
      return socket.next();
    };
    const limited = {
      type: 'error',
      payload: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) } }],
    };
    expect(await ask('1', '{ escalations(first: 50) { nodes { id } } }')).toMatchObject(limited);
    const fields = Array.from({ length: 25 }, (_, index) => `a${index}: id`).join(' ');
    expect(await ask('2', `subscription { escalationEvents { ${fields} } }`)).toMatchObject(
      limited,
    );
    expect(await ask('3', VIEWER)).toMatchObject({
      type: 'next',
      payload: { data: { viewer: { role: 'ADMIN' } }, extensions: { cost: { requested: 2 } } },
    });
    socket.close();
  });
});

describe('wrong credentials', () => {
  test('are limited for each address, by whichever door; who was signed in before stays so', async () => {
    const app = await start({ RATE_LIMIT_SIGN_IN_FAILURES: '3' });
    const neverUsed = await viewerKey(app);
    const guess = (path: string, key: string) =>
      fetch(app.at(path), { headers: { authorization: `Bearer ${key}` } });
    const statuses: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      statuses.push((await guess('/reports/ESC-2026-001.json', `desk_guess_${turn}`)).status);
    }
    expect(statuses).toEqual([401, 401, 401]);
    const refused = await guess('/graphql?query={__typename}', 'desk_guess_4');
    expect([refused.status, Number(refused.headers.get('retry-after'))]).toEqual([
      429,
      expect.any(Number),
    ]);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });

    const socket = await openSocket(app.url);
    socket.send({ type: 'connection_init', payload: { authorization: 'Bearer desk_guess_5' } });
    expect(await socket.closed).toMatchObject({ code: 4429 });

    expect((await guess('/graphql?query={__typename}', neverUsed)).status).toBe(429);
    expect((await app.graphql(VIEWER)).status).toBe(200);
    expect(await limitedSoFar(app, 'sign-in')).toBe(3);
  });

  test('behind a proxy are counted by the address that it passes on', async () => {
    const app = await start({ RATE_LIMIT_SIGN_IN_FAILURES: '1', TRUSTED_PROXIES: '1' });
    const guess = async (forwarded: string) =>
      (
        await fetch(app.url, {
          method: 'POST',
          headers: { authorization: 'Bearer wrong', 'x-forwarded-for': forwarded },
        })
      ).status;
    expect(await guess('203.0.113.1')).toBe(401);
    expect(await guess('203.0.113.1')).toBe(429);
    expect(await guess('203.0.113.1, 203.0.113.2'), 'what the client made up does not count').toBe(
      401,
    );
    expect(await guess('2001:db8:1:2::7')).toBe(401);
    expect(await guess('2001:db8:1:2:ffff::9'), 'one network, one count').toBe(429);
  });

  test('without any are no attempt', async () => {
    const app = await start({ RATE_LIMIT_SIGN_IN_FAILURES: '1' });
    for (let turn = 0; turn < 3; turn += 1) expect((await fetch(app.url)).status).toBe(401);
  });
});

describe.skipIf(!hasRedis)('with a Redis', () => {
  test('two nodes share the budget, and without it each counts for itself', async () => {
    const redis = await createTestRedis();
    await redis.start();
    stops.push(redis.kill);
    const env = { REDIS_URL: redis.url, RATE_LIMIT_POINTS: '1000' };
    const one = await start(env);
    const two = await start(env, { databaseUrl: one.databaseUrl });
    const key = await viewerKey(one);
    const left = async (app: TestApp) =>
      costIn(await createTestClient(app.url, key).graphql('{ __typename }'))?.['left'];
    expect(await left(one)).toBe(999);
    expect(await left(two)).toBe(998);
    expect(await left(one)).toBe(997);
    await redis.kill();
    const alone = await until(async () => {
      const now = await left(two);
      return now === 999 ? now : undefined;
    }, 'the node to count for itself');
    expect(alone).toBe(999);
    expect(
      two.logs.filter(({ msg }) => String(msg).includes('counts rates for itself')),
    ).toHaveLength(1);
    await redis.start();
    await until(async () => (Number(await left(two)) < 999 ? true : undefined), 'counting goes on');
  });

  test('that cannot be reached a node starts, counts for itself, and stops', async () => {
    const app = await start({ REDIS_URL: 'redis://127.0.0.1:1', RATE_LIMIT_POINTS: '1000' });
    expect(costIn(await app.graphql(VIEWER))).toMatchObject({ left: 998 });
  });
});
