import { pino } from 'pino';
import type { Principal } from '../../src/auth/principal.ts';
import { createFiguresHub } from '../../src/events/figures.ts';
import type { Hub } from '../../src/events/hub.ts';
import { createHub } from '../../src/events/hub.ts';
import { createReader } from '../../src/events/reader.ts';
import type { Context } from '../../src/graphql/context.ts';
import { createLive } from '../../src/graphql/live.ts';
import { createLoaders } from '../../src/graphql/loaders.ts';
import { createGraphql } from '../../src/http/graphql.ts';
import { createErrorMask } from '../../src/http/plugins/error-mask.ts';
import { createHttpServer } from '../../src/http/server.ts';
import type { Sockets } from '../../src/http/websocket.ts';
import { createSockets, SOCKET_LIMITS } from '../../src/http/websocket.ts';
import { createSchema } from '../../src/schema.ts';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';

/** The live part of a node, under keys of the test's own. */
export interface KeyedDesk {
  url: string;
  hub: Hub;
  sockets: Sockets;
  /** What is in the log by now is handed out. */
  follow(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A node beside an app, on its database, whose principals the test decides.
 *
 * @param principals by their keys.
 */
export async function startKeyedDesk(
  app: TestApp,
  principals: ReadonlyMap<string, Principal>,
): Promise<KeyedDesk> {
  const log = pino({ level: 'silent' });
  const failed: unknown[] = [];
  const onError = (error: unknown) => void failed.push(error);
  const authenticate = async (authorization: string | null | undefined) =>
    principals.get(authorization?.replace('Bearer ', '') ?? '') ?? null;
  const createContext = (principal: Principal): Context => ({
    principal,
    db: app.db,
    sequencer: app.sequencer,
    clock: systemClock,
    loaders: createLoaders(app.db),
  });
  const hub = createHub({ onError });
  const reader = createReader({ db: app.db, deliver: hub.deliver, onError });
  const figures = createFiguresHub();
  const maskError = createErrorMask(log);
  const live = createLive({ hub, figures, createContext, maskError });
  const schema = createSchema();
  const graphql = createGraphql({
    ...{ schema, authenticate, createContext, live, maskError },
    graphiql: false,
  });
  const sockets = createSockets({
    ...{ authenticate, live, log },
    operations: graphql,
    limits: SOCKET_LIMITS,
    onSlow: () => {},
  });
  const server = createHttpServer(graphql.handle, sockets.upgrade, log);
  await reader.start();
  hub.beginAt(reader.position());
  const { port } = await server.listen('127.0.0.1', 0);
  return {
    url: `http://127.0.0.1:${port}/graphql`,
    hub,
    sockets,
    async follow() {
      await app.sequencer.sequence();
      const [end] = await app.db.$queryRaw<{ seq: bigint }[]>`
        SELECT max(seq) AS seq FROM log_entry`;
      reader.wake(end?.seq);
      await reader.reached(end?.seq ?? 0n, 10_000);
      await hub.settle();
    },
    async stop() {
      const served = server.close(1_000);
      await reader.stop();
      figures.stop();
      await sockets.close(1_000);
      await served;
      if (failed.length > 0) throw failed[0];
    },
  };
}
