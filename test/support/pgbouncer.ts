import { spawn, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';
import { until } from './until.ts';

/** Debian keeps it where only administrators look. */
const BINARY = ['pgbouncer', '/usr/sbin/pgbouncer'].find(
  (path) => spawnSync(path, ['--version']).status === 0,
);

/** Whether this machine can run a PgBouncer of a test's own. */
export const hasPgbouncer = BINARY !== undefined;

export interface TestPgbouncer {
  /** The address of the database, by way of the pooler. */
  url: string;
  stop(): Promise<void>;
}

/** Nobody, who has the same number on most systems; PgBouncer does not run as root. */
const UNPRIVILEGED = 65_534;

/** A PgBouncer that hands out backends for a transaction, with few of them for many clients. */
export async function startPgbouncer(databaseUrl: string): Promise<TestPgbouncer> {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const folder = await mkdtemp(join(tmpdir(), 'desk-pgbouncer-'));
  const own = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  const secret = password === '' ? '' : ` password=${decodeURIComponent(password)}`;
  await writeFile(
    settings,
    `[databases]
${pathname.slice(1)} = host=${hostname} port=${port || 5432} user=${decodeURIComponent(username)}${secret}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = any
pool_mode = transaction
default_pool_size = 4
max_client_conn = 200
; As docs/operations.md advises: 15 s else until it tries a server again that was away.
server_login_retry = 1
`,
  );
  await chmod(folder, 0o755);
  await chmod(settings, 0o644);
  const isRoot = process.getuid?.() === 0;
  const child = spawn(BINARY ?? '', [settings], {
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(isRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {}),
  });
  let said = '';
  child.stderr.on('data', (data) => {
    said += String(data);
  });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${own}`;
  url.search = '?sslmode=disable';
  await until(async () => ((await answers(url.href)) ? true : undefined), 'PgBouncer').catch(
    (error: Error) => {
      throw new Error(`${error.message}: ${said}`);
    },
  );
  return {
    url: url.href,
    async stop() {
      child.kill('SIGKILL');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}
