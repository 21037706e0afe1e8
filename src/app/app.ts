import { ensureAdminKey } from '../auth/admin-key.ts';
import type { Principal } from '../auth/principal.ts';
import type { Config } from '../config.ts';
import type { Db } from '../db/client.ts';
import type { DatabaseLimits } from '../db/store.ts';
import type { Sequencer } from '../events/sequencer.ts';
import type { Context } from '../graphql/context.ts';
import { fitToFiles, openFilesLimit } from '../http/doors/open-files.ts';
import { intakeLimits } from '../http/doors/overload.ts';
import { createDocuments } from '../http/run/documents.ts';
import { createErrorMask } from '../http/run/error-mask.ts';
import { createOperationFigures } from '../http/run/operation-figures.ts';
import { createOperations } from '../http/run/operations.ts';
import type { HttpLimits } from '../http/server.ts';
import { createHttpServer, HTTP_LIMITS } from '../http/server.ts';
import type { SocketLimits } from '../http/socket/connection.ts';
import { SOCKET_LIMITS } from '../http/socket/connection.ts';
import { createSockets } from '../http/socket/websocket.ts';
import type { Logger } from '../log.ts';
import { createLog } from '../log.ts';
import { loadOwnOperations, namesOfOperations } from '../persisted/own.ts';
import { createRequestedOperations } from '../persisted/request.ts';
import type { Auditor } from '../scheduler/auditor.ts';
import type { Scheduler } from '../scheduler/scheduler.ts';
import type { IntakeLimits } from '../shared/bounds/intake.ts';
import type { Clock } from '../shared/clock.ts';
import { systemClock } from '../shared/clock.ts';
import { forgetWorkingTimes } from '../sla/terms/working-time.load.ts';
import { countOperations, createBegun } from './begun.ts';
import { buildBounds, buildDocuments } from './bounds.ts';
import { buildSlaParts } from './clocks.ts';
import { buildAuthentication, watchCredentials } from './credentials.ts';
import { buildDoors } from './doors.ts';
import { createFailures } from './failures.ts';
import { showDatabase, showLog } from './figures.ts';
import { layGround } from './ground.ts';
import { listenTo } from './listener.ts';
import { buildLive } from './live.ts';
import { buildRegistry } from './persisted.ts';
import { buildReads } from './reads.ts';
import { redisPrefixOf } from './redis.ts';
import { buildRoutes } from './routes.ts';
import { createSchema } from './schema.ts';
import type { Started } from './start-stop.ts';
import { startStop } from './start-stop.ts';
import { countTakenOn } from './taken-on.ts';
import { traceOperations } from './traced-operations.ts';
import { startTracing } from './tracing.ts';

export interface AppOptions {
  /** The time for the desk. Default: the system's clock, as long as it is not ahead of the database's. */
  clock?: Clock;
  /** The clock of the machine. Default: the system's. */
  system?: Clock;
  /** Whether clocks fire by themselves; tests that move the time say false. Default true. */
  scheduled?: boolean;
  /** Overrides limits of WebSockets, for tests that reach them. */
  socketLimits?: Partial<SocketLimits>;
  /** Overrides limits of HTTP. */
  httpLimits?: Partial<HttpLimits>;
  /** Overrides how much the node takes on. */
  intakeLimits?: Partial<IntakeLimits>;
  /** Overrides limits of statements and connections of the database. */
  databaseLimits?: DatabaseLimits;
  /** Where the process logs. Default: JSON lines on standard error. */
  log?: Logger;
}

export interface Running {
  /** The address of the GraphQL endpoint. */
  url: string;
  db: Db;
  sequencer: Sequencer;
  scheduler: Scheduler;
  auditor: Auditor;
  /** An admin key that this start made, to be shown once. */
  newAdminKey: { key: string; file: string } | undefined;
}

export interface App {
  /** Starts the desk. @throws StartupError when it cannot start; then nothing is left running. */
  start(): Promise<Running>;
  /** Finishes running requests and leaves nothing behind, in 10 s. May be called at any time, and twice. */
  stop(): Promise<void>;
}

/** Time for requests. With 1 s for the pool and 5 s for an embedded database a stop stays within 10 s. */
const REQUEST_GRACE_MS = 3_500;

/** The least milliseconds for clients to take what they were handed, and the close behind it. */
const SOCKET_GRACE_MS = 500;

