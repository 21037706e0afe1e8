import type pg from 'pg';

/** Does work on any connection, which is not used further when it fails: the connection may be lost. */
export async function onFreeConnection<Result>(
  pool: pg.Pool,
  work: (client: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect();
  let isGood = false;
  try {
    const result = await work(client);
    isGood = true;
    return result;
  } finally {
    client.release(!isGood);
  }
}
