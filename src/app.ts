import { ensureAdminKey } from './auth/admin-key.ts';
import { createAuthenticate } from './auth/keys.ts';
import type { Config } from './config.ts';
import type { Db } from './db/client.ts';
import { createDeskClock } from './db/desk-clock.ts';
import { pendingMigrations } from './db/migrate.ts';
import type { Store } from './db/store.ts';
import { openStore } from './db/store.ts';
import { createListener } from './events/listener.ts';
import type { Sequencer } from './events/sequencer.ts';
import { createSequencer, LOG_CHANNEL } from './events/sequencer.ts';
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
import type { Auditor } from './scheduler/auditor.ts';
import { createAuditor } from './scheduler/auditor.ts';
import { createSchedulerMetrics } from './scheduler/scheduler.metrics.ts';
import type { Scheduler } from './scheduler/scheduler.ts';
import { createScheduler } from './scheduler/scheduler.ts';
import { createSchema } from './schema.ts';
import type { Clock } from './shared/clock.ts';
import { systemClock } from './shared/clock.ts';

export interface AppOptions {
  /** Where the present comes from. Default: the system's clock, as long as it is not ahead of the database's. */
  clock?: Clock;
  /** The clock of the machine. Default: the system's. */
  system?: Clock;
  /** False: nothing fires by itself; for tests that move the time. Default true. */
  scheduled?: boolean;
  /** Default: JSON lines on standard error. */
  log?: Logger;
}

export interface Running {
  /** Of the GraphQL endpoint. */
  url: string;
  db: Db;
  sequencer: Sequencer;
  scheduler: Scheduler;
  auditor: Auditor;
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

/** Machines that ask the time of the network agree better than that. */
const CLOCK_TOLERANCE_MS = 1_000;

/** The composition root: the only place that knows every part. */
export function buildApp(config: Config, options: AppOptions = {}): App {
  const { system = systemClock, scheduled = true, log = createLog(config.logLevel) } = options;
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

    const deskClock = createDeskClock(db, system, (err) =>
      log.error({ err }, 'clock not measured'),
    );
    await deskClock.measure();
    deskClock.start();
    started.push(async () => deskClock.stop());
    if (Math.abs(deskClock.aheadMs()) > CLOCK_TOLERANCE_MS) {
      log.warn(
        { aheadMs: deskClock.aheadMs() },
        'the clock of this machine is not that of the database; the earlier counts',
      );
    }
    const clock = options.clock ?? deskClock;

    const metrics = createMetrics(authenticate);
    const auditor = createAuditor({
      db,
      clock,
      onFound: (overdue) => log.warn({ overdue }, 'clocks are due and have not fired'),
      onError: (err) => log.error({ err }, 'the audit of the clocks failed'),
    });
    const slaMetrics = createSchedulerMetrics(metrics.registry, {
      overdue: auditor.overdue,
      aheadMs: deskClock.aheadMs,
    });
    const scheduler = createScheduler({
      db,
      clock,
      sequencer,
      onEvaluated: slaMetrics.evaluated,
      onError: (err) => log.error({ err }, 'clocks could not be evaluated'),
    });
    if (scheduled) {
      const listener = createListener({
        url: store.directUrl,
        channel: LOG_CHANNEL,
        // Whatever is entered into the log may have moved a clock.
        onNotify: scheduler.wake,
        log: (message) => log.warn(message),
      });
      listener.start();
      scheduler.start();
      auditor.start();
      started.push(listener.stop, scheduler.stop, async () => auditor.stop());
    }

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
        readiness: createReadiness(readinessChecks(store, sequencer), () => unfired(auditor)),
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
      scheduler,
      auditor,
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

/** Requests are answered all the same; somebody has to look why the queue is not kept up with. */
function unfired(auditor: Auditor): string | undefined {
  const overdue = auditor.overdue();
  return overdue === 0
    ? undefined
    : `${overdue} clocks are due for more than five seconds and have not fired.`;
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
