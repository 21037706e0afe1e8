import type pg from 'pg';

/** Watches to which server each connection of a pool leads, so that it never stands on two. */
export interface Servers {
  /**
   * Finds out where a new connection leads, and watches it from then on. Connections that lead to a server
   * of the time before are given up.
   *
   * @throws WrongServer when it leads to a replica, or to what others are known to have left.
   */
  connected(client: pg.ClientBase): Promise<void>;
  /** What was read shows that it is not where it was written: all connections are given up. */
  leaveAll(why: string): void;
  taken(client: pg.ClientBase): void;
  givenBack(client: pg.ClientBase): void;
  /** Whether a connection is not to be used again. */
  isLeft(client: pg.ClientBase): boolean;
}

/** A connection leads to a server that has not what is to be read, or takes no writes. */
export class WrongServer extends Error {
  /** Of PostgreSQL, for a server that goes away: what was asked on the connection may have been done or not. */
  readonly code = '57P01';
  constructor(message: string) {
    super(message);
    this.name = 'WrongServer';
  }
}

interface Server {
  /** Made by `initdb`; replicas have it too. */
  system: string;
  /** One more with each promotion of a replica. */
  timeline: number;
}

/** Not from everybody: some services keep these functions back. */
const WHO = `SELECT pg_is_in_recovery() AS replica, (SELECT system_identifier::text FROM pg_control_system()) AS system,
  CASE WHEN NOT pg_is_in_recovery() THEN substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END AS timeline`;
const READ_ONLY = '25006';
/** What PostgreSQL (14 and newer) tells of itself unasked when it changes. */
const TURNS_READ_ONLY: ReadonlySet<string> = new Set([
  'in_hot_standby',
  'default_transaction_read_only',
]);
/** A database that is read-only for good has its connections made anew no more often. */
const AGAIN_MS = 5_000;

/**
 * After a failover the old primary may go on without being cut off, and whoever reads there reads the past:
 * its own change is not in it. A connection on which a write is refused as read-only, or whose server says
 * that it became so, shows that, and so does a new one to a later timeline.
 */
export function watchServers(log: (message: string) => void): Servers {
  const leadsTo = new Map<pg.ClientBase, Server | undefined>();
  const used = new Set<pg.ClientBase>();
  const left = new WeakSet<pg.ClientBase>();
  let leftAt = Number.NEGATIVE_INFINITY;

  /** Those in use go on until they are given back: what they do may be on the right one. */
  function leave(clients: readonly pg.ClientBase[], why: string): void {
    for (const client of clients) {
      left.add(client);
      if (!used.has(client)) cut(client, why);
    }
    if (clients.length > 0) log(`${why} Connections given up: ${clients.length}.`);
  }

  function cut(client: pg.ClientBase, why: string): void {
    const { connection } = client as pg.Client;
    // First, so that an answer that has come with the news does not count.
    connection.emit('error', new WrongServer(why));
    connection.stream.destroy();
  }

  function others(than: Server): pg.ClientBase[] {
    return [...leadsTo].flatMap(([client, server]) =>
      server === undefined || isSame(server, than) ? [] : client,
    );
  }

  function refusedWrite(client: pg.ClientBase): void {
    left.add(client);
    const now = performance.now();
    if (now - leftAt < AGAIN_MS) return;
    leftAt = now;
    const server = leadsTo.get(client);
    const same = [...leadsTo].flatMap(([one, its]) =>
      its === undefined || server === undefined || isSame(its, server) ? one : [],
    );
    leave(same, 'PostgreSQL takes no writes: what the address leads to now is asked anew.');
  }

  return {
    async connected(client) {
      const { connection } = client as pg.Client;
      connection.on('errorMessage', ({ code }: { code?: string }) => {
        if (code === READ_ONLY) refusedWrite(client);
      });
      onReadOnly(client, () => {
        const why = 'PostgreSQL has become read-only.';
        leave([client], why);
        cut(client, why);
      });
      client.once('end', () => leadsTo.delete(client));
      const found = await whereTo(client);
      if (found?.replica === true)
        throw new WrongServer(
          'The address of the database leads to a replica, which takes no writes.',
        );
      const server = found?.server;
      if (server !== undefined) {
        const later = others(server).filter((one) => isLater(leadsTo.get(one), server));
        if (later.length > 0)
          throw new WrongServer(
            'The address of the database leads to a primary that another has replaced.',
          );
        leave(others(server), 'PostgreSQL is another server now.');
      }
      leadsTo.set(client, server);
    },
    leaveAll: (why) => leave([...leadsTo.keys()], why),
    taken: (client) => void used.add(client),
    givenBack: (client) => void used.delete(client),
    isLeft: (client) => left.has(client),
  };
}

/** Calls when the server of a connection says that it takes no writes any more; not if it never took any. */
export function onReadOnly(client: pg.ClientBase, call: () => void): void {
  const { connection } = client as pg.Client;
  connection.on('parameterStatus', (status: { parameterName: string; parameterValue: string }) => {
    if (status.parameterValue === 'on' && TURNS_READ_ONLY.has(status.parameterName)) call();
  });
}

async function whereTo(
  client: pg.ClientBase,
): Promise<{ replica: boolean; server: Server | undefined } | undefined> {
  try {
    const { rows } = await client.query<{ replica: boolean; system: string; timeline: string }>(
      WHO,
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const { replica, system, timeline } = row;
    const server = replica ? undefined : { system, timeline: Number.parseInt(timeline, 16) };
    return { replica, server };
  } catch {
    // Should the connection itself have failed, whoever asks next is told.
    return undefined;
  }
}

function isSame(one: Server, other: Server): boolean {
  return one.system === other.system && one.timeline === other.timeline;
}

function isLater(one: Server | undefined, than: Server): boolean {
  return one?.system === than.system && one.timeline > than.timeline;
}
