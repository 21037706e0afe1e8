import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

const incident = (name: string) =>
  fileURLToPath(new URL(`../../../examples/incidents/${name}.json`, import.meta.url));
const REFERENCE = 'ESC-2019-001';

let database: TestDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await temporaryFolder();
  env = { DATABASE_URL: database.url, DATA_DIR: folder.path };
  // The second has the log's last entry.
  const files = ['cloudflare-2019-07-02', 'gitlab-2017-01-31'].map(incident);
  expect(await runDesk(['import', ...files], env)).toMatchObject({ code: 0 });
  await execute(
    database.url,
    `INSERT INTO idempotency_key (principal, key, mutation, input_hash, created_at)
     VALUES ('p', 'old', '', '', now() - interval '8 days'), ('p', 'new', '', '', now() - interval '3 days')`,
  );
});
afterAll(async () => {
  await database.drop();
  await folder.remove();
});

describe('wrong usage ends with 2', () => {
  test.each([
    ['cases without a date', ['--cases'], /'--cases' needs '--before <date>'/],
    ['a date that is none', ['--before', 'yesterday'], /It takes a day such as/],
    ['a date to come', ['--before', '2199-01-01', '--cases'], /takes a day or a time that is past/],
  ])('%s', async (_name, args, message) => {
    const ended = await runDesk(['prune', ...args], env);
    expect(ended).toMatchObject({ code: 2, stdout: '', stderr: expect.stringMatching(message) });
  });
});

describe('prune', () => {
  test('by itself takes keys older than seven days; a dry run only says so', async () => {
    const dry = await runDesk(['prune', '--dry-run'], env);
    expect(dry).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^1 idempotency keys from before .* would be removed\.\n$/),
    });
    const done = await runDesk(['prune', '--json'], env);
    expect(JSON.parse(done.stdout)).toMatchObject({
      dryRun: false,
      idempotencyKeys: { removed: 1 },
      cases: null,
    });
    const left = () => execute(database.url, 'SELECT key FROM idempotency_key');
    expect(await left()).toEqual([{ key: 'new' }]);
    // A client may still send its call again, however short the desk keeps its cases.
    const today = new Date().toISOString().slice(0, 10);
    const later = await runDesk(['prune', '--before', today, '--json'], env);
    expect(JSON.parse(later.stdout)).toMatchObject({ idempotencyKeys: { removed: 0 } });
    expect(await left()).toEqual([{ key: 'new' }]);
  });

  test('with --cases takes closed ones; verify and report know of them', async () => {
    const args = ['prune', '--before', '2020-01-01', '--cases'];
    const dry = await runDesk([...args, '--dry-run', '--json'], env);
    expect(JSON.parse(dry.stdout)).toMatchObject({ cases: { references: [REFERENCE] } });
    expect(await runDesk(['report', REFERENCE], env)).toMatchObject({ code: 0 });

    const done = await runDesk(args, env);
    expect(done.stdout).toMatch(
      /^0 idempotency keys .*\nESC-2019-001\n1 cases closed before 2020-01-01T00:00:00\.000Z removed, with \d+ log entries\.\n/,
    );
    expect(await runDesk(['verify'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/; 1 cases were pruned\.\n$/),
    });
    expect(await runDesk(['report', REFERENCE], env)).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(
        /^The case ESC-2019-001, closed 20\S+Z, was pruned 20\S+Z\.\n$/,
      ),
    });
    const again = await runDesk([...args, '--json'], env);
    expect(JSON.parse(again.stdout)).toMatchObject({ cases: { references: [] } });
  });
});
