import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import { createClient, Prisma } from '../../../src/db/client.ts';
import { $Enums } from '../../../src/db/generated/client/client.ts';
import { TABLES } from '../../../src/db/generated/tables.ts';
import { createPool } from '../../../src/db/pool.ts';
import { fieldsBut, jsonRows, selectRows } from '../../../src/db/rows/read.sql.ts';
import type { Model } from '../../../src/db/rows/tables.ts';
import { MODELS, tableOf } from '../../../src/db/rows/tables.ts';
import type { Tx } from '../../../src/db/transaction.ts';
import { inTransaction } from '../../../src/db/transaction.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  pool = createPool(database.url, { poolSize: 2, connectTimeoutMs: 5_000, log: () => {} });
  db = createClient(pool);
});
afterAll(async () => {
  await db.$disconnect();
  await pool.end();
  await database.drop();
});

type Row = Record<string, unknown>;
type Loose = Record<string, (...args: unknown[]) => Promise<Row>>;

/** Prisma has no words for its columns, so it writes no row of it either. */
const OF_PRISMA = MODELS.filter((model) => model !== 'searchText');

const TEXT = 'Grüße, "zitiert" \\ {a,b} \' \n 🙂 $1 NULL';
const VALUES: Readonly<Record<string, (name: string) => unknown>> = {
  text: (name) => (/currency$/i.test(name) ? 'EUR' : TEXT),
  uuid: () => randomUUID(),
  int: () => -42,
  bigint: () => 9_007_199_254_740_993n,
  boolean: () => true,
  timestamptz: () => new Date('2026-03-29T01:59:59.007Z'),
  date: () => new Date('2026-10-25'),
  numeric: () => '1234567890123.45',
  jsonb: () => ({ text: TEXT, list: [1, null, [true, -0.5e-7]], nested: { empty: {} } }),
  bytea: () => Uint8Array.from([0, 1, 92, 39, 255]),
};

function sampleOf(name: string, type: string): unknown {
  if (type.endsWith('[]')) {
    const of = type.slice(0, -2);
    return [sampleOf(name, of), sampleOf(name, of)];
  }
  const values = $Enums[type.replaceAll('"', '') as keyof typeof $Enums];
  if (values !== undefined) return Object.values(values).at(-1);
  const make = VALUES[type];
  if (make === undefined) throw new Error(`There is no value for ${type}.`);
  return make(name);
}

function fullRow(model: Model): Row {
  const columns = Object.entries(TABLES[model].columns);
  return Object.fromEntries(columns.map(([name, { type }]) => [name, sampleOf(name, type)]));
}

/** Without what may be left out: nullable columns, and those with defaults. */
async function leastRow(model: Model): Promise<Row> {
  const { table, columns, key } = TABLES[model];
  const needed = await db.$queryRaw<{ name: string }[]>`
    SELECT column_name AS name FROM information_schema.columns
    WHERE table_name = ${table} AND is_nullable = 'NO' AND column_default IS NULL`;
  const names = new Set(needed.map(({ name }) => name));
  const row = fullRow(model);
  return Object.fromEntries(
    Object.entries(columns)
      // A list that Prisma is not given is empty for it; an id that the database gives is another each time.
      .filter(
        ([name, { column, type }]) =>
          names.has(column) || type.endsWith('[]') || key.includes(name as never),
      )
      .map(([name]) => [name, row[name]]),
  );
}

function keyOf(model: Model, row: Row): never {
  return Object.fromEntries(TABLES[model].key.map((name) => [name, row[name]])) as never;
}

/** Rows are written without what they refer to, and nothing is kept. */
async function withoutReferences(work: (tx: Tx) => Promise<void>): Promise<void> {
  const done = new Error('done');
  await inTransaction(db, async (tx) => {
    await tx.$executeRaw`SET LOCAL session_replication_role = replica`;
    await work(tx);
    throw done;
  }).catch((error: unknown) => {
    if (error !== done) throw error;
  });
}

async function stored(tx: Tx, model: Model): Promise<string[]> {
  const table = Prisma.raw(tableOf(model).sql);
  const rows = await tx.$queryRaw<{ row: string }[]>`SELECT t::text AS row FROM ${table} t`;
  return rows.map(({ row }) => row);
}

describe.each(OF_PRISMA)('a row of %s', (model) => {
  const prismaOf = (tx: Tx) => tx[model] as unknown as Loose;
  const clear = (tx: Tx) => tx.$executeRaw`DELETE FROM ${Prisma.raw(tableOf(model).sql)}`;

  it.each(['full', 'least'])(
    'is the same whether the driver writes it or Prisma, %s',
    async (size) => {
      const row = size === 'full' ? fullRow(model) : await leastRow(model);
      await withoutReferences(async (tx) => {
        await clear(tx);
        tx.insert(model, [row] as never);
        const byDriver = await stored(tx, model);
        await clear(tx);
        await prismaOf(tx)['create']?.({ data: row });
        const byPrisma = await stored(tx, model);
        expect(byDriver).toEqual(byPrisma);
      });
    },
  );

  it('is read as Prisma reads it, as columns and out of JSON', async () => {
    const row = fullRow(model);
    await withoutReferences(async (tx) => {
      await clear(tx);
      tx.insert(model, [row] as never);
      const expected = await prismaOf(tx)['findFirst']?.();
      const fields = fieldsBut(model);
      const [asColumns] = await selectRows(tx, model, fields, Prisma.empty);
      expect(asColumns).toMatchObject(comparable(model, expected));
      const shape = jsonRows(model, fields);
      const table = Prisma.raw(tableOf(model).sql);
      const [found] = await tx.$queryRaw<{ json: string }[]>`
        SELECT ${shape.rowSql('t')}::text AS json FROM ${table} t`;
      expect(shape.read(JSON.parse(found?.json ?? ''))).toMatchObject(comparable(model, expected));
    });
  });

  it('has after an update by the driver what an insert would have written, and can be removed', async () => {
    const [before, after] = [fullRow(model), fullRow(model)];
    await withoutReferences(async (tx) => {
      await clear(tx);
      const key = keyOf(model, before);
      tx.insert(model, [before] as never);
      tx.update(model, key, after as never);
      const updated = await stored(tx, model);
      tx.remove(model, key);
      expect(await stored(tx, model)).toEqual([]);
      tx.insert(model, [{ ...after, ...(key as Row) }] as never);
      expect(updated).toEqual(await stored(tx, model));
    });
  });
});

/** Less what Prisma keeps to itself. */
function comparable(model: Model, row: Row | undefined): Row {
  const names = Object.keys(TABLES[model].columns);
  return Object.fromEntries(names.map((name) => [name, row?.[name]]));
}
