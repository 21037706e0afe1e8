import { realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '../../shared/errors.ts';
import { hangUp } from '../line.ts';
import { makeFolder } from '../make-folder.ts';
import { findBinaries } from './binaries.ts';
import { type Claim, claimAlone, claimShared, holders } from './claims.ts';
import { type Cluster, ensureCluster, readPassword, SUPERUSER } from './cluster.ts';
import { folderError } from './errors.ts';
import { waitForExit } from './processes.ts';
import { DESK_ROLE, deskPassword, ensureRole } from './role.ts';
import { findServer, type Server, startServer, stopServer } from './server.ts';
import { runAs } from './user.ts';

/*
 * One PostgreSQL for each data folder, shared by all our processes that use the folder at the same
 * time: a server and any number of commands. The first process starts it and the last one to leave
 * stops it, so no command pulls it away under another one, whichever of them began it. Each process is
 * a "member" (see claims.ts); starting, joining and leaving happen one at a time, behind the "gate".
 * A killed process is no member any more. A PostgreSQL that it left behind is taken over by the next
 * process that comes, which then stops it as if it had started it.
 */
export interface EmbeddedSettings {
  dataDir: string;
  connectTimeoutMs: number;
  log: (message: string) => void;
  /** Whether to work beside a server on the same folder, as commands do. A server refuses a second one. */
  join?: boolean | undefined;
  /** PostgreSQL settings that replace ours. */
  postgresOptions?: Readonly<Record<string, string>> | undefined;
  /** Milliseconds to wait for another server on the folder to stop. Default 10,000. */
  waitMs?: number | undefined;
}

export interface EmbeddedDatabase {
  /** Address for the desk's own role, which owns its tables and is no superuser. */
  url: string;
  /** Address for the superuser, for whoever makes databases, as tests do. The desk itself does without. */
  adminUrl: string;
  stop: () => Promise<void>;
}

const WAIT_FOR_SERVE_MS = 10_000;
/** Milliseconds; longer than the longest start of another process. */
const WAIT_FOR_GATE_MS = 75_000;
/** Leaving is quick; a longer wait means that somebody is starting, and they will stop PostgreSQL. */
const WAIT_TO_LEAVE_MS = 1_500;

/**
 * Starts or joins the embedded PostgreSQL.
 * @throws StartupError with one sentence that says what is wrong and what to do.
 */
export async function openEmbedded(settings: EmbeddedSettings): Promise<EmbeddedDatabase> {
  const wanted = resolve(settings.dataDir);
  const held: Claim[] = [];
  try {
    const dataDir = prepareFolder(wanted);
    const claims = join(dataDir, 'processes');
    if (settings.join !== true) held.push(await claimServe(claims, dataDir, settings));
    const member = claimShared(claims, 'member');
    held.push(member);
    const gate = await passGate(claims, dataDir, settings);
    try {
      return await enter(dataDir, settings, async (server) => {
        await leave(claims, member, dataDir, server);
        for (const claim of held) claim.release();
      });
    } finally {
      gate.release();
    }
  } catch (error) {
    for (const claim of held) claim.release();
    throw folderError(error, wanted);
  }
}

/** Makes the folder and finds out early whether it can be written. */
function prepareFolder(wanted: string): string {
  makeFolder(wanted, 0o700);
  const dataDir = realpathSync(wanted);
  const probe = join(dataDir, `probe.${process.pid}`);
  try {
    writeFileSync(probe, Buffer.alloc(65_536), { flush: true });
  } finally {
    rmSync(probe, { force: true });
  }
  return dataDir;
}

async function claimServe(
  claims: string,
  dataDir: string,
  { waitMs = WAIT_FOR_SERVE_MS, log }: EmbeddedSettings,
): Promise<Claim> {
  const claim = await claimAlone(claims, 'serve', waitMs, (pid) => {
    log(`Process ${pid} serves from ${dataDir}; waiting up to ${waitMs / 1000} s for it to stop.`);
  });
  if (!('heldBy' in claim)) return claim;
  throw new StartupError(
    `Another desk (process ${claim.heldBy}) serves from the data folder ${dataDir}; stop it first or set DATA_DIR to another folder.`,
  );
}

async function passGate(
  claims: string,
  dataDir: string,
  { log }: EmbeddedSettings,
): Promise<Claim> {
  const gate = await claimAlone(claims, 'gate', WAIT_FOR_GATE_MS, (pid) => {
    log(`Waiting for process ${pid}, which starts or stops the database in ${dataDir}.`);
  });
  if (!('heldBy' in gate)) return gate;
  throw new StartupError(
    `Process ${gate.heldBy} has been starting or stopping the database in ${dataDir} for too long; end it and start again.`,
  );
}

/** Takes over the PostgreSQL that runs in the folder, or starts one. The caller holds the gate. */
async function enter(
  dataDir: string,
  settings: EmbeddedSettings,
  exit: (server: Server) => Promise<void>,
): Promise<EmbeddedDatabase> {
  const folder = join(dataDir, 'postgres');
  let leaving: Promise<void> | undefined;
  const running = await takeOver(folder, settings);
  const server =
    running ??
    (await startServer(
      await prepareCluster(folder),
      settings.postgresOptions ?? {},
      settings.log,
      () => {
        if (leaving === undefined)
          settings.log(
            `The embedded PostgreSQL in ${folder} has ended unexpectedly; see postgres.log.`,
          );
      },
    ));
  const password = readPassword(folder);
  const adminUrl = urlOf(server, SUPERUSER, password);
  const ownPassword = deskPassword(password);
  try {
    await ensureRole(adminUrl, ownPassword, settings.connectTimeoutMs);
  } catch (error) {
    // No member is in yet who would stop PostgreSQL.
    if (running === undefined) {
      leaving = stopServer(server.pid);
      await leaving;
    }
    throw error;
  }
  return {
    url: urlOf(server, DESK_ROLE, ownPassword),
    adminUrl,
    stop: () => {
      leaving ??= exit(server);
      return leaving;
    },
  };
}

async function prepareCluster(folder: string): Promise<Cluster> {
  const binaries = findBinaries();
  const { root } = binaries;
  const reach = [
    join(root, 'bin'),
    join(root, 'lib/postgresql/plpgsql.so'),
    join(root, 'share/postgresql/postgres.bki'),
  ];
  const cluster = { folder, binaries, runAs: runAs(folder, reach) };
  await ensureCluster(cluster);
  return cluster;
}

function urlOf({ port }: Server, user: string, password: string): string {
  // sslmode, because pg would otherwise take PGSSLMODE from the environment.
  return `postgresql://${user}:${password}@127.0.0.1:${port}/postgres?sslmode=disable`;
}

/** Finds a PostgreSQL that runs and answers. One that stops is waited for, one that hangs is ended. */
async function takeOver(folder: string, settings: EmbeddedSettings): Promise<Server | undefined> {
  const deadline = Date.now() + 2 * settings.connectTimeoutMs;
  for (let found = findServer(folder); found !== undefined; found = findServer(folder)) {
    if (
      found.state === 'ready' &&
      (await answers(urlOf(found, SUPERUSER, readPassword(folder)), settings))
    )
      return found;
    if (Date.now() >= deadline) {
      settings.log(`PostgreSQL (process ${found.pid}) in ${folder} does not answer; ending it.`);
      await stopServer(found.pid);
      await waitForExit(found.pid, settings.connectTimeoutMs);
      return undefined;
    }
    await sleep(50);
  }
  return undefined;
}

async function answers(url: string, { connectTimeoutMs }: EmbeddedSettings): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: connectTimeoutMs,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    await client.query('SELECT 1');
    return true;
  } catch {
    return false;
  } finally {
    await hangUp(client);
  }
}

/**
 * Leaves the database; the last member stops PostgreSQL. A process that holds the gate for longer is a
 * member itself and will stop it.
 */
async function leave(
  claims: string,
  member: Claim,
  dataDir: string,
  server: Server,
): Promise<void> {
  const gate = await claimAlone(claims, 'gate', WAIT_TO_LEAVE_MS);
  member.release();
  if ('heldBy' in gate) return;
  try {
    if (holders(claims, 'member').length > 0) return;
    // Another member may have started it anew after a crash.
    await stopServer(findServer(join(dataDir, 'postgres'))?.pid ?? server.pid);
  } finally {
    gate.release();
  }
}
