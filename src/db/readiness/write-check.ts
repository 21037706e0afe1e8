import pg from 'pg';
import { hangUp } from '../line.ts';
import { APPLICATION_NAME } from '../pool.ts';
import { ENTER_TABLES, lockedTables } from './entered-tables.ts';
import { missingRights } from './rights.ts';

/** Finds out whether the database would take a write, on a connection of its own. */
export interface WriteCheck {
  /** @returns why a write would not be taken, as a sentence; undefined when it would be. Never rejects. */
  run(): Promise<string | undefined>;
  stop(): Promise<void>;
}

/** A database that has not answered by then would not take a request's write in time either. */
const ANSWER_MS = 2_000;
/** Whoever copies the table holds it for long; then the row goes into the file that is there. */
const LOCK_MS = 300;

const FILL = `INSERT INTO write_probe SELECT 1, string_agg(md5(i::text), '') FROM generate_series(1, 100) i`;
/**
 * Emptying the table gives it a new file, so that the row needs room on the disk whatever is free in files
 * that are there. Nothing of it stays.
 */
const WRITE = `BEGIN; SET LOCAL lock_timeout = ${LOCK_MS}; TRUNCATE write_probe; ${FILL}; ROLLBACK`;
const WRITE_ONLY = `BEGIN; ${FILL}; ROLLBACK`;
/** Waits for whoever keeps openers of cases from a table. */
const ENTER = `BEGIN; SET LOCAL lock_timeout = ${LOCK_MS}; ${ENTER_TABLES}; ROLLBACK`;

const LOCK_NOT_AVAILABLE = '55P03';
const NO_RIGHT = '42501';

const REASONS: Readonly<Record<string, string>> = {
  '25006': 'The database is read-only.',
  '53100': 'The disk of the database is full.',
  '53200': 'The database is out of memory.',
  '53300': 'The database takes no more connections.',
  '57P01': 'The database is shutting down.',
  '57P03': 'The database is starting or shutting down.',
};
const UNREACHABLE = 'The database cannot be reached.';

export function createWriteCheck(url: string): WriteCheck {
  let connecting: Promise<pg.Client> | undefined;

  async function connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: url,
      application_name: APPLICATION_NAME,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      keepAlive: true,
    });
    // For its whole life: an error that nobody listens to ends the process.
    client.on('error', () => drop(client));
    await client.connect();
    return client;
  }

  function drop(client: pg.Client): void {
    connecting = undefined;
    void hangUp(client);
  }

  async function write(client: pg.Client): Promise<void> {
    try {
      await client.query(WRITE);
    } catch (error) {
      await client.query('ROLLBACK');
      // Who may not empty it, or may not now, may write all the same.
      if (![LOCK_NOT_AVAILABLE, NO_RIGHT].includes(codeOf(error))) throw error;
      await client.query(WRITE_ONLY);
    }
  }

  async function whyNotIn(client: pg.Client): Promise<string | undefined> {
    try {
      await client.query(ENTER);
      return undefined;
    } catch (error) {
      await client.query('ROLLBACK');
      if (codeOf(error) !== LOCK_NOT_AVAILABLE) throw error;
      const tables = await lockedTables(client);
      // Whoever had it may have let go of it just now.
      const which = tables.length === 0 ? 'a table' : `the table ${tables.join(', ')}`;
      return `Somebody holds a lock on ${which} of the desk: no case can be opened.`;
    }
  }

  async function check(): Promise<string | undefined> {
    connecting ??= connect();
    let client: pg.Client;
    try {
      client = await connecting;
    } catch (error) {
      connecting = undefined;
      return REASONS[codeOf(error)] ?? UNREACHABLE;
    }
    try {
      const missing = await missingRights(client);
      if (missing !== undefined) return missing.sentence;
      const locked = await whyNotIn(client);
      if (locked !== undefined) return locked;
      await write(client);
      return undefined;
    } catch (error) {
      // The next check is on a connection that has seen nothing of this; it finds a new primary as well.
      drop(client);
      throw error;
    }
  }

  return {
    run: () => check().catch(reasonOf),
    async stop() {
      const client = await connecting?.catch(() => undefined);
      if (client !== undefined) await hangUp(client);
    },
  };
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown }).code ?? '');
}

function reasonOf(error: unknown): string {
  const known = REASONS[codeOf(error)];
  if (known !== undefined) return known;
  return error instanceof pg.DatabaseError
    ? `The database takes no writes: ${error.message}.`
    : UNREACHABLE;
}