/** Builds the desk: the only place that knows every part. */
export function buildApp(config: Config, options: AppOptions = {}): App {
  const { system = systemClock, scheduled = true, log = createLog(config.logLevel) } = options;
  const schema = createSchema();
  const failures = createFailures(log);
  return startStop(failures.log, start);

  async function start(started: Started): Promise<Running> {
    for (const name of config.notUsedYet) log.warn(`${name} is not used yet.`);
    const made = config.adminApiKey === undefined ? ensureAdminKey(config.dataDir) : undefined;

    log.info(
      config.database.url === undefined
        ? 'starting the embedded database…'
        : 'connecting to the database…',
    );
    const tracing = await startTracing(config, failures);
    if (tracing !== undefined) started.push(tracing.stop);
    const ground = await layGround({
      ...{ config, system, failures, tracing, log, started },
      clock: options.clock,
      limits: options.databaseLimits,
    });
    const { store, db, cursors, sequencer, clock, deskClock } = ground;
    const registry = await buildRegistry({ db, schema, config, log });

    const adminKey = config.adminApiKey ?? made?.key ?? '';
    const authentication = buildAuthentication({
      ...{ db, config, clock, adminKey, log },
      logFailure: failures.log,
    });
    const { endings } = authentication;

    const redisPrefix = await redisPrefixOf(db);
    const { isEnded } = endings;
    const limits = fitToFiles(
      { ...HTTP_LIMITS, ...options.httpLimits },
      openFilesLimit(),
      config.database.poolSize,
      (message) => log.warn(message),
    );
    const doors = await buildDoors({
      ...authentication,
      ...{ config, limits, isEnded, redisPrefix, log },
      redisChanged: failures.redisChanged,
      intake: { ...intakeLimits(), ...options.intakeLimits },
    });
    await doors.start();
    started.push(doors.stop);
    const { metrics } = doors;
    const bounds = buildBounds(
      metrics.registry,
      store.turns,
      config.rates.points.staff,
      doors.onRefused,
    );
    const maskError = createErrorMask(failures.log);
    const createContext = (principal: Principal): Context => ({
      principal,
      db,
      sequencer,
      cursors,
      clock,
    });
    const credentials = watchCredentials({
      ...authentication,
      close(isEnded) {
        sockets.endCredentials(isEnded);
        live.subscriptions.endCredentials(isEnded);
      },
    });
    const { onEntries } = credentials;
    const reads = config.compiledReads ? buildReads(store, metrics.registry) : undefined;
    const live = buildLive({
      ...ground,
      ...{ metrics, onEntries, createContext, maskError, log, tracing, bounds, reads, isEnded },
      logFailure: failures.log,
      onRefused: doors.onRefused,
      budgets: doors.budgets,
      onNewLife() {
        authentication.keys.forget();
        registry.forget();
        forgetWorkingTimes();
      },
    });

    const sla = buildSlaParts({
      ...{ db, clock, deskClock, sequencer, metrics, log },
      logFailure: failures.log,
    });
    if (scheduled) {
      sla.start();
      started.push(sla.stop);
    }

    const figures = createOperationFigures(
      metrics.registry,
      namesOfOperations(loadOwnOperations()),
    );
    const begun = createBegun();
    const plain = createOperations({
      ...doors,
      ...{ schema, bounds, createContext, maskError, figures, reads },
      requested: createRequestedOperations(registry),
      documents: createDocuments(schema, buildDocuments(metrics.registry)),
      live: live.subscriptions,
    });
    const operations = countOperations(
      countTakenOn(tracing === undefined ? plain : traceOperations(plain, tracing), doors.overload),
      begun,
    );
    const sockets = createSockets({
      ...doors,
      ...{ isEnded, bounds, operations },
      limits: { ...SOCKET_LIMITS, ...options.socketLimits },
      onSlow: live.metrics.closedForSlowness,
      log,
      logFailure: failures.log,
    });
    live.metrics.watchSockets(sockets.count);
    await live.start();
    started.push(live.stop);
    const listener = listenTo(store, log, failures.database.isOn, (upTo) => {
      live.reader.wake(upTo);
      // Connected anew: perhaps to a database that was restored meanwhile.
      if (upTo === undefined) void live.life.look();
      // An entry of the log may have moved a clock.
      sla.scheduler.wake();
    });
    if (listener !== undefined) started.push(listener.stop);
    showDatabase(metrics.registry, store, failures);
    showLog(metrics.registry, sequencer, live.reader, listener);
    credentials.start();
    started.push(credentials.stop);
    const handle = buildRoutes({
      ...{
        config,
        ground,
        doors,
        schema,
        bounds,
        operations,
        figures,
        maskError,
        live,
        sla,
        begun,
      },
    });
    const server = createHttpServer({
      ...doors,
      handle,
      upgrade: sockets.upgrade,
      unrouted: metrics.unrouted,
      limits,
      log,
      logFailure: failures.log,
      tracing,
    });
    const { port } = await server.listen(config.host, config.port);
    started.push(async () => {
      const endsAt = performance.now() + REQUEST_GRACE_MS;
      const served = server.close(REQUEST_GRACE_MS);
      sockets.takeNoMore();
      // Clients resume elsewhere after the last entry that they were handed.
      await Promise.all([live.stop(), begun.settled(REQUEST_GRACE_MS)]);
      await sockets.close(Math.max(SOCKET_GRACE_MS, endsAt - performance.now()));
      await served;
    });
    const host = config.host.includes(':') ? `[${config.host}]` : config.host;
    return {
      url: `http://${host}:${port}/graphql`,
      db,
      sequencer,
      scheduler: sla.scheduler,
      auditor: sla.auditor,
      newAdminKey: made?.created === true ? made : undefined,
    };
  }
}
