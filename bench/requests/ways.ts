import { hashOf, makeKey } from '../../src/auth/api-key.ts';
import { newId } from '../../src/shared/ids.ts';
import { serveDesk } from '../../test/support/command.ts';
import { execute } from '../../test/support/postgres-admin.ts';
import { endProcess, killedAtExit, startChild } from '../support/child.ts';
import type { LimitCalls } from './limit/server.child.ts';
import type { Recording } from './recording.ts';

export type WayName = 'product' | 'limit' | 'mercurius' | 'stock' | 'postgraphile';

/** What a way is asked to do: a document with variables. */
export interface Asked {
  work: string;
  document: string;
  isPersisted?: boolean | undefined;
  /** Which mutation of a work that has some. */
  step?: number | undefined;
}

/** A server that is up. */
export interface RunningWay {
  pid: number;
  headers: Readonly<Record<string, string>>;
  urlOf(asked: Asked): string;
  bodyOf(asked: Asked, variables: object): string;
  /** The answer's data, as the desk would have written it. Default: as it is. */
  dataOf?(asked: Asked, data: unknown): unknown;
  stop(): Promise<void>;
}

export interface Way {
  name: WayName;
  title: string;
  /** Works that it cannot do. */
  not: readonly string[];
  /** Whether its packages are installed by the benchmark, in `bench/peers`. */
  isInstalled?: boolean;
  /** @param recording of the mutations that it will be asked for; without it reads. */
  start(databaseUrl: string, recording?: Recording): Promise<RunningWay>;
}

const STOP_MS = 10_000;
/** In the desk's log: what it answered with INTERNAL, and worse. */
const ERROR_LINE = /"level":(?:50|60|"error"|"fatal")/;
const MAX_SHOWN = 5;
/** The most that the variable takes: budgets are kept and never empty. */
const POINTS = '999999999';

/** As users run it: built, with signing in by a key of the desk, budgets, limits and metrics. */
export const product: Way = {
  name: 'product',
  title: 'the desk',
  not: [],
  async start(databaseUrl) {
    const key = await makeBenchKey(databaseUrl);
    const desk = await serveDesk({
      DATABASE_URL: databaseUrl,
      RATE_LIMIT_POINTS: POINTS,
      LOG_LEVEL: 'info',
    });
    killedAtExit(desk.pid, desk.ended);
    return {
      pid: desk.pid,
      headers: { Authorization: `Bearer ${key}` },
      urlOf: () => desk.url,
      bodyOf: ({ document, isPersisted }, variables) =>
        JSON.stringify(
          isPersisted === true
            ? { documentId: `sha256:${hashOfDocument(document)}`, variables }
            : { query: document, variables },
        ),
      async stop() {
        await endProcess(desk.pid, desk.ended, STOP_MS);
        const { stderr } = await desk.ended;
        const errors = stderr.split('\n').filter((line) => ERROR_LINE.test(line));
        for (const line of errors.slice(0, MAX_SHOWN)) console.error(line);
      },
    };
  },
};

export const limit: Way = {
  name: 'limit',
  title: 'limit: node:http, one statement',
  not: [],
  async start(databaseUrl, recording) {
    const child = startChild<LimitCalls>(new URL('./limit/server.child.ts', import.meta.url));
    const url = await child.call('listen', { databaseUrl, recording });
    return {
      pid: child.pid,
      headers: {},
      urlOf: ({ work }) => `${url}/${work}`,
      bodyOf: ({ document, step }, variables) =>
        JSON.stringify({ query: document, variables, step }),
      stop: child.stop,
    };
  },
};

const KEY_NAME = 'bench';

/** A key like those that programs get, and nothing left of the last run's. */
async function makeBenchKey(databaseUrl: string): Promise<string> {
  const { key, prefix, hash } = makeKey();
  await execute(databaseUrl, 'DELETE FROM api_key WHERE name = $1', [KEY_NAME]);
  await execute(
    databaseUrl,
    `INSERT INTO api_key (id, name, role, customer_ids, prefix, hash, created_at)
     VALUES ($1, $2, 'ADMIN', '{}', $3, $4, now())`,
    [newId(), KEY_NAME, prefix, Buffer.from(hash)],
  );
  return key;
}

export function hashOfDocument(document: string): string {
  return Buffer.from(hashOf(document)).toString('hex');
}

/** Registers a document, as the desk's command for it does, so that it can be named by its hash. */
export async function registerDocument(databaseUrl: string, document: string): Promise<void> {
  await execute(
    databaseUrl,
    `INSERT INTO persisted_operation (partner, hash, name, document, registered_at)
     VALUES ($1, $2, 'Bench', $3, now()) ON CONFLICT DO NOTHING`,
    [KEY_NAME, hashOfDocument(document), document],
  );
}
