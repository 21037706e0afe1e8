import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Db } from '../../../src/db/client.ts';
import { createClient, Prisma } from '../../../src/db/client.ts';
import { isLineLost } from '../../../src/db/line.ts';
import { createPool } from '../../../src/db/pool.ts';
import type { Tx } from '../../../src/db/transaction.ts';
import { inTransaction, TransactionTooLong } from '../../../src/db/transaction.ts';
import { TransactionOver } from '../../../src/db/tx/session.ts';
import { onBehalfOf } from '../../../src/shared/caller.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';
import { roundTripsDuring } from '../../support/statements.ts';

let database: TestDatabase;
let pool: ReturnType<typeof createPool>;
let db: Db;
beforeAll(async () => {
  database = await createTestDatabase();
  // One connection: whatever keeps it shows at once.
  pool = createPool(database.url, {
    poolSize: 1,
    connectTimeoutMs: 5_000,
    statementTimeoutMs: 400,
    log: () => {},
  });
  db = createClient(pool);
});
beforeEach(() => execute(database.url, 'DELETE FROM idempotency_key'));
afterAll(async () => {
  await db.$disconnect();
  await pool.end();
  await database.drop();
});

const row = (key: string) => ({
  principal: 'somebody',
  key,
  mutation: 'addNote',
  inputHash: 'hash',
  createdAt: new Date('2026-01-01'),
});
const write = (tx: Tx, ...keys: string[]) => tx.insert('idempotencyKey', keys.map(row));

async function stored(): Promise<unknown[]> {
  const rows = await db.idempotencyKey.findMany({ orderBy: { key: 'asc' } });
  return rows.map(({ key, answer }) => (answer === null ? key : [key, answer]));
}

