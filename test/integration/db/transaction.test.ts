import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import { createClient } from '../../../src/db/client.ts';
import { createPool } from '../../../src/db/pool.ts';
import type { Tx } from '../../../src/db/transaction.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createEmptyDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Db;

beforeAll(async () => {
  database = await createEmptyDatabase();
  await execute(database.url, 'CREATE TABLE account (id int PRIMARY KEY, touched int NOT NULL)');
  await execute(database.url, 'INSERT INTO account VALUES (1, 0), (2, 0)');
  pool = createPool(database.url, { poolSize: 4, connectTimeoutMs: 5_000, log: () => {} });
  db = createClient(pool);
});
afterAll(async () => {
  await db.$disconnect();
  await pool.end();
  await database.drop();
});

const touch = (tx: Tx, id: number) =>
  tx.$executeRaw`UPDATE account SET touched = touched + 1 WHERE id = ${id}`;

/** Resolves for both when both have come. */
function meetingOfTwo(): () => Promise<void> {
  let waiting: (() => void) | undefined;
  return () =>
    new Promise((resolve) => {
      if (waiting === undefined) {
        waiting = resolve;
      } else {
        waiting();
        resolve();
      }
    });
}

test('a transaction that PostgreSQL ends to break a deadlock is run again', async () => {
  const meet = meetingOfTwo();
  let runs = 0;
  const lockBoth = (first: number, second: number) => {
    let isFirstRun = true;
    return inTransaction(db, async (tx) => {
      runs += 1;
      await touch(tx, first);
      if (isFirstRun) {
        isFirstRun = false;
        await meet();
      }
      await touch(tx, second);
    });
  };
  await Promise.all([lockBoth(1, 2), lockBoth(2, 1)]);
  const rows = await db.$queryRaw`SELECT id, touched FROM account ORDER BY id`;
  expect(rows).toEqual([
    { id: 1, touched: 2 },
    { id: 2, touched: 2 },
  ]);
  // Three as a rule; four when the one that runs again has row 1 before the other one is awake.
  expect(runs).toBeGreaterThanOrEqual(3);
});

test('what a transaction wrote before it threw is gone', async () => {
  const failing = inTransaction(db, async (tx) => {
    await touch(tx, 1);
    throw new Error('on purpose');
  });
  await expect(failing).rejects.toThrow('on purpose');
  const rows = await db.$queryRaw`SELECT touched FROM account WHERE id = 1`;
  expect(rows).toEqual([{ touched: 2 }]);
});
