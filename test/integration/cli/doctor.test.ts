import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ended } from '../../support/command.ts';
import { runDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createEmptyDatabase, createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

let database: TestDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let env: Record<string, string>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await temporaryFolder();
  env = { DATABASE_URL: database.url, DATA_DIR: folder.path };
});
afterAll(async () => {
  await database.drop();
  await folder.remove();
});

/** Expects one finding, on standard output, and exit code 1. */
function expectFinding(ended: Ended, finding: RegExp): void {
  expect(ended).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^(1 thing is|\d+ things are) wrong[;.]/),
  });
  expect(ended.stdout).toMatch(finding);
}

async function withDatabase(
  make: () => Promise<TestDatabase>,
  use: (url: string) => Promise<void>,
): Promise<void> {
  const made = await make();
  try {
    await use(made.url);
  } finally {
    await made.drop();
  }
}

test('a fresh desk has nothing wrong, and is left as it was', async () => {
  expect(await runDesk(['doctor'], env)).toEqual({
    code: 0,
    stdout:
      'Nothing is wrong: database, rights, migrations, clock, queues, names, disk, limits of the system.\n',
    stderr: '',
  });
  const json = await runDesk(['doctor', '--json'], env);
  expect(JSON.parse(json.stdout)).toMatchObject({ ok: true, problems: [] });
});

describe('it says, and ends with 1', () => {
  test('that nothing listens at the address of the database, and what it could not look at', async () => {
    const gone = { ...env, DATABASE_URL: 'postgresql://desk@127.0.0.1:1/desk' };
    const ended = await runDesk(['doctor'], gone);
    expectFinding(ended, /^The database at 127\.0\.0\.1:1\/desk .*ECONNREFUSED/m);
    expect(ended.stderr).toContain('rights, migrations, clock, queues, names');
  });

  test('that migrations are lacking, and applies none', async () => {
    await withDatabase(createEmptyDatabase, async (url) => {
      const there = { ...env, DATABASE_URL: url };
      for (const _turn of [1, 2])
        expectFinding(await runDesk(['doctor'], there), /lacks \d+ migrations, the first .*_init/);
    });
  });

  test('that a newer version has taken away what this one needs', async () => {
    await withDatabase(createTestDatabase, async (url) => {
      await execute(url, `COMMENT ON TABLE _prisma_migrations IS 'needs 20990101000000_later'`);
      expectFinding(
        await runDesk(['doctor'], { ...env, DATABASE_URL: url }),
        /20990101000000_later/,
      );
    });
  });

  test.each([
    ['is not finished', 'finished_at = NULL', 'was begun and not finished; put the database'],
    ['has changed', `checksum = 'x'`, 'is not the one that was applied to the database; restore'],
  ])('that a migration %s, as a sentence of its own', async (_what, change, finding) => {
    await withDatabase(createTestDatabase, async (url) => {
      await execute(
        url,
        `UPDATE _prisma_migrations SET ${change} WHERE migration_name = '20261123000100_search'`,
      );
      const ended = await runDesk(['doctor'], { ...env, DATABASE_URL: url });
      expectFinding(
        ended,
        new RegExp(`^The migration 20261123000100_search ${finding}[^.]*\\.$`, 'm'),
      );
      expect(ended.stdout).not.toMatch(/could not be checked/);
      expect(ended.stderr).toBe('1 thing is wrong; not looked at because of it: queues, names.\n');
    });
  });

  test('that the role lacks rights, and what gives them', async () => {
    await withDatabase(createTestDatabase, async (url) => {
      const role = `doctor_${Date.now()}`;
      await execute(url, `CREATE ROLE ${role} LOGIN PASSWORD '${new URL(url).password}'`);
      try {
        await execute(url, `GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`);
        await execute(url, `REVOKE INSERT ON escalation FROM ${role}`);
        const as = new URL(url);
        as.username = role;
        const ended = await runDesk(['doctor'], { ...env, DATABASE_URL: as.href });
        expectFinding(
          ended,
          new RegExp(`^The user ${role} of .* lacks the right \\w+ on the `, 'm'),
        );
        const [grants = ''] = /GRANT .*;$/m.exec(ended.stdout) ?? [];
        expect(grants).toContain(`GRANT INSERT ON ALL TABLES IN SCHEMA public TO ${role};`);
        expect(grants).toContain(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${role};`);
        await execute(url, grants);
        await execute(url, 'REVOKE EXECUTE ON FUNCTION place_entries FROM PUBLIC');
        expectFinding(
          await runDesk(['doctor'], { ...env, DATABASE_URL: as.href }),
          /lacks the right EXECUTE on the function place_entries\.$/m,
        );
        await execute(url, `GRANT EXECUTE ON FUNCTION place_entries TO ${role}`);
        expect(await runDesk(['doctor'], { ...env, DATABASE_URL: as.href })).toMatchObject({
          code: 0,
        });
      } finally {
        await execute(url, `DROP OWNED BY ${role}`);
        await execute(url, `DROP ROLE ${role}`);
      }
    });
  });

  test('that the database takes no writes', async () => {
    await withDatabase(createTestDatabase, async (url) => {
      await execute(
        url,
        `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET default_transaction_read_only = on`,
      );
      const ended = await runDesk(['doctor'], { ...env, DATABASE_URL: url });
      expectFinding(ended, /takes no writes: default_transaction_read_only is on/);
      expect(ended.stdout).toMatch(/^The database is read-only\.$/m);
    });
  });

  test('that entries have no place, clocks have not fired and keys were not removed', async () => {
    await withDatabase(createTestDatabase, async (url) => {
      await execute(
        url,
        `INSERT INTO idempotency_key (principal, key, mutation, input_hash, created_at)
         VALUES ('p', 'k', '', '', now() - interval '9 days')`,
      );
      await execute(
        url,
        `INSERT INTO log_entry (desk_type, at, recorded_at, summary, actor_label, changes, data)
         VALUES ('KEY_CREATED', now(), now() - interval '1 minute', '', '', '[]', '{}')`,
      );
      const ended = await runDesk(['doctor'], { ...env, DATABASE_URL: url });
      expectFinding(ended, /^1 entry of the log has no place/m);
      expect(ended.stdout).toMatch(/^1 idempotency key is older than eight days/m);
    });
  });

  test('that nothing listens at the address of Redis', async () => {
    const ended = await runDesk(['doctor'], { ...env, REDIS_URL: 'redis://127.0.0.1:1' });
    expectFinding(ended, /^Redis cannot be reached \(.*ECONNREFUSED/m);
  });

  test('that Redis takes everything and answers nothing', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await new Promise((resolve) => silent.once('listening', resolve));
    const address = silent.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    try {
      const ended = await runDesk(['doctor'], { ...env, REDIS_URL: `redis://127.0.0.1:${port}` });
      expectFinding(ended, /^Redis cannot be reached \(no answer\)/m);
    } finally {
      silent.close();
    }
  });

  test('that others may read the admin key', async () => {
    const open = join(folder.path, 'open');
    await mkdir(open);
    await writeFile(join(open, 'admin-key'), 'x'.repeat(40));
    await chmod(join(open, 'admin-key'), 0o644);
    expectFinding(await runDesk(['doctor'], { ...env, DATA_DIR: open }), /^Others .*admin-key/m);
  });
});
