import pg from 'pg';
import { expect, test } from 'vitest';
import { createClient, failingClient, Prisma } from '../../../src/db/client.ts';
import { ask } from '../../../src/db/reads/ask.ts';
import { createJsonReader } from '../../../src/db/reads/json-reader.ts';

test('a client that fails does so with the error that it was given, whichever way it is asked', async () => {
  const pool = new pg.Pool();
  const error = new Error('The database does not answer.');
  const db = failingClient(createClient(pool), error);
  const statement = Prisma.sql`SELECT 1`;
  await expect(db.customer.findMany()).rejects.toBe(error);
  await expect(db.$queryRaw(statement)).rejects.toBe(error);
  await expect(ask(db, statement)).rejects.toBe(error);
  await expect(createJsonReader(db).read(statement)).rejects.toBe(error);
  expect(pool.totalCount).toBe(0);
});
