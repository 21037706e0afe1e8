import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import { createClient, partsOf } from '../../../src/db/client.ts';
import { handOutFairly } from '../../../src/db/fair-pool.ts';
import { createPool } from '../../../src/db/pool.ts';
import { MAX_STATEMENT_NAMES } from '../../../src/db/statement-names.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createEmptyDatabase } from '../../support/database.ts';

let database: TestDatabase;
let pool: pg.Pool;
let db: Db;
beforeAll(async () => {
  database = await createEmptyDatabase();
  pool = createPool(database.url, { poolSize: 2, connectTimeoutMs: 5_000, log: () => {} });
  db = createClient(pool);
  handOutFairly(pool, { poolSize: 2, waitMs: 5_000, isWorn: partsOf(db).isWorn });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

const ask = (text: string) =>
  pool.query<Record<string, number>>({ name: partsOf(db).nameOf(text), text });

/** How many statements the connection that is asked keeps, and which it is. */
async function kept(): Promise<{ statements: number; pid: number }> {
  const { rows } = await pool.query<{ statements: number; pid: number }>(
    'SELECT count(*)::int AS statements, pg_backend_pid() AS pid FROM pg_prepared_statements',
  );
  return rows[0] ?? { statements: 0, pid: 0 };
}

const OFTEN = 'SELECT 1 AS often';

test('thousands of statements that nobody asks again take the names from none that is asked often', async () => {
  const { nameOf } = partsOf(db);
  const often = nameOf(OFTEN);
  const names = new Set<string>();
  const pids = new Set<number>();
  let most = 0;
  for (let place = 0; place < 3.5 * MAX_STATEMENT_NAMES; place += 1) {
    const text = `SELECT ${place} AS once`;
    names.add(nameOf(text));
    const { rows } = await ask(text);
    expect(rows).toEqual([{ once: place }]);
    if (place % 100 !== 0) continue;
    expect((await ask(OFTEN)).rows).toEqual([{ often: 1 }]);
    const { statements, pid } = await kept();
    most = Math.max(most, statements);
    pids.add(pid);
  }
  // Each has a name of its own, the last one too, and none has that of another.
  expect(names.size).toBe(3.5 * MAX_STATEMENT_NAMES);
  expect(names).not.toContain('');
  expect(nameOf(OFTEN)).toBe(often);
  expect(most).toBeLessThanOrEqual(2 * MAX_STATEMENT_NAMES + 1);
  expect(pids.size).toBeGreaterThan(1);
});

test('a long statement has no name', () => {
  expect(partsOf(db).nameOf(`SELECT '${'x'.repeat(16_000)}'`)).toBe('');
});
