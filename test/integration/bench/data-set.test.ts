import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillSet } from '../../../bench/dataset/set.ts';
import { ENTRIES } from '../../../bench/dataset/walks.ts';
import type { Db } from '../../../src/db/client.ts';
import { createClient } from '../../../src/db/client.ts';
import { createPool } from '../../../src/db/pool.ts';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

const CASES = 120;
/** Its cases of each kind go through the whole API. */
const MAKING_MS = 240_000;

let database: TestDatabase;
let db: Db;
let end: () => Promise<void>;

beforeAll(async () => {
  database = await createTestDatabase();
  await fillSet(database.url, CASES, () => {});
  const pool = createPool(database.url, { poolSize: 2, connectTimeoutMs: 10_000, log: () => {} });
  db = createClient(pool);
  end = async () => {
    await db.$disconnect();
    await pool.end();
  };
}, MAKING_MS);

afterAll(async () => {
  await end();
  await database.drop();
});

test('the set of the benchmarks disagrees with its log in nothing', async () => {
  const { problems, cases } = await verify(db, () => {});
  expect(problems).toEqual([]);
  expect(cases).toBe(CASES);
});

test('each of its cases has eight entries, in a log without gaps, and can be found', async () => {
  const [found] = await execute(
    database.url,
    `SELECT (SELECT max(seq) = count(*) FROM log_entry) AS dense,
       (SELECT bool_and(count = ${ENTRIES}) FROM (SELECT count(*) FROM log_entry
          WHERE escalation_id IS NOT NULL GROUP BY escalation_id) of) AS entries,
       (SELECT count(*)::int FROM search_text) AS searched,
       (SELECT count(*)::int FROM last_change WHERE kind = 'Escalation') AS changed`,
  );
  expect(found).toEqual({ dense: true, entries: true, searched: CASES, changed: CASES });
});

test('no clock of it is due for half a year', async () => {
  const [found] = await execute(
    database.url,
    `SELECT min(next_at) > now() + interval '180 days' AS later FROM sla_clock`,
  );
  expect(found).toEqual({ later: true });
});
