import type { Socket } from 'node:net';
import pg from 'pg';
import { hangUp } from '../db/line.ts';
import { KEEP_ALIVE_DELAY_MS } from '../db/pool.ts';

export const BACKUP_APPLICATION = 'escalation-desk-backup';

/** A table, or an index that is made over it, takes its time; a silent line is given up all the same. */
const SILENCE_MS = 3_600_000;

/** A connection of its own, whose streams COPY takes over. */
export async function withConnection<Result>(
  directUrl: string,
  connectTimeoutMs: number,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: directUrl,
    application_name: BACKUP_APPLICATION,
    connectionTimeoutMillis: connectTimeoutMs,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_DELAY_MS,
  });
  // Whatever waits on the connection is told as well.
  client.on('error', () => {});
  await client.connect();
  const line = client.connection.stream as Socket;
  // Not `watchLines`: it listens to the data, which COPY wants to be alone with.
  line.setTimeout(SILENCE_MS, () => {
    line.destroy(new Error(`PostgreSQL said nothing for ${SILENCE_MS / 60_000} minutes`));
  });
  try {
    await client.query(
      `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '60s'`,
    );
    return await use(client);
  } finally {
    await hangUp(client);
  }
}

/** Runs work in a transaction that begins with the given words. */
export async function inOneTransaction<Result>(
  client: pg.Client,
  begin: string,
  work: () => Promise<Result>,
): Promise<Result> {
  await client.query(begin);
  try {
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    // Fails when the connection is what broke; then PostgreSQL rolls back by itself.
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  }
}