describe('a transaction', () => {
  it('sends what nobody waits for with the next statement, and all in one with COMMIT', async () => {
    await db.$queryRaw`SELECT 1`;
    const trips = await onBehalfOf('somebody', () =>
      roundTripsDuring(() =>
        inTransaction(db, async (tx) => {
          await tx.$queryRaw`SELECT 1`;
          write(tx, 'a');
          tx.update('idempotencyKey', { principal: 'somebody', key: 'a' }, { answer: { n: 1 } });
          write(tx, 'b', 'c');
        }),
      ),
    );
    expect(trips.map((trip) => trip.map((text) => text.split(' ')[0]))).toEqual([
      ['BEGIN', 'SELECT'],
      ['WITH', 'UPDATE', 'COMMIT'],
    ]);
    expect(await stored()).toEqual([['a', { n: 1 }], 'b', 'c']);
  });

  it('changes several rows in the same way in one statement, each once, and in the order asked for', async () => {
    const change = (key: string, n: number) => ({
      key: { principal: 'somebody', key },
      data: { answer: { n }, mutation: `${key}-${n}` },
    });
    const trips = await onBehalfOf('somebody', () =>
      roundTripsDuring(() =>
        inTransaction(db, async (tx) => {
          write(tx, 'a', 'b', 'c');
          const changes = [change('a', 1), change('b', 1), change('c', 1), change('b', 2)];
          for (const { key, data } of changes) tx.update('idempotencyKey', key, data);
          tx.update('idempotencyKey', { principal: 'somebody', key: 'c' }, { mutation: 'last' });
        }),
      ),
    );
    expect(trips.flat().map((text) => text.split(' ')[0])).toEqual([
      ...['BEGIN', 'INSERT', 'UPDATE', 'UPDATE', 'UPDATE', 'COMMIT'],
    ]);
    const rows = await db.idempotencyKey.findMany({ orderBy: { key: 'asc' } });
    expect(rows.map(({ mutation, answer }) => [mutation, answer])).toEqual([
      ['a-1', { n: 1 }],
      ['b-2', { n: 2 }],
      ['last', { n: 1 }],
    ]);
  });

  it('takes back what failed although what follows was sent along with it', async () => {
    await inTransaction(db, async (tx) => {
      const part = tx.inPart(async () => {
        tx.tell(Prisma.sql`SELECT 1 / 0`);
        throw new Error('before it was sent');
      });
      await expect(part).rejects.toThrow('before it was sent');
      write(tx, 'a');
    });
    const failing = inTransaction(db, async (tx) => {
      tx.tell(Prisma.sql`SELECT 1 / 0`);
      throw new Error('before it was sent');
    });
    await expect(failing).rejects.toThrow('before it was sent');
    await inTransaction(db, async (tx) => write(tx, 'b'));
    expect(await stored()).toEqual(['a', 'b']);
  });

  it('shows its own writes to what it asks, to Prisma too, which asks on the same connection', async () => {
    const seen = await inTransaction(db, async (tx) => {
      write(tx, 'a');
      const byPrisma = await tx.idempotencyKey.count();
      await tx.idempotencyKey.create({ data: row('b') });
      write(tx, 'c');
      const [bySql] = await tx.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) AS count FROM idempotency_key`;
      return [byPrisma, bySql?.count];
    });
    expect(seen).toEqual([1, 3n]);
    expect(await stored()).toEqual(['a', 'b', 'c']);
  });

  it('keeps nothing of driver and Prisma when its work throws', async () => {
    const failing = inTransaction(db, async (tx) => {
      write(tx, 'a');
      await tx.idempotencyKey.create({ data: row('b') });
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await stored()).toEqual([]);
  });

  it('keeps nothing, and says why, when a statement fails that nobody waited for', async () => {
    const failing = inTransaction(db, async (tx) => {
      write(tx, 'a');
      write(tx, 'b', 'b');
      return 'confirmed';
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    expect(await stored()).toEqual([]);
  });

  it('says what failed first, not that the statements behind it were refused', async () => {
    const failing = inTransaction(db, async (tx) => {
      write(tx, 'b', 'b');
      await tx.$queryRaw`SELECT 1`;
    });
    await expect(failing).rejects.toMatchObject({ code: '23505' });
  });

  it('reports a second row with the same key by Prisma as P2002', async () => {
    const failing = inTransaction(db, async (tx) => {
      await tx.idempotencyKey.create({ data: row('a') });
      await tx.idempotencyKey.create({ data: row('a') });
    });
    await expect(failing).rejects.toMatchObject({ code: 'P2002' });
    expect(await stored()).toEqual([]);
  });

  it('goes on after a part that failed, without what the part wrote', async () => {
    await inTransaction(db, async (tx) => {
      write(tx, 'a');
      const part = tx.inPart(async () => {
        write(tx, 'b');
        await tx.$queryRaw`SELECT 1`;
        write(tx, 'c', 'c');
        throw new Error('refused');
      });
      await expect(part).rejects.toThrow('refused');
      await tx.inPart(async () => write(tx, 'd'));
    });
    expect(await stored()).toEqual(['a', 'd']);
  });

  it('refuses a part whose writes fail at its end, and goes on', async () => {
    await inTransaction(db, async (tx) => {
      await expect(tx.inPart(async () => write(tx, 'b', 'b'))).rejects.toMatchObject({
        code: '23505',
      });
      write(tx, 'c');
    });
    expect(await stored()).toEqual(['c']);
  });

  it('that loses its connection is not known to have taken effect, and the next one has another', async () => {
    const failing = inTransaction(db, async (tx) => {
      write(tx, 'a');
      const [own] = await tx.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`;
      await execute(database.url, `SELECT pg_terminate_backend(${own?.pid})`);
      write(tx, 'b');
    });
    const error = await failing.catch((thrown: unknown) => thrown);
    expect(isLineLost(error)).toBe(true);
    await inTransaction(db, async (tx) => write(tx, 'c'));
    expect(await stored()).toEqual(['c']);
  });

  it('ends when PostgreSQL ends a statement that takes too long', async () => {
    const failing = inTransaction(db, async (tx) => {
      write(tx, 'a');
      await tx.$queryRaw`SELECT pg_sleep(5)`;
    });
    await expect(failing).rejects.toMatchObject({ code: '57014' });
    expect(await stored()).toEqual([]);
  });

  it('is given up after its time, and gives its connection back', async () => {
    const never = new Promise<never>(() => {});
    const failing = inTransaction(
      db,
      async (tx) => {
        write(tx, 'a');
        await tx.idempotencyKey.count();
        await never;
      },
      50,
    );
    await expect(failing).rejects.toThrow(TransactionTooLong);
    expect(await stored()).toEqual([]);
  });

  it('takes no statement after its end', async () => {
    const kept = await inTransaction(db, async (tx) => ({ tx }));
    await expect(kept.tx.$queryRaw`SELECT 1`).rejects.toThrow(TransactionOver);
  });

  it('names its statements, so that a connection plans each once', async () => {
    const { statements } = await inTransaction(db, async (tx) => {
      write(tx, 'a');
      const [found] = await tx.$queryRaw<{ statements: string[] }[]>`
        SELECT array_agg(statement) AS statements FROM pg_prepared_statements`;
      return { statements: found?.statements ?? [] };
    });
    expect(
      statements.filter((text) => text.startsWith('INSERT INTO "idempotency_key"')),
    ).toHaveLength(1);
  });

  it('reads values as they are in TypeScript', async () => {
    const [values] = await inTransaction(
      db,
      (tx) => tx.$queryRaw<object[]>`
        SELECT 9007199254740993::bigint AS big, 1.10::numeric AS exact, '2026-10-25'::date AS day,
          ARRAY[1, 2]::bigint[] AS bigs, ${new Date('2026-10-25T00:30:00.001Z')}::timestamptz AS at,
          ${['a"b', 'c,d', '\\', '{', 'NULL', '', null]}::text[] AS texts,
          ${[[1, 2], [3, 4]]}::int[] AS nested, ${true}::boolean AS truth, ${1.5}::float8 AS number,
          ${{ a: ['"'] }}::jsonb AS json, ${[Uint8Array.from([0, 255])]}::bytea[] AS many,
          ${Uint8Array.from([0, 255])}::bytea AS bytes`,
    );
    expect(values).toMatchObject({
      big: 9_007_199_254_740_993n,
      day: new Date('2026-10-25'),
      bigs: [1n, 2n],
      at: new Date('2026-10-25T00:30:00.001Z'),
      texts: ['a"b', 'c,d', '\\', '{', 'NULL', '', null],
      nested: [
        [1, 2],
        [3, 4],
      ],
      truth: true,
      number: 1.5,
      json: { a: ['"'] },
      many: [Buffer.from([0, 255])],
      bytes: Uint8Array.from([0, 255]),
    });
    expect(String((values as { exact: unknown }).exact)).toBe('1.1');
  });
});
