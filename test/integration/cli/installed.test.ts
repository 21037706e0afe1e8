import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import { startDesk, temporaryFolder } from '../../support/command.ts';
import { createTestDatabase } from '../../support/database.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let desk: string;
/** As npm would install the packed desk with `--omit=dev --omit=optional`, but for links. */
beforeAll(async () => {
  folder = await temporaryFolder();
  execFileSync('npm', ['pack', '--silent', '--pack-destination', folder.path], { cwd: ROOT });
  const [packed = ''] = readdirSync(folder.path);
  execFileSync('tar', ['-xzf', packed], { cwd: folder.path });
  const installed = join(folder.path, 'package');
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    const link = join(installed, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules', name), link);
  }
  desk = join(installed, 'bin/desk.js');
});
afterAll(() => folder.remove());

test('the packed desk serves with nothing but what it is said to need to run', async () => {
  const database = await createTestDatabase();
  const env = { DATABASE_URL: database.url, ADMIN_API_KEY: TEST_ADMIN_KEY };
  const serving = startDesk(['serve'], env, undefined, desk);
  const [, url = ''] = await serving.saw(/^listening on (\S+)$/m);
  for (const path of ['/readyz', '/graphql']) {
    const { status } = await fetch(new URL(path, url), { headers: { accept: 'text/html' } });
    expect(status, path).toBe(200);
  }
  serving.kill('SIGTERM');
  expect(await serving.ended).toMatchObject({ code: 0, stderr: '' });
  await database.drop();
});

test('without the PostgreSQL that comes along, and without DATABASE_URL, it says what to do', async () => {
  const env = { DATA_DIR: join(folder.path, 'data') };
  const { code, stdout, stderr } = await startDesk(['serve'], env, undefined, desk).ended;
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(
    /^The embedded PostgreSQL for this machine \(\S+\) is not installed; .*set DATABASE_URL\.\n$/,
  );
});
