import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { openCase, person } from '../../support/factories.ts';
import { execute } from '../../support/postgres-admin.ts';
import type { TestRedis } from '../../support/redis.ts';
import { createTestRedis, hasRedis } from '../../support/redis.ts';
import type { TcpProxy } from '../../support/tcp-proxy.ts';
import { startTcpProxy } from '../../support/tcp-proxy.ts';
import { until } from '../../support/until.ts';
import type { OpenDoor } from './doors.ts';
import { openSocket, openStream } from './doors.ts';

const SECRET = 'a-secret-that-is-shared-with-the-provider';
const ENV = { RATE_LIMIT_SIGN_IN_FAILURES: '0', JWT_SECRET: SECRET };

const open: OpenDoor[] = [];
afterEach(() => {
  for (const door of open.splice(0)) door.stop();
});

async function opened<Door extends OpenDoor>(door: Promise<Door>): Promise<Door> {
  const one = await door;
  open.push(one);
  return one;
}

async function keyOf(app: TestApp, input: Variables = {}): Promise<{ key: string; id: string }> {
  const { key, apiKey } = await app.mutate<{ key: string; apiKey: { id: string } }>(
    'createApiKey',
    { role: 'AGENT', ...input },
    'key apiKey { id }',
  );
  return { key, id: apiKey.id };
}

/** A person of whom the node has read in the log: whoever signs in before that has to do so once more. */
async function known(app: TestApp, overrides: Variables = {}) {
  const made = await person(app, overrides);
  await setTimeout(100);
  return made;
}

const revoke = (app: TestApp, keyId: string) => app.mutate('revokeApiKey', { keyId });

async function statusOf(app: TestApp, credential: string): Promise<number> {
  return (await createTestClient(app.url, credential).graphql('{ __typename }')).status;
}

/** Milliseconds from `since` until the request is refused. */
async function refusedAfter(app: TestApp, credential: string, since: number): Promise<number> {
  await until(async () => ((await statusOf(app, credential)) === 401 ? true : undefined), '401');
  return performance.now() - since;
}

