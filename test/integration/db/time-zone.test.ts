import { expect, test } from 'vitest';
import { createClient } from '../../../src/db/client.ts';
import { createPool } from '../../../src/db/pool.ts';
import { newId } from '../../../src/shared/ids.ts';
import { createTestDatabase } from '../../support/database.ts';
import { execute } from '../../support/postgres-admin.ts';

test('times are stored and read as they are where the database keeps another zone than UTC', async () => {
  const database = await createTestDatabase();
  const name = new URL(database.url).pathname.slice(1);
  await execute(database.url, `ALTER DATABASE "${name}" SET timezone TO 'Europe/Berlin'`);
  const pool = createPool(database.url, { poolSize: 2, connectTimeoutMs: 5_000, log: () => {} });
  const db = createClient(pool);
  const at = new Date('2026-07-01T12:00:00.000Z');
  const id = newId();
  try {
    await db.user.create({
      data: {
        id,
        email: 'zone@desk.example',
        name: 'Zone',
        level: 'MANAGER',
        createdAt: at,
        updatedAt: at,
      },
    });
    const user = await db.user.findUniqueOrThrow({ where: { id } });
    const [raw] = await db.$queryRaw<{ seconds: number; bound: boolean }[]>`
      SELECT extract(epoch FROM created_at)::float8 AS seconds, created_at = ${at} AS bound
      FROM "user" WHERE id = ${id}::uuid`;
    expect(user.createdAt).toEqual(at);
    expect(raw).toEqual({ seconds: at.getTime() / 1_000, bound: true });
  } finally {
    await db.$disconnect();
    await pool.end();
    await database.drop();
  }
});
