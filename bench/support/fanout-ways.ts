import { TEST_ADMIN_KEY } from '../../test/support/app.ts';
import { serveDesk } from '../../test/support/command.ts';
import { endProcess, GC_OPTIONS, killedAtExit, startChild } from './child.ts';
import type { Feed } from './fanout-events.ts';
import type { FanoutServerCalls } from './fanout-ws.child.ts';
import type { LogFeed } from './log-feed.ts';
import type { OpenOptions } from './sockets.child.ts';

/** A server that is up. */
export interface RunningWay {
  pid: number;
  url: string;
  /** What the sockets of so many groups ask for; one group: all events. */
  asking(groups: number): Pick<OpenOptions, 'protocol' | 'init' | 'groups'>;
  /**
   * Resolves when the events are with the server, or in its log.
   *
   * @returns when the server was told, or when they were about to be committed.
   */
  feed(feed: Feed): Promise<number>;
  stop(): Promise<void>;
}

export type WayName = 'desk' | 'ws' | 'stock' | 'mercurius';

export const WAY_TITLES: Readonly<Record<WayName, string>> = {
  desk: 'desk, from the log',
  ws: 'plain ws (limit)',
  stock: 'stock: Yoga + graphql-ws',
  mercurius: 'Mercurius',
};

const SUBSCRIPTION = `subscription Events($escalationId: ID) {
  escalationEvents(escalationId: $escalationId) { id type at summary cursor }
}`;
const PROTOCOL = 'graphql-transport-ws';
const INIT = { authorization: `Bearer ${TEST_ADMIN_KEY}` };

export interface DeskOptions {
  databaseUrl: string;
  log: LogFeed;
  env?: Readonly<Record<string, string>>;
}

export async function startDeskWay({ databaseUrl, log, env }: DeskOptions): Promise<RunningWay> {
  const desk = await serveDesk({
    DATABASE_URL: databaseUrl,
    NODE_ENV: 'production',
    NODE_OPTIONS: GC_OPTIONS,
    ...env,
  });
  killedAtExit(desk.pid, desk.ended);
  return {
    pid: desk.pid,
    url: desk.url.replace('http', 'ws'),
    asking: (groups) => ({
      protocol: PROTOCOL,
      init: INIT,
      groups: asking(groups === 1 ? [undefined] : log.cases.slice(0, groups)),
    }),
    feed: log.append,
    stop: () => endProcess(desk.pid, desk.ended, 10_000),
  };
}

const FILES = {
  ws: './fanout-ws.child.ts',
  stock: './fanout-stock.child.ts',
  mercurius: './fanout-mercurius.child.ts',
};

export async function startOtherWay(name: keyof typeof FILES): Promise<RunningWay> {
  const child = startChild<FanoutServerCalls>(new URL(FILES[name], import.meta.url));
  const url = await child.call('listen');
  return {
    pid: child.pid,
    url,
    asking: (groups) => {
      const numbers = Array.from({ length: groups }, (_, group) => group);
      return name === 'ws'
        ? { groups: numbers.map((group) => ({ group })) }
        : { protocol: PROTOCOL, init: INIT, groups: asking(numbers.map(String)) };
    },
    feed: (feed) => child.call('feed', feed),
    stop: child.stop,
  };
}

function asking(escalationIds: readonly (string | undefined)[]): object[] {
  return escalationIds.map((escalationId) => ({
    query: SUBSCRIPTION,
    variables: { escalationId },
  }));
}
