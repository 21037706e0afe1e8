import type pg from 'pg';
import type { Turns } from '../shared/bounds/turns.ts';
import { createTurns, NoTurn } from '../shared/bounds/turns.ts';
import type { Caller } from '../shared/caller.ts';
import { currentCaller, goOnFor } from '../shared/caller.ts';
import { isLeft } from './pool.ts';

type Done = pg.PoolClient['release'];
/** Whether nobody is to have a connection any more once it is given back. */
type IsOver = (client: pg.PoolClient) => boolean;
type Connected = (error: Error | undefined, client: pg.PoolClient | undefined, done: Done) => void;

/** One caller never has more than this part of the connections. */
const SHARE = 0.5;
/**
 * A caller whose statements take long has fewer connections at a time while others want some. Not only the
 * connections are shared: behind them are processors and disks.
 */
const ALLOWANCE = { soonMs: 50, first: 4, least: 2 };
/** Statements and transactions of one caller that may wait; a request or work of the desk is behind each. */
const MAX_WAITING = 10_000;

interface FairLimits {
  poolSize: number;
  /** Milliseconds that a turn is waited for. */
  waitMs: number;
  /** Called with the milliseconds for which somebody waited for a connection that is there now. */
  onConnected?: (waitedMs: number) => void;
  /** Whether a connection that is given back is not to be had any more. Default: it is. */
  isWorn?: (client: pg.PoolClient) => boolean;
}

/**
 * Makes a pool hand out its connections by turns. Every statement and transaction gets its connection from
 * `connect`; its turn is over when the connection is given back. A caller that holds a connection already
 * does not wait for a turn.
 */
export function handOutFairly(
  pool: pg.Pool,
  { poolSize, waitMs, onConnected = () => {}, isWorn = () => false }: FairLimits,
): Turns {
  const share = Math.max(1, Math.floor(poolSize * SHARE));
  const turns = createTurns({
    places: poolSize,
    share,
    allowance: ALLOWANCE,
    waitMs,
    maxWaiting: MAX_WAITING,
  });
  const connect = pool.connect.bind(pool) as (callback: Connected) => void;
  const isOver = (client: pg.PoolClient) => isLeft(pool, client) || isWorn(client);

  // The caller is called in the turn of the event loop in which the pool gives the connection, so that
  // its listeners are there before anything can happen to it.
  function connectInTurn(connected: Connected): void {
    const caller = currentCaller();
    const since = performance.now();
    const handed: Connected = (error, client, done) => {
      if (client !== undefined) onConnected(performance.now() - since);
      connected(error, client, done);
    };
    if (caller.holdsConnection) {
      connect(handed);
      return;
    }
    // A turn that was waited for begins within the work of whoever had it before.
    turns.takeThen(
      caller.key,
      (end) => {
        if (isDropped(caller)) {
          end();
          connected(new Error('Nobody waits for this any more.'), undefined, () => {});
          return;
        }
        goOnFor(caller, () =>
          connect((error, client, done) => handOver(isOver, error, client, done, end, handed)),
        );
      },
      (error) => connected(noConnection(error, waitMs), undefined, () => {}),
    );
  }

  pool.connect = ((callback?: Connected) => {
    if (callback !== undefined) return connectInTurn(callback);
    return new Promise<pg.PoolClient>((resolve, reject) => {
      connectInTurn((error, client) => (client === undefined ? reject(error) : resolve(client)));
    });
  }) as pg.Pool['connect'];
  return turns;
}

/** Whether work is over before it has begun, because nobody waits for it any more. */
function isDropped(caller: Caller): boolean {
  if (caller.hasBegun !== true && caller.isGone?.() === true) caller.isDropped = true;
  else if (caller.key !== undefined) caller.hasBegun = true;
  return caller.isDropped === true;
}

/** Gives a connection to whoever waited for it; giving it back ends the turn. */
function handOver(
  isOver: IsOver,
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  done: Done,
  end: () => void,
  connected: Connected,
): void {
  if (client === undefined) {
    end();
    connected(error, client, done);
    return;
  }
  const release = releaseOf(isOver, client, done, end);
  client.release = release;
  connected(error, client, release);
}

/** Made where nothing else is in reach: a connection outlives whatever its last user had. */
function releaseOf(
  isOver: IsOver,
  client: pg.PoolClient,
  done: Done,
  end: () => void,
): pg.PoolClient['release'] {
  return (destroy) => {
    // A second call is the pool's to refuse.
    client.release = done;
    done(destroy || isOver(client));
    end();
  };
}

function noConnection(error: unknown, waitMs: number): Error {
  if (!(error instanceof NoTurn)) return error as Error;
  return new Error(
    error.why === 'late'
      ? `No connection to the database was free within ${waitMs} ms.`
      : `${MAX_WAITING} statements wait already.`,
    { cause: error },
  );
}
