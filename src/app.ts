import { ensureAdminKey } from './auth/admin-key.ts';
import { createAuthenticate } from './auth/keys.ts';
import type { Config } from './config.ts';
import type { Db } from './db/client.ts';
import { pendingMigrations } from './db/migrate.ts';
import type { Store } from './db/store.ts';
import { openStore } from './db/store.ts';
import type { Sequencer } from './events/sequencer.ts';
import { createSequencer } from './events/sequencer.ts';
import { createLoaders } from './graphql/loaders.ts';
import { createGraphql } from './http/graphql.ts';
import type { ReadinessCheck } from './http/health.ts';
import { createReadiness, liveness } from './http/health.ts';
import { createMetrics } from './http/metrics.ts';
import { createReports } from './http/reports.ts';
import { createRouter } from './http/router.ts';
import { createHttpServer } from './http/server.ts';
import type { Logger } from './log.ts';
import { createLog } from './log.ts';
import { loadReport } from './report/report.service.ts';
import { createSchema } from './schema.ts';
import type { Clock } from './shared/clock.ts';
import { systemClock } from './shared/clock.ts';

export interface AppOptions {
  /** Where the present comes from; default: the system. */
  clock?: Clock;
  /** Default: JSON lines on standard error. */
  log?: Logger;
}

export interface Running {
  /** Of the GraphQL endpoint. */
  url: string;
  db: Db;
  sequencer: Sequencer;
  /** An admin key that was made by this start, to be shown once. */
  newAdminKey: { key: string; file: string } | undefined;
}

export interface App {
  /** @throws StartupError when it cannot; then nothing is left running. */
  start(): Promise<Running>;
  /** Finishes what runs and leaves nothing behind, within 10 s. May be called at any time, and twice. */
  stop(): Promise<void>;
}

/** With the second for the pool and the five for an embedded database this stays within 10 s. */
const REQUEST_GRACE_MS = 3_500;

/** The composition root: the only place that knows every part. */
export function buildApp(config: Config, options: AppOptions = {}): App {
  const { clock = systemClock, log = createLog(config.logLevel) } = options;
  const schema = createSchema();
  // What has been started, in order; stopped in the opposite order.
  const started: (() => Promise<void>)[] = [];
  let starting: Promise<Running> | undefined;
  let stopping: Promise<void> | undefined;

  async function start(): Promise<Running> {
    for (const name of config.notUsedYet) log.warn(`${name} is not used yet.`);
    const made = config.adminApiKey === undefined ? ensureAdminKey(config.dataDir) : undefined;
    const authenticate = createAuthenticate(config.adminApiKey ?? made?.key ?? '');

    log.info(
      config.database.url === undefined
        ? 'starting the embedded database…'
        : 'connecting to the database…',
    );
    const store = await openStore({
      dataDir: config.dataDir,
      database: config.database,
      log: (message) => log.info(message),
    });
    started.push(store.close);
    const { db } = store;

    const sequencer = createSequencer(db, (err) => log.error({ err }, 'sequencing failed'));
    sequencer.start();
    started.push(sequencer.stop);

    const metrics = createMetrics(authenticate);
    const server = createHttpServer(
      createRouter({
        graphql: createGraphql({
          schema,
          authenticate,
          createContext: (principal) => ({
            principal,
            db,
            sequencer,
            clock,
            loaders: createLoaders(db),
          }),
          graphiql: config.graphiql,
          log,
        }),
        liveness,
        readiness: createReadiness(readinessChecks(store, sequencer)),
        metrics: metrics.handle,
        reports: createReports(authenticate, (principal, reference) =>
          loadReport(db, principal, reference, clock.now()),
        ),
        measure: metrics.measure,
        explorer: config.graphiql,
      }),
      log,
    );
    const { port } = await server.listen(config.host, config.port);
    started.push(() => server.close(REQUEST_GRACE_MS));
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    return {
      url: `http://${host}:${port}/graphql`,
      db,
      sequencer,
      newAdminKey: made?.created === true ? made : undefined,
    };
  }

  async function stopStarted(): Promise<void> {
    for (const stop of started.splice(0).reverse()) {
      await stop().catch((err: unknown) => log.error({ err }, 'stopping failed'));
    }
  }

  return {
    start() {
      starting ??= start().catch(async (error: unknown) => {
        await stopStarted();
        throw error;
      });
      return starting;
    },
    stop() {
      stopping ??= (async () => {
        await starting?.catch(() => {});
        await stopStarted();
      })();
      return stopping;
    },
  };
}

function readinessChecks({ pool }: Store, sequencer: Sequencer): readonly ReadinessCheck[] {
  let migrated = false;
  return [
    {
      reason: 'The database cannot be reached.',
      run: async () => (await pool.query('SELECT 1')).rowCount === 1,
    },
    {
      reason: 'The database lacks migrations.',
      run: async () => {
        // Once is enough: a newer node may add migrations, and this one goes on beside it.
        migrated ||= (await pendingMigrations(pool)).length === 0;
        return migrated;
      },
    },
    {
      reason: 'Entries of the log do not get their place.',
      run: async () => {
        await sequencer.sequence();
        return true;
      },
    },
  ];
}
