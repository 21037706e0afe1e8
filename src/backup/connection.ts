import type { Socket } from 'node:net';
import pg from 'pg';
import { hangUp } from '../db/line.ts';
import { KEEP_ALIVE_DELAY_MS } from '../db/pool.ts';

export const BACKUP_APPLICATION = 'escalation-desk-backup';

/** A table, or an index that is made over it, takes its time; a silent line is given up all the same. */
const SILENCE_MS = 3_600_000;

export interface ConnectionSettings {
  /** Address of PostgreSQL itself. */
  directUrl: string;
  connectTimeoutMs: number;
  /** Breaks the connection off, and all that waits for it. */
  interrupted?: AbortSignal;
}

/** A connection of its own, whose streams COPY takes over. */
export async function withConnection<Result>(
  { directUrl, connectTimeoutMs, interrupted }: ConnectionSettings,
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
  const line = lineOf(client);
  const onInterrupted = () => breakOff(client, 'Interrupted.');
  interrupted?.addEventListener('abort', onInterrupted);
  // Not `watchLines`: it listens to the data, which COPY wants to be alone with.
  line.setTimeout(SILENCE_MS, () => {
    breakOff(client, `PostgreSQL said nothing for ${SILENCE_MS / 60_000} minutes`);
  });
  try {
    await client.query(
      `SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0; SET lock_timeout = '60s'`,
    );
    return await use(client);
  } finally {
    interrupted?.removeEventListener('abort', onInterrupted);
    await hangUp(client);
  }
}

/** Closes a connection without a word, which is all that is left when nobody reads what PostgreSQL sends. */
export function breakOff(client: pg.Client, why: string): void {
  lineOf(client).destroy(new Error(why));
}

function lineOf(client: pg.Client): Socket {
  return client.connection.stream as Socket;
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
