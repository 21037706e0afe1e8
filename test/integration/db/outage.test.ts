import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { buildApp } from '../../../src/app/app.ts';
import { loadConfig } from '../../../src/config.ts';
import { createLog } from '../../../src/log.ts';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import { createTestDatabase } from '../../support/database.ts';
import { createPostgresServer, postgresVersions } from '../../support/postgres-server.ts';
import { startProxy } from '../../support/proxy.ts';
import { signedInSocket } from '../../support/raw-socket.ts';
import { createTestRedis, hasRedis } from '../../support/redis.ts';
import { until } from '../../support/until.ts';

/** Without a bound it was 25 kB a second, and more with more requests. */
const MAX_BYTES = 12_000;

interface Line {
  level: number;
  msg: string;
  ids?: string[];
}

/** What a node said between `go` and its last word on it, and the ids of what failed meanwhile. */
async function saidDuring(
  env: Readonly<Record<string, string>>,
  go: () => Promise<void>,
  lastWord: string,
): Promise<{ text: string; lines: Line[]; failed: Set<string> }> {
  let text = '';
  const log = createLog('info', {
    write(line) {
      text += line;
    },
  });
  const lines = () =>
    text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);
  const app = buildApp(loadConfig({ ADMIN_API_KEY: TEST_ADMIN_KEY, PORT: '0', ...env }), { log });
  const { url } = await app.start();
  const failed = new Set<string>();
  let isOver = false;
  let answered = 0;

  async function ask(query: string, accept = 'application/json'): Promise<void> {
    while (!isOver) {
      const answer = await fetch(url, {
        method: 'POST',
        body: JSON.stringify({ query }),
        headers: {
          authorization: `Bearer ${TEST_ADMIN_KEY}`,
          'content-type': 'application/json',
          accept,
        },
      });
      const { errors = [] } = (await answer.json()) as {
        errors?: { extensions: { id?: string } }[];
      };
      if (errors.length === 0) answered += 1;
      for (const { extensions } of errors) if (extensions.id) failed.add(extensions.id);
      await setTimeout(50);
    }
  }

  async function askBySocket(): Promise<void> {
    const socket = await signedInSocket(url, TEST_ADMIN_KEY);
    const query = 'subscription { escalationEvents { type } }';
    socket.send({ type: 'subscribe', id: 'live', payload: { query } });
    while (!isOver) {
      const payload = { query: '{ escalations { totalCount } }' };
      socket.send({ type: 'subscribe', id: String(performance.now()), payload });
      await setTimeout(100);
    }
    socket.close();
  }

  const untilAnswered = async (more: number) => {
    const before = answered;
    await until(async () => (answered > before + more ? true : undefined), 'answers');
  };
  const asking = [
    ask('{ customers { nodes { id } } }'),
    ask('{ users { nodes { id } } }', 'application/json;q=0.9'),
    ask(
      'mutation { setLifecycleStage(input: { customer: { externalId: "no" }, stage: GROWTH }) { cursor } }',
    ),
    askBySocket(),
  ];
  try {
    await untilAnswered(5);
    // On a machine with much to do Redis may have seemed to be gone at the start.
    const told = (words: string) => lines().filter(({ msg }) => msg.startsWith(words)).length;
    const isCalm = async () => told('Redis is gone') === told('Redis is back') || undefined;
    await until(isCalm, 'a beginning without an outage');
    text = '';
    await go();
    await untilAnswered(20);
    const isTold = () => lines().some(({ msg }) => msg.startsWith(lastWord));
    await until(async () => (isTold() ? true : undefined), `"${lastWord}" in ${text}`);
    return { text, lines: lines(), failed };
  } finally {
    isOver = true;
    await Promise.all(asking);
    await app.stop();
  }
}

const GONE = /^PostgreSQL does not answer \(.+\): what needs it fails until it is back\.$/;
const BACK = /^PostgreSQL is back after \d+(\.\d)? s: (\d+) failed meanwhile\.$/;

describe('with requests, sockets and schedulers running', () => {
  it('the log has three lines of a PostgreSQL that cannot be reached for 13 s, without a stack', async () => {
    const database = await createTestDatabase();
    const proxy = await startProxy(database.url);
    const env = { DATABASE_URL: proxy.through(database.url) };
    const { text, lines, failed } = await saidDuring(
      env,
      async () => {
        proxy.refuse();
        await setTimeout(13_000);
        proxy.heal();
      },
      'PostgreSQL is back',
    );
    await proxy.close();
    await database.drop();
    expect(failed.size).toBeGreaterThan(100);
    expect(text.length).toBeLessThan(MAX_BYTES);
    expect(text).not.toMatch(/"stack"|\\n {4}at /);
    expect(lines.map(({ msg }) => msg)).toEqual([
      expect.stringMatching(GONE),
      expect.stringMatching(/^PostgreSQL is still away, for 10(\.\d)? s: \d+ more failed\.$/),
      expect.stringMatching(BACK),
    ]);
    // What a client was told as an id is in the log, of 50 requests a line.
    const ids = lines.flatMap((line) => line.ids ?? []).filter((id) => failed.has(id));
    expect(ids.length).toBeGreaterThan(50);
    const [, , count] = BACK.exec(lines.at(-1)?.msg ?? '') ?? [];
    expect(Number(count)).toBeGreaterThan(failed.size);
  }, 90_000);

  it.skipIf(!postgresVersions.includes(18))(
    'and two of one that is shut down and started again',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'desk-outage-'));
      // PostgreSQL is run by another user where the tests are run by root.
      chmodSync(folder, 0o755);
      const server = await createPostgresServer(18, join(folder, 'data'));
      await server.start();
      try {
        const { text, lines, failed } = await saidDuring(
          { DATABASE_URL: server.url() },
          async () => {
            await server.stop('fast');
            await setTimeout(3_000);
            await server.start();
          },
          'PostgreSQL is back',
        );
        expect(failed.size).toBeGreaterThan(10);
        expect(lines.map(({ msg }) => msg)).toEqual([
          expect.stringMatching(GONE),
          expect.stringMatching(BACK),
        ]);
        expect(text.length).toBeLessThan(MAX_BYTES);
      } finally {
        await server.remove();
        rmSync(folder, { recursive: true });
      }
    },
    90_000,
  );

  it.skipIf(!hasRedis)(
    'and two of a Redis that is killed and started again',
    async () => {
      const database = await createTestDatabase();
      const redis = await createTestRedis();
      await redis.start();
      const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
      const { text, lines, failed } = await saidDuring(
        env,
        async () => {
          await redis.kill();
          await setTimeout(3_000);
          await redis.start();
        },
        'Redis is back',
      );
      await redis.kill();
      await database.drop();
      expect(failed.size).toBe(0);
      expect(lines.map(({ msg }) => msg)).toEqual([
        expect.stringMatching(
          /^Redis is gone \(.+\): each node counts rates for itself, and entries are read from the database\.$/,
        ),
        expect.stringMatching(
          /^Redis is back after \d+(\.\d)? s: \d+ calls failed meanwhile\. Rates are counted over all nodes again, and entries come from its stream\.$/,
        ),
      ]);
      expect(text).not.toContain('"stack"');
    },
    90_000,
  );
});
