import { chmodSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import type { Client } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { customer } from '../../support/factories.ts';
import type { FaultyLine } from '../../support/faulty-line.ts';
import { startFaultyLine } from '../../support/faulty-line.ts';
import { startPgbouncer } from '../../support/pgbouncer.ts';
import { execute } from '../../support/postgres-admin.ts';
import type { PostgresServer } from '../../support/postgres-server.ts';
import { copyPostgresServer } from '../../support/postgres-server.ts';
import type { TestRedis } from '../../support/redis.ts';
import { createTestRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';
import { createFollower } from './followers.ts';
import type { LabNode } from './nodes.ts';
import { startLabNode, stopLabNode } from './nodes.ts';
import type { Lab, PreparedLab, Scenario } from './scenario.ts';
import { createWriters } from './writers.ts';

/** What the desk's role owns in every lab. */
export const DATABASE = 'desk';
/** So short that clocks fire during a scenario. */
export const TARGET_MS = 6_000;

export interface OpenLab extends Lab {
  firstCursor: string;
  /** The server that has the data. */
  current(): PostgresServer;
  urls(): readonly (string | undefined)[];
  /** What went wrong by itself so far. */
  deaths: string[];
  isForgotten(text: string): boolean;
  close(): Promise<void>;
}

/**
 * Builds what a scenario breaks: a PostgreSQL of its own, copied from a stopped one, a line before it,
 * nodes behind the line, clients that write and subscribe. Nothing runs yet but the nodes.
 */
export async function openLab(
  { setting = {} }: Scenario,
  template: PostgresServer,
  { isQuick, say }: { isQuick: boolean; say(progress: string): void },
): Promise<OpenLab> {
  const undo: (() => Promise<unknown>)[] = [];
  const atEnd = (step: () => Promise<unknown>) => void undo.push(step);
  async function close(): Promise<void> {
    for (const step of undo.toReversed()) {
      await step().catch((error: Error) => say(`while clearing up: ${error.message}`));
    }
  }

  try {
    const folder = await mkdtemp(join(tmpdir(), 'desk-fault-'));
    chmodSync(folder, 0o755);
    atEnd(() => rm(folder, { recursive: true, force: true }));
    const postgres = await copyPostgresServer(template, join(folder, 'data'));
    atEnd(() => postgres.remove());
    await postgres.start(setting.postgres);
    const line = await startFaultyLine(postgres.url());
    atEnd(() => line.close());
    const prepared: PreparedLab = { postgres, folder, line, atEnd, say };
    await setting.prepare?.(prepared);

    const { env, redis } = await surroundings(prepared, setting);
    const deaths: string[] = [];
    const nodes = Array.from(
      { length: setting.nodes ?? 2 },
      (): LabNode => ({ desk: undefined, isLeaving: false, logged: 0 }),
    );
    async function startNode(place: number): Promise<void> {
      const node = nodes[place];
      if (node === undefined || node.desk !== undefined) throw new Error('Its place is taken.');
      await startLabNode(node, env, (said) => deaths.push(said));
    }
    atEnd(() => Promise.all(nodes.map((node) => stopLabNode(node, 'SIGKILL'))));
    for (const place of nodes.keys()) await startNode(place);
    const urls = () => nodes.map(({ desk }) => desk?.url);

    const client = createTestClient(urls()[0] ?? '', TEST_ADMIN_KEY);
    const customerId = await makeCustomer(client);
    const firstCursor = await makeFirstEntry(client, customerId);
    const writers = createWriters({
      count: setting.writers ?? 4,
      urls,
      customerId,
      targetMs: TARGET_MS,
      requestTimeoutMs: setting.requestTimeoutMs ?? 10_000,
    });
    const followers = nodes.map((_, place) =>
      createFollower({
        name: `subscriber ${place}`,
        first: place,
        urls,
        after: firstCursor,
      }),
    );
    let current = postgres;
    let forgotten: ReadonlySet<string> = new Set();
    return {
      ...prepared,
      isQuick,
      lasting: (fullMs, quickMs = 3_000) => (isQuick ? Math.min(fullMs, quickMs) : fullMs),
      sql: (statement) => execute(current.url(DATABASE), statement),
      nodes,
      writers,
      followers,
      redis,
      customerId,
      startNode,
      async confirm(calls) {
        const wanted = writers.confirmed.length + calls;
        const enough = async () => writers.confirmed.length >= wanted || undefined;
        await until(enough, `${calls} confirmed calls`, 60_000);
      },
      movedTo(server) {
        current = server;
      },
      current: () => current,
      forget(texts) {
        forgotten = texts;
      },
      firstCursor,
      urls,
      deaths,
      isForgotten: (text) => forgotten.has(text),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

type Redis = TestRedis & { line: FaultyLine };

async function surroundings(
  lab: PreparedLab,
  setting: NonNullable<Scenario['setting']>,
): Promise<{ env: Record<string, string>; redis: Redis }> {
  const { postgres, line, atEnd } = lab;
  const direct = line.through(postgres.url(DATABASE, 'desk'));
  const env: Record<string, string> = { DATABASE_URL: direct };
  if (setting.pooler === true) {
    const pooler = await startPgbouncer(direct);
    atEnd(() => pooler.stop());
    env['DATABASE_URL'] = pooler.url;
    env['DATABASE_DIRECT_URL'] = direct;
  }
  let redis: Redis | undefined;
  if (setting.redis === true) {
    const server = await createTestRedis();
    await server.start();
    atEnd(() => server.kill());
    const redisLine = await startFaultyLine(server.url);
    atEnd(() => redisLine.close());
    redis = { ...server, line: redisLine };
    env['REDIS_URL'] = redisLine.through(server.url);
  }
  const none = new Proxy({} as Redis, {
    get: () => {
      throw new Error('This scenario has no Redis: say `redis: true`.');
    },
  });
  const own = typeof setting.env === 'function' ? setting.env(lab) : setting.env;
  return { env: { ...env, ...own }, redis: redis ?? none };
}

async function makeCustomer(client: Client): Promise<string> {
  const { id } = await customer(client);
  const target = `PT${TARGET_MS / 1_000}S`;
  const { userErrors } = await client.mutate('upsertSlaPolicy', {
    severity: 'HIGH',
    customer: { id },
    ownerLevel: 'DIRECTOR',
    responseTarget: target,
    updateInterval: 'PT8H',
  });
  if (userErrors.length > 0) throw new Error(JSON.stringify(userErrors));
  return id;
}

/** From here on everything is followed. */
async function makeFirstEntry(client: Client, customerId: string): Promise<string> {
  const issue = 'The first one.';
  const { cursor } = await client.mutate<{ cursor: string }>('openEscalation', {
    customer: { id: customerId },
    issue,
    severity: 'LOW',
  });
  // A reader may be about to hand it on.
  await setTimeout(100);
  return cursor;
}
