import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import { createTestClient } from '../../support/client.ts';
import { runDesk, serveDesk, temporaryFolder } from '../../support/command.ts';
import { openCase } from '../../support/factories.ts';

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  folder = await temporaryFolder();
});
afterAll(() => folder.remove());

test('commands work with the embedded database of a running desk, and without one', async () => {
  const env = { DATA_DIR: join(folder.path, 'data') };
  const desk = await serveDesk(env);
  const { reference } = await openCase(createTestClient(desk.url, TEST_ADMIN_KEY));
  const beside = await runDesk(['report', reference], env);
  expect(beside).toMatchObject({ code: 0, stderr: '' });
  expect(beside.stdout).toContain(`id: ${reference}`);
  desk.kill('SIGTERM');
  expect((await desk.ended).code).toBe(0);
  expect(await runDesk(['report', reference], env)).toMatchObject({
    code: 0,
    stdout: beside.stdout,
  });
});
