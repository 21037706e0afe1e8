import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';

const DESK = fileURLToPath(new URL('../../../bin/desk.js', import.meta.url));

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('a start with too few open files says how many there have to be, and takes fewer connections', async () => {
  const child = spawn('sh', ['-c', 'ulimit -n 600; exec "$0" "$1" serve', process.execPath, DESK], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      LOG_LEVEL: 'warn',
      DATABASE_URL: database.url,
      ADMIN_API_KEY: TEST_ADMIN_KEY,
    },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (text.includes('listening on ')) resolve();
    });
    child.once('close', () => resolve());
  });
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(said).toContain(
    'This process may have 600 files open (ulimit -n), so the node takes 390 connections and not 12000: set it to 12210 at least.',
  );
});

test.each([30, 60, 200])(
  'a start with %i open files fails with one line that names the limit',
  (files) => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `ulimit -n ${files}; exec "$0" "$1" serve`, process.execPath, DESK],
      {
        env: { PATH: process.env['PATH'], PORT: '0', DATABASE_URL: database.url },
        encoding: 'utf8',
        // One that starts after all would hold up the test for ever.
        timeout: 30_000,
      },
    );
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^[^\n]*\(ulimit -n\)[^\n]*\n$/)]);
  },
);