describe('a revoked key', () => {
  let writing: TestApp;
  let silent: TestApp;
  let proxy: TcpProxy;
  let redis: TestRedis | undefined;
  const nodes = new Map<string, TestApp>();

  beforeAll(async () => {
    writing = await startTestApp({ system: systemClock, env: ENV });
    const { databaseUrl } = writing;
    nodes.set('the node itself', writing);
    nodes.set('another node', await startTestApp({ system: systemClock, env: ENV, databaseUrl }));
    proxy = await startTcpProxy(databaseUrl);
    silent = await startTestApp({
      system: systemClock,
      env: { ...ENV, DATABASE_DIRECT_URL: proxy.url },
      databaseUrl,
    });
    await until(async () => {
      const listening = await execute(
        databaseUrl,
        "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'",
      );
      return listening.length >= 3 ? true : undefined;
    }, 'three nodes that listen');
    proxy.fallSilent();
    nodes.set('another node whose notifications do not come', silent);
  });
  afterAll(async () => {
    for (const node of [...nodes.values()].reverse()) await node.stop();
    await proxy.stop();
    await redis?.kill();
  });

  async function closedOn(reading: TestApp, of = writing) {
    const { key, id } = await keyOf(of);
    const other = await keyOf(of);
    const socket = await opened(openSocket(reading.url, key));
    const idle = await opened(openSocket(reading.url, key, '{ __typename }'));
    const stream = await opened(openStream(reading.url, key));
    const others = await opened(openSocket(reading.url, other.key));
    expect(await statusOf(reading, key)).toBe(200);
    const before = performance.now();
    await revoke(of, id);
    const refused = await refusedAfter(reading, key, before);
    const ends = await Promise.all([socket.closed, idle.closed, stream.closed]);
    expect(ends.map(({ code }) => code)).toEqual([4403, 4403, undefined]);
    expect(others.socket.readyState).toBe(others.socket.OPEN);
    expect(await statusOf(reading, other.key)).toBe(200);
    return Math.max(refused, ...ends.map(({ at }) => at - before));
  }

  test.each([
    ['the node itself', 1_000],
    ['another node', 1_000],
    // It looks by itself once a second.
    ['another node whose notifications do not come', 2_000],
  ])('closes its sockets with 4403, ends its streams and is refused, on %s', async (name, ms) => {
    const node = nodes.get(name);
    if (node === undefined) throw new Error(name);
    const took = await closedOn(node);
    expect(took).toBeLessThan(ms);
  });

  test('also while the connections that listen are cut again and again', async () => {
    let isOver = false;
    const cutting = (async () => {
      while (!isOver) {
        await execute(
          writing.databaseUrl,
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE '%listener'",
        );
      }
    })();
    const took = await closedOn(nodes.get('another node') ?? writing);
    isOver = true;
    await cutting;
    expect(took).toBeLessThan(2_000);
  });

  test.skipIf(!hasRedis)('also where entries come over Redis', async () => {
    redis = await createTestRedis();
    await redis.start();
    const env = { ...ENV, REDIS_URL: redis.url };
    const first = await startTestApp({ system: systemClock, env });
    const second = await startTestApp({
      system: systemClock,
      env,
      databaseUrl: first.databaseUrl,
    });
    try {
      const took = await closedOn(second, first);
      expect(took).toBeLessThan(1_000);
    } finally {
      await second.stop();
      await first.stop();
    }
  });

  test('signs in no more: a socket is closed with 4401, a stream answers 401', async () => {
    const { key, id } = await keyOf(writing);
    await revoke(writing, id);
    await refusedAfter(writing, key, performance.now());
    const socket = await opened(openSocket(writing.url, key));
    expect((await socket.closed).code).toBe(4401);
    expect((await opened(openStream(writing.url, key))).status).toBe(401);
  });

  test('starts nothing with a request that began before', async () => {
    const { key, id } = await keyOf(writing);
    const body = JSON.stringify({
      query: 'subscription { escalationEvents(types: [NOTE_ADDED]) { data } }',
    });
    const answer = new Promise<string>((resolve, reject) => {
      const req = request(writing.url, {
        method: 'POST',
        headers: {
          accept: 'text/event-stream',
          'content-type': 'application/json',
          'content-length': body.length,
          authorization: `Bearer ${key}`,
        },
      });
      req.once('error', reject);
      req.once('response', (res) => resolve(text(res)));
      req.write(body.slice(0, 10));
      // Signed in by the head of the request, long before its body is there.
      const isSignedIn = async () =>
        (await writing.db.apiKey.findFirst({
          where: { lastUsedAt: { not: null }, prefix: key.slice(5, 15) },
        })) ?? undefined;
      until(isSignedIn, 'the key to be used')
        .then(() => revoke(writing, id))
        .then(() => refusedAfter(writing, key, performance.now()))
        .then(() => req.end(body.slice(10)), reject);
    });
    const events = await answer;
    expect(events).toContain('"code":"UNAUTHENTICATED"');
    expect(await openSubscriptions(writing)).toBe(0);
  });

  test('does nothing on a socket that does not hear of its end, which is cut off', async () => {
    const { key, id } = await keyOf(writing);
    const { socket, closed } = await opened(openSocket(writing.url, key));
    // From here on it reads nothing, so it does not answer the close.
    socket.pause();
    await revoke(writing, id);
    await refusedAfter(writing, key, performance.now());
    const query = `mutation { upsertCustomer(input: { externalId: "too-late", name: "Too late",
      tier: BUSINESS, arr: { amount: "1.00" }, healthScore: 50 }) { cursor } }`;
    socket.send(JSON.stringify({ id: '2', type: 'subscribe', payload: { query } }));
    await until(
      async () => ((await openSockets(writing)) === 0 ? true : undefined),
      'the cut',
      2_000,
    );
    socket.resume();
    await closed;
    expect(await writing.db.customer.count({ where: { externalId: 'too-late' } })).toBe(0);
  });

  test('leaves nothing behind', async () => {
    for (const node of nodes.values()) {
      await until(
        async () => ((await openSubscriptions(node)) === 0 ? true : undefined),
        'no subscription to be open',
      );
    }
  });
});

async function metric(app: TestApp, name: string): Promise<number> {
  const lines = (await (await fetch(app.at('/metrics'))).text()).split('\n');
  return Number(lines.find((line) => line.startsWith(`${name} `))?.split(' ')[1]);
}

const openSubscriptions = (app: TestApp) => metric(app, 'desk_live_subscriptions');
const openSockets = (app: TestApp) => metric(app, 'desk_live_sockets');

