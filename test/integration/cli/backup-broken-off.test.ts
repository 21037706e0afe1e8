import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBackup, restore } from '../../../src/backup/restore.service.ts';
import { runDesk, startDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createEmptyDatabase, createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';
import { until } from '../../support/until.ts';

const DESK = fileURLToPath(new URL('../../../bin/desk.js', import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let source: TestDatabase;
let env: Record<string, string>;
let holder: pg.Client;
beforeAll(async () => {
  folder = await temporaryFolder();
  source = await createTestDatabase();
  env = { DATABASE_URL: source.url, DATA_DIR: join(folder.path, 'data') };
  holder = new pg.Client({ connectionString: source.url });
  await holder.connect();
});
afterAll(async () => {
  await holder.end();
  await source.drop();
  await folder.remove();
});

/** Begins a backup, which waits for a lock when this returns. */
async function waitingBackup(into: string): Promise<ReturnType<typeof startDesk>> {
  await holder.query('BEGIN; LOCK TABLE pruned_case IN ACCESS EXCLUSIVE MODE');
  const backup = startDesk(['backup', into], env);
  await until(async () => {
    const { rows } = await holder.query('SELECT FROM pg_locks WHERE NOT granted LIMIT 1');
    return rows.length > 0 ? true : undefined;
  }, 'a backup that waits');
  return backup;
}

async function backupsConnected(): Promise<number> {
  const { rows } = await holder.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND application_name = 'escalation-desk-backup'`,
  );
  return rows[0]?.count ?? 0;
}

test('a backup that cannot make a file says so and leaves nothing of its own', async () => {
  const into = join(folder.path, 'taken-name');
  const backup = await waitingBackup(into);
  await writeFile(join(into, 'customer.copy'), 'mine');
  await holder.query('ROLLBACK');
  expect(await backup.ended).toEqual({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^\S+customer\.copy cannot be written: EEXIST: [^\n]+\.\n$/),
  });
  expect(await readdir(into)).toEqual(['customer.copy']);
});

test('of two backups into one folder one goes on, and the other touches nothing', async () => {
  const into = join(folder.path, 'two');
  const first = await waitingBackup(into);
  expect(await runDesk(['backup', into], env)).toEqual({
    code: 1,
    stdout: '',
    stderr: `${into} is not empty: another backup is being written into it, or was broken off.\n`,
  });
  await holder.query('ROLLBACK');
  expect(await first.ended).toMatchObject({ code: 0 });
  await checkBackup(into);
  expect(await readdir(into)).not.toContain('unfinished');
});

test('a backup that is interrupted while it waits leaves nothing', async () => {
  const into = join(folder.path, 'interrupted');
  const backup = await waitingBackup(into);
  backup.kill('SIGTERM');
  expect(await backup.ended).toMatchObject({ code: 1, stderr: 'Interrupted.\n' });
  await holder.query('ROLLBACK');
  expect(await readdir(into)).toEqual([]);
});

test('a backup that runs out of room in the middle of a table does not hang', async () => {
  const into = join(folder.path, 'full');
  await execute(
    source.url,
    `INSERT INTO write_probe SELECT n, repeat('x', 1000000) FROM generate_series(1, 40) AS n`,
  );
  // No file beyond 4 MB.
  const child = spawn(
    'bash',
    ['-c', 'ulimit -f 4096; exec "$@"', 'bash', process.execPath, DESK, 'backup', into],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const [code] = await once(child, 'close');
  expect({ code, said }).toEqual({
    code: 1,
    said: expect.stringMatching(/write_probe\.copy cannot be written: EFBIG: [^\n]+\.\n$/),
  });
  expect(await readdir(into)).toEqual([]);
  await until(async () => ((await backupsConnected()) === 0 ? true : undefined), 'its end');
});

test('a restore that loses a file on the way ends, and can be done again', async () => {
  const into = join(folder.path, 'lost');
  expect(await runDesk(['backup', into], env)).toMatchObject({ code: 0 });
  const checked = await checkBackup(into);
  await rm(join(into, 'log_entry.copy'));
  const target = await createEmptyDatabase();
  try {
    const settings = { directUrl: target.url, connectTimeoutMs: 10_000, log: () => {} };
    await expect(restore(checked, { ...settings, onProgress: () => {} })).rejects.toThrow(
      'log_entry.copy of the backup cannot be read.',
    );
    await writeFile(join(into, 'log_entry.copy'), '');
    await restore(checked, { ...settings, onProgress: () => {} });
  } finally {
    await target.drop();
  }
});
