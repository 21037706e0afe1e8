import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import { createTestClient } from '../../support/client.ts';
import { runDesk, serveDesk, startDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { customer } from '../../support/factories.ts';
import { execute } from '../../support/postgres-admin.ts';

let database: TestDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await temporaryFolder();
  env = { DATABASE_URL: database.url, DATA_DIR: join(folder.path, 'data') };
});
afterAll(async () => {
  await database.drop();
  await folder.remove();
});

test('serve says where it listens, answers there, and ends with 0 on SIGTERM', async () => {
  const desk = await serveDesk(env);
  expect(desk.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/graphql$/);
  const client = createTestClient(desk.url, TEST_ADMIN_KEY);
  expect((await client.graphql('{ __typename }')).status).toBe(200);
  desk.kill('SIGTERM');
  expect(await desk.ended).toEqual({
    code: 0,
    stdout: `listening on ${desk.url}\n`,
    stderr: '',
  });
});

test('an idle connection that is kept open does not delay the end', async () => {
  const desk = await serveDesk(env);
  await fetch(new URL('/healthz', desk.url));
  const before = performance.now();
  desk.kill('SIGINT');
  expect((await desk.ended).code).toBe(0);
  expect(performance.now() - before).toBeLessThan(8_000);
});

test('a mutation that runs at SIGTERM is finished and answered', async () => {
  const desk = await serveDesk({ ...env, LOG_LEVEL: 'info' });
  const client = createTestClient(desk.url, TEST_ADMIN_KEY);
  const holder = new pg.Client({ connectionString: database.url });
  await holder.connect();
  await holder.query('BEGIN; LOCK TABLE customer IN ACCESS EXCLUSIVE MODE');
  const answer = customer(client, { externalId: 'late' });
  await vi.waitUntil(
    async () => {
      const waiting = await execute(database.url, 'SELECT 1 FROM pg_locks WHERE NOT granted');
      return waiting.length > 0;
    },
    { timeout: 30_000 },
  );
  desk.kill('SIGTERM');
  await desk.saw(/stopping/, 'stderr');
  await expect(fetch(new URL('/healthz', desk.url))).rejects.toThrow();
  await holder.query('COMMIT');
  await holder.end();
  expect(await answer).toMatchObject({ externalId: 'late' });
  expect((await desk.ended).code).toBe(0);
});

describe('the admin key', () => {
  test('is made at the first start, shown once, and kept in a file of its owner', async () => {
    const { ADMIN_API_KEY: _own, ...withoutKey } = { ADMIN_API_KEY: '', ...env };
    const first = startDesk(['serve'], withoutKey);
    const file = join(folder.path, 'data/admin-key');
    const [, key = ''] = await first.saw(/^admin key, shown once and kept in \S+: (\S{32,})$/m);
    const [, url = ''] = await first.saw(/^listening on (\S+)$/m);
    expect((await createTestClient(url, key).graphql('{ __typename }')).status).toBe(200);
    first.kill('SIGTERM');
    await first.ended;
    expect((await readFile(file, 'utf8')).trim()).toBe(key);
    expect((await stat(file)).mode & 0o777).toBe(0o600);

    const second = startDesk(['serve'], withoutKey);
    const [, again = ''] = await second.saw(/^listening on (\S+)$/m);
    expect((await createTestClient(again, key).graphql('{ __typename }')).status).toBe(200);
    second.kill('SIGTERM');
    expect((await second.ended).stdout).toBe(`listening on ${again}\n`);
  });
});

describe('a start that fails', () => {
  test('on a port in use it says so in one line and ends with 1', async () => {
    const desk = await serveDesk(env);
    const { port } = new URL(desk.url);
    const second = await runDesk(['serve'], { ...env, ADMIN_API_KEY: TEST_ADMIN_KEY, PORT: port });
    expect(second).toEqual({
      code: 1,
      stdout: '',
      stderr: `The address 127.0.0.1:${port} is in use; stop what listens there or set PORT to another port.\n`,
    });
    desk.kill('SIGTERM');
    await desk.ended;
  });

  test('without its database it says so in one line and ends with 1', async () => {
    const unreachable = 'postgresql://desk:secret@127.0.0.1:1/desk';
    const { code, stderr } = await runDesk(['serve'], {
      ...env,
      DATABASE_URL: unreachable,
      DATABASE_CONNECT_TIMEOUT_MS: '200',
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^The database at 127\.0\.0\.1:1\/desk .*\n$/);
  });

  test('with bad configuration it names the variable, touches nothing and ends with 2', async () => {
    const untouched = join(folder.path, 'untouched');
    const { code, stdout, stderr } = await runDesk(['serve'], {
      DATA_DIR: untouched,
      ADMIN_API_KEY: 'too-short',
    });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^ADMIN_API_KEY is a text of 9 characters; it takes at least 32 .*\n$/);
    expect(existsSync(untouched)).toBe(false);
  });
});

test('a variable that nothing uses yet is named in the log', async () => {
  const desk = await serveDesk({ ...env, SMTP_URL: 'smtp://127.0.0.1:25' });
  await desk.saw(/SMTP_URL is not used yet/, 'stderr');
  desk.kill('SIGTERM');
  expect((await desk.ended).code).toBe(0);
});
