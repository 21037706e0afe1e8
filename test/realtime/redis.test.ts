import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { openCase } from '../support/factories.ts';
import type { TestRedis } from '../support/redis.ts';
import { createTestRedis, hasRedis } from '../support/redis.ts';
import { until } from '../support/until.ts';

if (!hasRedis) console.warn('There is no redis-server on this machine: its tests are skipped.');

describe.skipIf(!hasRedis)('two nodes with a Redis between them', () => {
  let redis: TestRedis;
  let writing: TestApp;
  let reading: TestApp;
  const seen: string[] = [];
  let client: ReturnType<typeof createClient>;
  let escalationId: string;

  beforeAll(async () => {
    redis = await createTestRedis();
    await redis.start();
    const env = { REDIS_URL: redis.url, REDIS_STREAM_LENGTH: '100' };
    writing = await startTestApp({ system: systemClock, env });
    reading = await startTestApp({ system: systemClock, env, databaseUrl: writing.databaseUrl });
    client = createClient({
      url: reading.url.replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${reading.key}` },
      on: { ping: () => {} },
    });
    escalationId = (await openCase(writing)).id;
    const live = new Promise<void>((resolve) => client.on('ping', () => resolve()));
    client.subscribe<{ escalationEvents: { data: { text: string } } }>(
      { query: 'subscription { escalationEvents(types: [NOTE_ADDED]) { data } }' },
      {
        next: ({ data }) => void seen.push(data?.escalationEvents.data.text ?? ''),
        error: (error) => void seen.push(String(error)),
        complete() {},
      },
    );
    await live;
  });

  afterAll(async () => {
    await client.dispose();
    await reading.stop();
    await writing.stop();
    await redis.kill();
  });

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(reading.at('/metrics'))).text();
    const line = text.split('\n').find((one) => one.startsWith(`${name} `));
    return Number(line?.split(' ')[1] ?? 0);
  }

  async function note(text: string): Promise<void> {
    await writing.mutate('addNote', { escalationId, text });
    await until(async () => (seen.includes(text) ? true : undefined), `the note ${text}`);
  }

  const fromStream = () => metric('desk_live_read_total{source="stream"}');
  const isConnected = (wanted: number) =>
    until(
      async () => ((await metric('desk_live_redis_connected')) === wanted ? true : undefined),
      `the stream to be ${wanted === 1 ? 'there' : 'gone'}`,
    );

  it('what one node writes the other reads from the stream', async () => {
    await isConnected(1);
    const before = await fromStream();
    await note('by stream');
    expect(await fromStream()).toBeGreaterThan(before);
  });

  it('while Redis is gone it comes from the database, and the metrics say so', async () => {
    await redis.kill();
    await isConnected(0);
    const before = await fromStream();
    await note('by database');
    expect(await fromStream()).toBe(before);
    expect(reading.logs.some(({ msg }) => String(msg).startsWith('Redis is gone'))).toBe(true);
  });

  it('when Redis is back, and empty, it comes from the stream again', async () => {
    await redis.start();
    await isConnected(1);
    const before = await fromStream();
    await until(async () => {
      await note(`again ${seen.length}`);
      return (await fromStream()) > before ? true : undefined;
    }, 'the stream to be read');
  });

  it('every note came once, in the order in which it was written', () => {
    expect(seen.slice(0, 2)).toEqual(['by stream', 'by database']);
    expect(new Set(seen).size).toBe(seen.length);
  });
});

describe.skipIf(!hasRedis)('a node whose Redis is not there', () => {
  it('starts all the same, and follows the log', async () => {
    const redis = await createTestRedis();
    const app = await startTestApp({ system: systemClock, env: { REDIS_URL: redis.url } });
    const { id } = await openCase(app);
    expect(
      (await app.mutate('addNote', { escalationId: id, text: 'Without.' })).userErrors,
    ).toEqual([]);
    expect((await fetch(app.at('/readyz'))).status).toBe(200);
    await app.stop();
  });
});