describe('credentials that run out', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ env: ENV });
  });
  afterAll(() => app.stop());

  const inSeconds = (seconds: number) => new Date(app.clock.now().getTime() + seconds * 1_000);

  const tokenFor = (claims: Variables) =>
    new SignJWT({ role: 'AGENT', exp: inSeconds(300).getTime() / 1_000, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET));

  async function endsWhen(credential: string, happens: () => unknown) {
    const socket = await opened(openSocket(app.url, credential));
    const stream = await opened(openStream(app.url, credential));
    expect(await statusOf(app, credential)).toBe(200);
    const before = performance.now();
    await happens();
    const ends = await Promise.all([socket.closed, stream.closed]);
    expect(ends.map(({ code }) => code)).toEqual([4403, undefined]);
    for (const { at } of ends) expect(at - before).toBeLessThan(1_000);
    return { socket, stream };
  }

  test('a key whose end comes', async () => {
    const { key } = await keyOf(app, { expiresAt: inSeconds(60).toISOString() });
    await endsWhen(key, () => app.clock.advance(60_000));
    expect(await statusOf(app, key)).toBe(401);
  });

  test('a token whose end comes, 30 seconds later for clocks that differ', async () => {
    const token = await tokenFor({ sub: 'ada', exp: inSeconds(60).getTime() / 1_000 });
    app.clock.advance(89_000);
    await endsWhen(token, () => app.clock.advance(1_000));
    expect(await statusOf(app, token)).toBe(401);
  });

  test('what happens after the end is not delivered, though nobody has closed it yet', async () => {
    const { key } = await keyOf(app, { expiresAt: inSeconds(60).toISOString() });
    const { id: escalationId } = await openCase(app);
    const note = (text: string) => app.mutate('addNote', { escalationId, text });
    const { socket, stream } = await endsWhen(key, async () => {
      await note('before');
      await until(
        async () => (open.every(({ results }) => results.length > 0) ? true : undefined),
        'the note',
      );
      app.clock.advance(60_000);
      await note('after');
    });
    for (const { results } of [socket, stream]) {
      expect(JSON.stringify(results)).toContain('before');
      expect(JSON.stringify(results)).not.toContain('after');
    }
  });

  test.each([
    ['is set inactive', { active: false }, 401],
    ['gets another role', { role: 'VIEWER' }, 200],
    ['gets another name', { name: 'Renamed' }, 200],
  ])(
    'those of a person who %s; who comes again comes with what holds now',
    async (_name, change, status) => {
      const { email, name } = await known(app);
      const token = await tokenFor({ email, role: undefined });
      const upsert = () => app.mutate('upsertUser', { email, name, level: 'EXECUTIVE', ...change });
      await endsWhen(token, upsert);
      expect(await statusOf(app, token)).toBe(status);
      if (status === 401) return;
      const again = await opened(openSocket(app.url, token));
      expect(again.socket.readyState).toBe(again.socket.OPEN);
      const { errors } = await createTestClient(app.url, token).graphql(
        'mutation { addNote(input: { escalationId: "x", text: "x" }) { cursor } }',
      );
      expect(errors?.[0]?.extensions?.code).toBe('role' in change ? 'FORBIDDEN' : undefined);
    },
  );

  test.each([
    ['by its address', { email: 'one@desk.example' }, 'one@desk.example'],
    [
      'by its subject, in capitals',
      { email: undefined, sub: 'Two@Desk.Example' },
      'two@desk.example',
    ],
    [
      'by the second name',
      { email: 'x@desk.example', sub: 'three@desk.example' },
      'three@desk.example',
    ],
  ])(
    'those of somebody who was unknown so far and is made known %s',
    async (_how, claims, email) => {
      const token = await tokenFor(claims);
      await endsWhen(token, () => person(app, { email, active: false }));
      expect(await statusOf(app, token)).toBe(401);
    },
  );

  test('those of a person whose address another one takes the place of, and of whoever had that', async () => {
    const { id, email } = await known(app);
    const change = () => app.mutate('patchPerson', { user: { id }, email: 'moved@desk.example' });
    const after = await tokenFor({ email: 'moved@desk.example' });
    const socket = await opened(openSocket(app.url, after));
    const before = await tokenFor({ email, role: undefined });
    await endsWhen(before, change);
    expect(await statusOf(app, before)).toBe(401);
    await until(
      async () => (socket.socket.readyState === socket.socket.CLOSED ? true : undefined),
      'the end of the socket of whoever had the address',
    );
  });

  test('not those of a person of whom nothing changes that they rest on', async () => {
    const { email, name } = await known(app);
    const token = await tokenFor({ email });
    const other = await tokenFor({ email: (await known(app)).email });
    const sockets = [
      await opened(openSocket(app.url, token)),
      await opened(openSocket(app.url, other)),
    ];
    await app.mutate('upsertUser', { email, name, level: 'TEAM_LEAD', team: 'ENGINEERING' });
    await app.mutate('upsertUser', { email: 'else@desk.example', name: 'Else', level: 'MANAGER' });
    const { key, id } = await keyOf(app);
    await endsWhen(key, () => revoke(app, id));
    for (const { socket } of sockets) expect(socket.readyState).toBe(socket.OPEN);
  });
});
