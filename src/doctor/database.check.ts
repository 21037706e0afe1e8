import type pg from 'pg';
import { pendingMigrations } from '../db/migrate.ts';
import { missingRights } from '../db/readiness/rights.ts';
import { createWriteCheck } from '../db/readiness/write-check.ts';
import type { Check } from './checks.ts';
import { counted, sentences } from './checks.ts';

/** A transaction that is older keeps PostgreSQL from cleaning up behind all others. */
const LONG_TRANSACTION = '1 hour';

/** Whether the database takes and keeps what a desk writes. */
export function databaseCheck(client: pg.Client, poolSize: number): Check {
  return {
    name: 'database',
    async run() {
      const { rows } = await client.query<{
        encoding: string;
        replica: boolean;
        readOnly: boolean;
        free: number;
        old: number;
        prepared: number;
      }>(
        `SELECT current_setting('server_encoding') AS encoding, pg_is_in_recovery() AS replica,
           current_setting('default_transaction_read_only')::bool AS "readOnly",
           current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
             - (SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL)::int AS free,
           (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
             AND xact_start < now() - $1::interval)::int AS old,
           (SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()
             AND prepared < now() - $1::interval)::int AS prepared`,
        [LONG_TRANSACTION],
      );
      const [found] = rows;
      if (found === undefined) return ['The database does not answer.'];
      return sentences(
        found.encoding !== 'UTF8' &&
          `The database keeps text as ${found.encoding}; the desk needs UTF8.`,
        found.replica && 'The database is a replica, which takes no writes: name the primary.',
        !found.replica &&
          found.readOnly &&
          'The database takes no writes: default_transaction_read_only is on.',
        found.free < poolSize &&
          `PostgreSQL has ${found.free} connections left (max_connections); one more node takes up to ${poolSize}.`,
        found.old + found.prepared > 0 &&
          `${counted(found.old + found.prepared, 'transaction has', 'transactions have')} been open for more than ${LONG_TRANSACTION}: nothing that was deleted since is cleaned up.`,
      );
    },
  };
}

/** Whether all migrations of this version were applied, and none that it cannot live with. */
export function migrationsCheck(client: pg.Client): Check {
  return {
    name: 'migrations',
    async run() {
      const missing = await pendingMigrations(client);
      return sentences(
        missing.length > 0 &&
          `The database lacks ${counted(missing.length, 'migration', 'migrations')}, ${missing.length === 1 ? '' : 'the first of them '}${missing[0]}: start the desk, or run desk migrate.`,
      );
    },
  };
}

/**
 * What the role may do, asked for and tried.
 *
 * @param url of the database, for the write that nodes try as well before they say that they are ready.
 */
export function rightsCheck(client: pg.Client, url: string): Check {
  return {
    name: 'rights',
    async run() {
      const missing = await missingRights(client);
      if (missing !== undefined)
        return [
          missing.sentence,
          `Nodes do not start without; the owner of the tables gives what is lacking by: ${missing.grants}`,
        ];
      const { rows } = await client.query<{ isMigrated: boolean }>(
        `SELECT to_regclass('write_probe') IS NOT NULL AS "isMigrated"`,
      );
      // What was not migrated yet is another check's.
      return sentences(rows[0]?.isMigrated === true && (await whyNoWrite(url)));
    },
  };
}

async function whyNoWrite(url: string): Promise<string | undefined> {
  const check = createWriteCheck(url);
  try {
    return await check.run();
  } finally {
    await check.stop();
  }
}
