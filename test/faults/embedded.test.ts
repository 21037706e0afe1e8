import { existsSync, mkdirSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { execute } from '../support/postgres-admin.ts';
import {
  canMount,
  hold,
  isRunning,
  makeDataDir,
  makeUsedDataDir,
  mount,
  open,
  postgresPid,
  refusalOf,
  removePrepared,
  signal,
} from './embedded.support.ts';

afterAll(removePrepared);

async function change(url: string | undefined): Promise<void> {
  await execute(String(url), 'UPDATE kept SET answer = answer + 1');
}

const CHANGED = [{ answer: 43 }];

function read(url: string): Promise<unknown> {
  return execute(url, 'SELECT answer FROM kept');
}

test('a first start makes the data folder, and the next start finds what was written', async () => {
  const dataDir = makeDataDir();
  const first = await open(dataDir);
  await execute(first.url, 'CREATE TABLE kept AS SELECT 43 AS answer');
  await first.stop();
  expect(isRunning(postgresPid(dataDir))).toBe(false);
  const second = await open(dataDir);
  expect(await read(second.url)).toEqual(CHANGED);
});

test('PostgreSQL listens on the loopback address alone and asks for the password', async () => {
  const { url } = await open(await makeUsedDataDir());
  const [row] = await execute(url, `SELECT current_setting('listen_addresses') AS listens`);
  expect(row).toEqual({ listens: '127.0.0.1' });
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(execute(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
});

test('the PostgreSQL of a killed process is taken over by the next start, which also stops it', async () => {
  const dataDir = await makeUsedDataDir();
  const killed = hold(dataDir);
  await change((await killed.first).url);
  const orphan = postgresPid(dataDir);
  await killed.kill();
  expect(isRunning(orphan)).toBe(true);
  const next = await open(dataDir);
  expect(postgresPid(dataDir)).toBe(orphan);
  expect(await read(next.url)).toEqual(CHANGED);
  await next.stop();
  expect(isRunning(orphan)).toBe(false);
});

test('a start after both process and PostgreSQL were killed has every committed row', async () => {
  const dataDir = await makeUsedDataDir();
  const killed = hold(dataDir);
  await change((await killed.first).url);
  signal(Number(postgresPid(dataDir)), 'SIGKILL');
  await killed.kill();
  const next = await open(dataDir);
  expect(await read(next.url)).toEqual(CHANGED);
});

test('a postmaster.pid whose pid now belongs to another program is no obstacle', async () => {
  const dataDir = await makeUsedDataDir();
  const lines = [process.pid, join(dataDir, 'postgres'), 1, 5432, '', '127.0.0.1', '', 'ready'];
  writeFileSync(join(dataDir, 'postgres/postmaster.pid'), `${lines.join('\n')}\n`);
  const next = await open(dataDir);
  expect(next.url).not.toContain(':5432/');
});

test('the claim of a process whose pid was used again is no obstacle', async () => {
  const dataDir = await makeUsedDataDir();
  mkdirSync(join(dataDir, 'processes'), { recursive: true });
  writeFileSync(join(dataDir, `processes/serve.${process.pid}.0x00000000.1`), '');
  writeFileSync(join(dataDir, 'processes/gate.2147483647.0x00000000.1'), '');
  expect(await refusalOf(dataDir)).toBe('opened');
});

test('a second server on the same folder is refused in one sentence that names the first', async () => {
  const dataDir = await makeUsedDataDir();
  const server = hold(dataDir);
  await server.first;
  const messages: string[] = [];
  const refusal = await refusalOf(dataDir, { log: (message) => messages.push(message) });
  expect(refusal).toBe(
    `StartupError: Another desk (process ${server.child.pid}) serves from the data folder ${dataDir}; stop it first or set DATA_DIR to another folder.`,
  );
  expect(messages).toEqual([
    `Process ${server.child.pid} serves from ${dataDir}; waiting up to 0.1 s for it to stop.`,
  ]);
});

test('a server that starts while the one before still stops waits for it', async () => {
  const dataDir = await makeUsedDataDir();
  const stopping = hold(dataDir);
  await stopping.first;
  const next = hold(dataDir, { waitMs: 10_000 });
  expect(await next.first).toEqual({ log: expect.stringContaining('waiting up to 10 s') });
  await stopping.leave();
  await next.leave();
  expect(next.child.exitCode).toBe(0);
});

test('a command uses the PostgreSQL of a running server and leaves it running', async () => {
  const dataDir = await makeUsedDataDir();
  const server = await open(dataDir);
  const command = await open(dataDir, { join: true });
  expect(command.url).toBe(server.url);
  await command.stop();
  expect(await execute(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a command keeps PostgreSQL when its server stops, and stops it at its own end', async () => {
  const dataDir = await makeUsedDataDir();
  const server = await open(dataDir);
  const command = await open(dataDir, { join: true });
  await server.stop();
  expect(await execute(command.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  await command.stop();
  expect(isRunning(postgresPid(dataDir))).toBe(false);
});

test('commands that start at the same moment without a server share one PostgreSQL', async () => {
  const dataDir = await makeUsedDataDir();
  const commands = [1, 2, 3].map(() => hold(dataDir, { join: true }));
  await expect.poll(() => postgresPid(dataDir), { timeout: 15_000 }).toBeDefined();
  const joined = await open(dataDir, { join: true });
  await Promise.all(commands.map((command) => command.leave()));
  expect(commands.map((command) => command.child.exitCode)).toEqual([0, 0, 0]);
  expect(await execute(joined.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
});

test('a first start that was killed while it made the data folder leaves nothing in the way', async () => {
  const dataDir = makeDataDir();
  const making = new Promise<void>((resolve) => {
    const watcher = watch(dataDir, (_event, name) => {
      if (name?.endsWith('.password') !== true) return;
      watcher.close();
      resolve();
    });
  });
  const killed = hold(dataDir);
  await making;
  await killed.kill();
  expect(existsSync(join(dataDir, 'postgres'))).toBe(false);
  await (await open(dataDir)).stop();
  await (await open(dataDir)).stop();
  expect(readdirSync(dataDir).filter((name) => name.includes('.new-'))).toEqual([]);
});

test('a data folder that is a file is refused in one sentence', async () => {
  const file = join(makeDataDir(), 'file');
  writeFileSync(file, '');
  expect(await refusalOf(file)).toBe(
    `StartupError: The data folder ${file} cannot be made because a file is in its place; move the file or set DATA_DIR to another folder.`,
  );
});

test('data of another PostgreSQL version are refused in one sentence', async () => {
  const dataDir = await makeUsedDataDir();
  writeFileSync(join(dataDir, 'postgres/PG_VERSION'), '15\n');
  expect(await refusalOf(dataDir)).toBe(
    `StartupError: The data in ${dataDir}/postgres were made by PostgreSQL 15 and this desk brings PostgreSQL 18; dump them with 15 and restore them, or set DATA_DIR to another folder.`,
  );
});

test('a folder with other files where the data should be is refused in one sentence', async () => {
  const dataDir = makeDataDir();
  mkdirSync(join(dataDir, 'postgres'));
  writeFileSync(join(dataDir, 'postgres/notes.txt'), 'mine');
  expect(await refusalOf(dataDir)).toMatch(/^StartupError: The folder .* is not a PostgreSQL data/);
});

test('a broken setting of PostgreSQL is refused with its own reason', async () => {
  const dataDir = await makeUsedDataDir();
  const refusal = await refusalOf(dataDir, { postgresOptions: { shared_buffers: 'much' } });
  expect(refusal).toBe(
    `StartupError: The embedded PostgreSQL in ${dataDir} does not start: invalid value for parameter "shared_buffers": "much". Its log is postgres.log there.`,
  );
});

test('a data folder whose password is gone is refused in one sentence', async () => {
  const dataDir = await makeUsedDataDir();
  rmSync(join(dataDir, 'postgres/desk.password'));
  expect(await refusalOf(dataDir)).toBe(
    `StartupError: The password of the embedded PostgreSQL is missing; restore ${dataDir}/postgres/desk.password from a backup.`,
  );
});

// Without the right to mount, as in most containers, the sentences still have their unit test.
if (canMount()) {
  test('a disk that is full is named, and with space the next start succeeds', async () => {
    const dataDir = makeDataDir();
    mount(dataDir, 'size=24m');
    expect(await refusalOf(dataDir)).toBe(
      `StartupError: The disk that holds the data folder ${dataDir} is full; free some space or set DATA_DIR to another folder.`,
    );
    mount(dataDir, 'remount,size=300m');
    expect(await refusalOf(dataDir)).toBe('opened');
  });

  test('a read-only file system is named', async () => {
    const dataDir = makeDataDir();
    mount(dataDir, 'ro');
    expect(await refusalOf(dataDir)).toBe(
      `StartupError: The data folder ${dataDir} is on a read-only file system; mount it writable or set DATA_DIR to another folder.`,
    );
  });
}
