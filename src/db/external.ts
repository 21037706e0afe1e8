import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { StartupError } from '../shared/errors.ts';
import { hangUp } from './line.ts';
import { APPLICATION_NAME } from './pool.ts';

export interface ExternalSettings {
  databaseUrl: string;
  directUrl?: string | undefined;
  connectTimeoutMs: number;
  log: (message: string) => void;
}

export interface ExternalDatabase {
  url: string;
  directUrl: string;
  /** Address for LISTEN; undefined: no address leads to PostgreSQL itself. */
  listenUrl: string | undefined;
  pooler: boolean;
}

const OLDEST_SUPPORTED = 12;
const RETRY_MS = 250;

/**
 * Makes sure that a PostgreSQL answers at the given addresses and is recent enough. A server that is still
 * starting, as when both are started together, is waited for until `connectTimeoutMs`.
 * @throws StartupError
 */
export async function openExternal(settings: ExternalSettings): Promise<ExternalDatabase> {
  const { databaseUrl, connectTimeoutMs, log } = settings;
  const directUrl = settings.directUrl ?? databaseUrl;
  const direct = await connect(directUrl, connectTimeoutMs, nameOf(settings));
  try {
    await checkVersion(direct);
  } finally {
    await hangUp(direct);
  }
  const pooler = await isTransactionPooler(databaseUrl, connectTimeoutMs, 'DATABASE_URL');
  const reason = pooler ? await whyDeaf(settings, directUrl) : undefined;
  if (reason !== undefined)
    log(
      `${reason} passes no notifications on: the log is looked at once a second. Set DATABASE_DIRECT_URL to the address of PostgreSQL itself.`,
    );
  return {
    url: databaseUrl,
    directUrl,
    listenUrl: reason === undefined ? directUrl : undefined,
    pooler,
  };
}

/** Tells what keeps notifications away, as the subject of a sentence; undefined when nothing does. */
async function whyDeaf(
  { databaseUrl, connectTimeoutMs }: ExternalSettings,
  directUrl: string,
): Promise<string | undefined> {
  if (directUrl === databaseUrl) return 'DATABASE_URL goes through a transaction pooler, which';
  const isDeaf = await isTransactionPooler(directUrl, connectTimeoutMs, 'DATABASE_DIRECT_URL');
  return isDeaf
    ? 'DATABASE_DIRECT_URL goes through a transaction pooler like DATABASE_URL, which'
    : undefined;
}

function nameOf({ directUrl }: ExternalSettings): string {
  return directUrl === undefined ? 'DATABASE_URL' : 'DATABASE_DIRECT_URL';
}

async function connect(url: string, timeoutMs: number, variable: string): Promise<pg.Client> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const client = clientFor(url, timeoutMs, variable);
    try {
      await client.connect();
      return client;
    } catch (error) {
      await hangUp(client);
      if (!isStarting(error) || Date.now() + RETRY_MS >= deadline)
        throw new StartupError(
          `The database at ${addressOf(client)} (${variable}) cannot be used: ${reasonOf(error)}.`,
          { cause: error },
        );
      await sleep(RETRY_MS);
    }
  }
}

function clientFor(url: string, timeoutMs: number, variable: string): pg.Client {
  try {
    const client = new pg.Client({
      connectionString: url,
      application_name: APPLICATION_NAME,
      connectionTimeoutMillis: timeoutMs,
      query_timeout: timeoutMs,
    });
    // A connection that breaks between two queries; the next query says so.
    client.on('error', () => {});
    return client;
  } catch (cause) {
    throw new StartupError(
      `${variable} is not an address of PostgreSQL; it takes postgresql://user:password@host:port/database.`,
      { cause },
    );
  }
}

function codeOf(error: unknown): string {
  if (error instanceof AggregateError) return codeOf(error.errors[0]);
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** Whether nobody listens yet, or PostgreSQL says that it is starting (57P03). */
function isStarting(error: unknown): boolean {
  return ['ECONNREFUSED', '57P03'].includes(codeOf(error));
}

/** Writes the address without the password, which the URL holds. */
function addressOf(client: pg.Client): string {
  return `${client.host}:${client.port}/${client.database ?? ''}`;
}

function reasonOf(error: unknown): string {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `the host is not known (${code})`;
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/\.$/, '');
}

async function checkVersion(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: number; text: string }>(
    `SELECT current_setting('server_version_num')::int AS version, current_setting('server_version') AS text`,
  );
  const [row] = rows;
  if (row === undefined || row.version >= OLDEST_SUPPORTED * 10_000) return;
  throw new StartupError(
    `The database at ${addressOf(client)} is PostgreSQL ${row.text}; the desk needs ${OLDEST_SUPPORTED} or newer.`,
  );
}

/**
 * Whether a pooler stands there that hands backends out for a transaction. Two clients ask, in an order
 * that repeats nowhere, which backend serves them. With backends of their own each client always hears the
 * same number, and never that of the other. Behind such a pooler a client hears another number, however
 * busy the pooler is with others.
 */
async function isTransactionPooler(
  url: string,
  timeoutMs: number,
  variable: string,
): Promise<boolean> {
  const first = await connect(url, timeoutMs, variable);
  try {
    const second = await connect(url, timeoutMs, variable);
    try {
      const own = new Map<pg.Client, number | undefined>();
      for (const client of [first, second, second, first, first, second]) {
        const backend = await backendOf(client);
        const isShared = [...own].some(([other, theirs]) => other !== client && theirs === backend);
        if (isShared || (own.has(client) && own.get(client) !== backend)) return true;
        own.set(client, backend);
      }
      return false;
    } finally {
      await hangUp(second);
    }
  } finally {
    await hangUp(first);
  }
}

async function backendOf(client: pg.Client): Promise<number | undefined> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]?.pid;
}
