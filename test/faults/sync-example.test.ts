import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { TEST_ADMIN_KEY } from '../support/app.ts';
import type { Variables } from '../support/client.ts';
import { createTestClient } from '../support/client.ts';
import { serveDesk, temporaryFolder } from '../support/command.ts';
import { createTestDatabase } from '../support/database.ts';
import { customer } from '../support/factories.ts';
import { execute } from '../support/postgres-admin.ts';
import { until } from '../support/until.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const WRITERS = 4;
const KILLS = 4;

interface Copied {
  reference: string;
  version: number;
}

const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const one of cleanUp.reverse()) await one();
});

/** The same each time, so that the copier finds the desk again. */
function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

test('the example that copies all cases misses none, though it and the desk are killed again and again', async () => {
  const database = await createTestDatabase();
  cleanUp.push(database.drop);
  const folder = await temporaryFolder();
  cleanUp.push(folder.remove);
  const file = join(folder.path, 'cases.jsonl');
  const env = { DATABASE_URL: database.url, PORT: String(await freePort()) };
  let desk = await serveDesk(env);
  cleanUp.push(() => desk.kill('SIGKILL'));
  const client = createTestClient(desk.url, TEST_ADMIN_KEY);
  const { id } = await customer(client);
  const { key } = await client.mutate<{ key: string }>(
    'createApiKey',
    { role: 'VIEWER', name: 'Copy' },
    'key',
  );

  let copier: ChildProcess;
  const copy = (): ChildProcess => {
    const started = spawn(process.execPath, ['examples/sync/sync.js', file], {
      cwd: root,
      stdio: 'ignore',
      env: { PATH: process.env['PATH'], DESK_URL: desk.url, DESK_KEY: key, DESK_SYNC_MS: '20' },
    });
    return started;
  };
  const killed = async (child: ChildProcess) => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  };
  copier = copy();
  cleanUp.push(() => copier.kill('SIGKILL'));

  let isOver = false;
  let confirmed = 0;
  /** Sends a call under its key until it is answered. */
  const send = async (mutation: string, input: Variables, selection: string) => {
    const call = () =>
      client
        .mutate<{ escalation: { id: string } }>(mutation, input, selection)
        .catch(() => undefined);
    const { userErrors, escalation } = await until(call, `${mutation} to be answered`, 60_000);
    expect(userErrors).toEqual([]);
    confirmed += 1;
    return escalation.id;
  };
  const writing = Promise.all(
    Array.from({ length: WRITERS }, async (_, writer) => {
      for (let turn = 0; !isOver; turn += 1) {
        const idempotencyKey = `${writer} ${turn}`;
        const opened = { customer: { id }, issue: idempotencyKey, severity: 'LOW', idempotencyKey };
        const escalationId = await send('openEscalation', opened, 'escalation { id }');
        for (let note = 0; note < 3; note += 1) {
          const text = `${idempotencyKey} ${note}`;
          const input = { escalationId, text, idempotencyKey: text };
          await send('addNote', input, 'escalation { id }');
        }
      }
    }),
  );
  for (let kill = 0; kill < KILLS; kill += 1) {
    const before = confirmed;
    await until(async () => (confirmed > before + 6 ? true : undefined), 'writers to go on');
    await killed(copier);
    // In the midst of a line, which a kill can do as well.
    if (kill % 3 === 2) appendFileSync(file, '{"cursor":"torn');
    if (kill % 4 === 3) {
      desk.kill('SIGKILL');
      await desk.ended;
      desk = await serveDesk(env);
    }
    copier = copy();
  }
  isOver = true;
  await writing;

  const rows = await execute(
    database.url,
    'SELECT reference, version FROM escalation ORDER BY reference',
  );
  expect(rows.length).toBeGreaterThan(WRITERS);
  const copied = () => {
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(0, -1) : [];
    const cases = lines.flatMap((line) => (JSON.parse(line) as { cases: Copied[] }).cases);
    return new Map(cases.map(({ reference, version }) => [reference, version]));
  };
  const isWhole = async () => {
    const found = copied();
    return rows.every(({ reference, version }) => found.get(String(reference)) === version)
      ? true
      : undefined;
  };
  await until(isWhole, 'the copy to be whole');
  expect(copied().size).toBe(rows.length);
});
