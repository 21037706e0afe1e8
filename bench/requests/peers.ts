import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MercuriusCalls } from '../peers/mercurius.child.ts';
import { startChild } from '../support/child.ts';
import { progress, progressDone } from '../support/progress.ts';
import type { StockCalls } from './stock/server.child.ts';
import type { Asked, RunningWay, Way } from './ways.ts';
import { hashOfDocument } from './ways.ts';
import { READ_WORKS } from './works.ts';

const FOLDER = fileURLToPath(new URL('../peers/', import.meta.url));
const INSTALL_MS = 600_000;
const AUTHORIZATION = 'Bearer a-key-of-forty-characters-for-the-peers-0';

export const stock: Way = {
  name: 'stock',
  title: 'stock: Yoga, Pothos, Prisma',
  // Documents by their ids are a plugin of their own.
  not: ['detail-by-id'],
  async start(databaseUrl, recording) {
    const child = startChild<StockCalls>(new URL('./stock/server.child.ts', import.meta.url));
    const serving = { databaseUrl, recording, authorization: AUTHORIZATION };
    const url = await child.call('listen', serving);
    return runningAt(url, child, ({ document }, variables) =>
      JSON.stringify({ query: document, variables }),
    );
  },
};

export const mercurius: Way = {
  name: 'mercurius',
  title: 'Mercurius, graphql-jit, loaders',
  not: [],
  isInstalled: true,
  async start(databaseUrl, recording) {
    const child = startChild<MercuriusCalls>(
      new URL('../peers/mercurius.child.ts', import.meta.url),
    );
    const documents = Object.fromEntries(
      READ_WORKS.filter(({ isPersisted }) => isPersisted === true).map(({ document }) => [
        hashOfDocument(document),
        document,
      ]),
    );
    const serving = { databaseUrl, recording, authorization: AUTHORIZATION, documents };
    const url = await child.call('listen', serving);
    return runningAt(url, child, ({ document, isPersisted }, variables) =>
      JSON.stringify(
        isPersisted === true
          ? { query: hashOfDocument(document), persisted: true, variables }
          : { query: document, variables },
      ),
    );
  },
};

function runningAt(
  url: string,
  { pid, stop }: { pid: number; stop(): Promise<void> },
  bodyOf: (asked: Asked, variables: object) => string,
): RunningWay {
  return { pid, headers: { Authorization: AUTHORIZATION }, urlOf: () => url, bodyOf, stop };
}

/**
 * The ways that can be measured here: packages of peers are installed when they are missing, and ways
 * whose packages cannot be had are left out, which is said.
 *
 * @param isQuick whether nothing is to be installed: without peers only the desk and the limit are left.
 */
export async function available(ways: readonly Way[], isQuick: boolean): Promise<readonly Way[]> {
  const needing = ways.filter(({ isInstalled }) => isInstalled === true);
  if (needing.length === 0 || existsSync(`${FOLDER}node_modules/mercurius`)) return ways;
  if (!isQuick && (await install())) return ways;
  const left = isQuick ? [...needing, stock] : needing;
  const names = left.map(({ name }) => name).join(', ');
  console.log(`${names} left out: the packages of bench/peers are not installed`);
  return ways.filter((way) => !left.includes(way));
}

async function install(): Promise<boolean> {
  progress('installing the peers: npm ci in bench/peers');
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund', '--prefix', FOLDER], {
    stdio: ['ignore', 'ignore', 'ignore'],
    timeout: INSTALL_MS,
  });
  const code = await new Promise<number | null>((resolve) => {
    npm.once('error', () => resolve(null));
    npm.once('close', resolve);
  });
  progressDone();
  return code === 0;
}
