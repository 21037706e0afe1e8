import { pino } from 'pino';
import type { AppOptions } from '../../src/app/app.ts';
import { buildApp } from '../../src/app/app.ts';
import { loadConfig } from '../../src/config.ts';
import type { Db } from '../../src/db/client.ts';
import type { Sequencer } from '../../src/events/sequencer.ts';
import type { SocketLimits } from '../../src/http/socket/connection.ts';
import { namesOfRequest } from '../../src/log.ts';
import type { Auditor } from '../../src/scheduler/auditor.ts';
import type { Scheduler } from '../../src/scheduler/scheduler.ts';
import type { Clock } from '../../src/shared/clock.ts';
import type { Client } from './client.ts';
import { createTestClient } from './client.ts';
import type { TestClock } from './clock.ts';
import { createTestClock } from './clock.ts';
import { createTestDatabase } from './database.ts';

export const TEST_ADMIN_KEY = 'test-admin-key-of-forty-characters-00000';

/** Of pino. */
const ERROR_LEVEL = 50;

/** A desk on a database of its own, listening on a free port. */
export interface TestApp extends Client {
  /** Of the GraphQL endpoint. */
  url: string;
  /** The same server at another path. */
  at(path: string): string;
  key: string;
  db: Db;
  databaseUrl: string;
  sequencer: Sequencer;
  /** Stands still unless `scheduled`; `runDue` fires what is due by the test's clock. */
  scheduler: Scheduler;
  auditor: Auditor;
  clock: TestClock;
  /** What was logged so far. */
  logs: Readonly<Record<string, unknown>>[];
  stop(): Promise<void>;
}

export interface TestAppOptions {
  clock?: TestClock;
  /** A machine whose clock it is; the desk then keeps real time, as it does for users. */
  system?: Clock;
  /** Of another test app, to be a second node on it. Default: a database of its own. */
  databaseUrl?: string;
  /** Environment variables over those of the tests. */
  env?: Readonly<Record<string, string>>;
  /** Over the usual limits of HTTP. */
  httpLimits?: AppOptions['httpLimits'];
  /** Over how much a node usually takes on. */
  intakeLimits?: AppOptions['intakeLimits'];
  /** Over the usual limits of statements and connections of the database. */
  databaseLimits?: AppOptions['databaseLimits'];
  /** Whether clocks fire by themselves. Default false: time moves only when the test says so. */
  scheduled?: boolean;
  /** Over the usual limits of WebSockets. */
  socketLimits?: Partial<SocketLimits>;
}

/** Starts what users start, on real HTTP and a real database; only the clock is the test's. */
export async function startTestApp({
  clock = createTestClock(),
  system,
  databaseUrl,
  env = {},
  httpLimits = {},
  intakeLimits = {},
  databaseLimits = {},
  scheduled = false,
  socketLimits = {},
}: TestAppOptions = {}): Promise<TestApp> {
  const database =
    databaseUrl === undefined
      ? await createTestDatabase()
      : { url: databaseUrl, drop: async () => {} };
  const logs: Record<string, unknown>[] = [];
  const log = pino(
    { level: 'debug', base: null, mixin: namesOfRequest },
    {
      write: (line) => {
        const entry = JSON.parse(line) as Record<string, unknown>;
        logs.push(entry);
        // What a test did not expect is else seen as INTERNAL and an id only.
        if (Number(entry['level']) >= ERROR_LEVEL) process.stderr.write(line);
      },
    },
  );
  const config = loadConfig({
    DATABASE_URL: database.url,
    ADMIN_API_KEY: TEST_ADMIN_KEY,
    PORT: '0',
    // Tests that are not about guessing try many wrong keys from one address.
    RATE_LIMIT_SIGN_IN_FAILURES: '10000',
    // Nor do they wait for a pace because all tests together keep the machine busy.
    RATE_LIMIT_POINTS: '60000000',
    // The whole suite runs both ways.
    DESK_COMPILED: process.env['DESK_COMPILED'] ?? 'on',
    ...env,
  });
  const app = buildApp(config, {
    log,
    scheduled,
    httpLimits,
    intakeLimits,
    databaseLimits,
    socketLimits,
    ...(system === undefined ? { clock } : { system }),
  });
  const { url, db, sequencer, scheduler, auditor } = await app.start();
  return {
    ...createTestClient(url, TEST_ADMIN_KEY),
    url,
    at: (path) => new URL(path, url).href,
    key: TEST_ADMIN_KEY,
    db,
    databaseUrl: database.url,
    sequencer,
    scheduler,
    auditor,
    clock,
    logs,
    async stop() {
      await app.stop();
      await database.drop();
    },
  };
}
