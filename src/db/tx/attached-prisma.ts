import { AsyncLocalStorage } from 'node:async_hooks';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import type { Prisma, PrismaClient } from '../generated/client/client.ts';
import type { Session } from './session.ts';

type AdapterOptions = NonNullable<ConstructorParameters<typeof PrismaPg>[1]>;

/** The transaction on whose connection Prisma's client is to begin one. */
const lender = new AsyncLocalStorage<pg.PoolClient>();

/**
 * Makes Prisma's adapter over a pool. A transaction that Prisma's client begins for one of ours gets the
 * connection of that one, so that both ask in the same transaction.
 */
export function createAdapter(pool: pg.Pool, options: AdapterOptions): PrismaPg {
  const ofPool = new PrismaPg(pool, options);
  const ofLender = new PrismaPg(poolOfLender(), options);
  const connect = ofPool.connect.bind(ofPool);
  ofPool.connect = async () => {
    const [own, lent] = [await connect(), await ofLender.connect()];
    const startTransaction = own.startTransaction.bind(own);
    own.startTransaction = (isolation) =>
      lender.getStore() === undefined
        ? startTransaction(isolation)
        : lent.startTransaction(isolation);
    return own;
  };
  return ofPool;
}

/** As much of a pool as a transaction of the adapter needs. */
function poolOfLender(): pg.Pool {
  const pool: pg.Pool = Object.create(pg.Pool.prototype);
  return Object.assign(pool, {
    options: {},
    on: () => pool,
    removeListener: () => pool,
    connect: async () => lender.getStore(),
  });
}

const ENDS = new Set(['BEGIN', 'COMMIT', 'ROLLBACK']);

/** The connection of a session as Prisma's adapter sees it. Beginning and end are the session's affair. */
function connectionOf(session: Session): pg.PoolClient {
  const client = {
    query: (config: pg.QueryConfig) =>
      ENDS.has(config.text)
        ? Promise.resolve({ fields: [], rows: [], rowCount: 0 })
        : session.pass(config),
    on: () => client,
    removeListener: () => client,
    release: () => {},
  };
  return client as unknown as pg.PoolClient;
}

/** Prisma's client in a transaction of ours, for what is asked too rarely to be worth words of its own. */
export interface AttachedPrisma {
  /** Prisma's client for the transaction; attached at the first call, which sends nothing. */
  client(): Promise<Prisma.TransactionClient>;
  /** Detaches it, before the transaction ends. */
  end(): Promise<void>;
}

export function attachPrisma(
  db: PrismaClient,
  session: Session,
  timeoutMs: number,
): AttachedPrisma {
  let attached: Promise<Prisma.TransactionClient> | undefined;
  let ended: Promise<unknown> | undefined;
  let detach = () => {};

  function attach(): Promise<Prisma.TransactionClient> {
    return new Promise((resolve, reject) => {
      const over = new Promise<void>((done) => {
        detach = done;
      });
      const useUntilOver = (client: Prisma.TransactionClient) => {
        resolve(client);
        return over;
      };
      // The session's own limit comes first.
      const limits = { maxWait: timeoutMs, timeout: 2 * timeoutMs };
      ended = lender.run(connectionOf(session), () => db.$transaction(useUntilOver, limits));
      ended.catch(reject);
    });
  }

  return {
    client() {
      attached ??= attach();
      return attached;
    },
    async end() {
      detach();
      await ended?.catch(() => {});
    },
  };
}
