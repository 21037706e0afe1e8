import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { handOutFairly } from '../../../src/db/fair-pool.ts';
import { createPool } from '../../../src/db/pool.ts';
import type { Turns } from '../../../src/shared/bounds/turns.ts';
import { currentCaller, onBehalfOf } from '../../../src/shared/caller.ts';
import { createTestDatabase } from '../../support/database.ts';

const SETTINGS = { poolSize: 2, connectTimeoutMs: 5_000, log: () => {} };
const WAIT_MS = 200;

let pool: pg.Pool;
let turns: Turns;
beforeEach(async () => {
  const database = await createTestDatabase();
  pool = createPool(database.url, SETTINGS);
  turns = handOutFairly(pool, { poolSize: SETTINGS.poolSize, waitMs: WAIT_MS });
});
afterEach(() => pool.end());

describe('a caller that holds its share of the connections', () => {
  test('waits for another one no longer than it may, and the error says so', async () => {
    const client = await onBehalfOf('a', () => pool.connect());
    const more = onBehalfOf('a', () => pool.query('SELECT 1'));
    await expect(more).rejects.toThrow(
      `No connection to the database was free within ${WAIT_MS} ms.`,
    );
    expect(turns.refused()).toBe(1);
    client.release();
    expect(turns.running()).toBe(0);
    await onBehalfOf('a', () => pool.query('SELECT 1'));
  });

  test('leaves the others to those who come later, and to the desk', async () => {
    const client = await onBehalfOf('a', () => pool.connect());
    await onBehalfOf('b', () => pool.query('SELECT 1'));
    await pool.query('SELECT 1');
    client.release();
    expect([turns.running(), turns.waiting()]).toEqual([0, 0]);
  });

  test('gets its next one as itself, though it is work of another that makes it free', async () => {
    const first = await onBehalfOf('a', () => pool.connect());
    const second = await onBehalfOf('b', () => pool.connect());
    const waited = onBehalfOf(
      'c',
      () =>
        new Promise<string | undefined>((resolve) => {
          pool.connect((_error, _client, done) => {
            done();
            resolve(currentCaller().key);
          });
        }),
    );
    expect(turns.waiting()).toBe(1);
    onBehalfOf('a', () => first.release());
    expect(await waited).toBe('c');
    second.release();
    expect([turns.running(), turns.waiting()]).toEqual([0, 0]);
  });

  test('cannot give one back twice', async () => {
    const client = await onBehalfOf('a', () => pool.connect());
    client.release();
    expect(() => client.release()).toThrow(
      'Release called on client which has already been released',
    );
    expect(turns.running()).toBe(0);
  });
});
