import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { WORDS_VERSION } from '../../src/shared/text/search-words.ts';
import { execute, urlOfDatabase } from '../../test/support/postgres-admin.ts';
import { progress, progressDone } from '../support/progress.ts';
import { copyCases } from './copies.ts';
import { makeTemplates } from './templates.ts';

/** Cases with all that belongs to them, in a database of their own that is kept for the next run. */
export interface DataSet {
  url: string;
  cases: number;
  /** Whose `externalId` is `bench-0` and so on. */
  customers: number;
  /** `PostgreSQL 18.4, embedded` */
  server: string;
  /** A copy that may be written to, and goes with the set. */
  copy(): Promise<{ url: string; drop(): Promise<void> }>;
  /** Leaves the server; the set stays there. */
  close(): Promise<void>;
}

const MIGRATIONS = new URL('../../prisma/migrations', import.meta.url);
/** Of what the files of this folder make. Whoever changes that raises it. */
const VERSION = 2;
/** The clocks of open cases have a year; some 120 days of it are over at the beginning. */
const MAX_AGE_DAYS = 90;
const MAX_CUSTOMERS = 2_000;
const CASES_A_CUSTOMER = 5;
const PEOPLE = 40;

/**
 * Finds the set of so many cases on the server of DATABASE_URL, else on an embedded one in `.data/bench`,
 * and makes it when it is not there, is of another version of the schema, or its clocks would soon be due.
 */
export async function openDataSet(cases: number): Promise<DataSet> {
  const server = await openDatabase({
    dataDir: fileURLToPath(new URL('../../.data/bench', import.meta.url)),
    databaseUrl: process.env['DATABASE_URL'] || undefined,
    connectTimeoutMs: 10_000,
    log: console.error,
  });
  const { adminUrl } = server;
  const name = `${prefixOf(cases)}${versionOfSchema()}`;
  const url = urlOfDatabase(adminUrl, name);
  if (!(await isFresh(adminUrl, name))) await make(adminUrl, name, cases);
  const [row] = await execute(url, 'SHOW server_version');
  const version = String(row?.['server_version']).split(' ')[0];
  return {
    url,
    cases,
    customers: customersOf(cases),
    server: `PostgreSQL ${version}, ${server.embedded ? 'embedded' : 'external'}`,
    async copy() {
      const copy = `${name}_copy_${process.pid}`;
      progress(`copying the set of ${cases} cases`);
      await dropLeftCopies(adminUrl, name);
      await execute(adminUrl, `DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`);
      await execute(adminUrl, `CREATE DATABASE ${copy} TEMPLATE ${name}`);
      progressDone();
      return {
        url: urlOfDatabase(adminUrl, copy),
        async drop() {
          await execute(adminUrl, `DROP DATABASE IF EXISTS ${copy} WITH (FORCE)`);
        },
      };
    },
    close: server.stop,
  };
}

function customersOf(cases: number): number {
  return Math.min(MAX_CUSTOMERS, Math.ceil(cases / CASES_A_CUSTOMER));
}

function prefixOf(cases: number): string {
  return `desk_bench_${cases}_`;
}

function versionOfSchema(): string {
  const made = [VERSION, WORDS_VERSION, ...readdirSync(MIGRATIONS).sort()];
  return createHash('sha256').update(made.join()).digest('hex').slice(0, 8);
}

async function isFresh(adminUrl: string, name: string): Promise<boolean> {
  const [found] = await execute(
    adminUrl,
    `SELECT shobj_description(oid, 'pg_database')::timestamptz
       > now() - interval '${MAX_AGE_DAYS} days' AS fresh
     FROM pg_database WHERE datname = $1`,
    [name],
  );
  return found?.['fresh'] === true;
}

/** Under another name until it is whole. Sets of as many cases of other versions go, if nobody uses them. */
async function make(adminUrl: string, name: string, cases: number): Promise<void> {
  const startedAt = performance.now();
  const [prefix, making] = [prefixOf(cases), `${name}_making`];
  const old = await execute(
    adminUrl,
    `SELECT datname AS name FROM pg_database d WHERE starts_with(datname, $1) AND datname !~ '_copy_'
       AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`,
    [prefix],
  );
  for (const row of old) await execute(adminUrl, `DROP DATABASE "${row['name']}" WITH (FORCE)`);
  await execute(adminUrl, `CREATE DATABASE ${making}`);
  const url = urlOfDatabase(adminUrl, making);
  await migrate(url, { log: () => {} });
  await fillSet(url, cases, (text) =>
    progress(`making a set of ${cases} cases, which is kept: ${text}`),
  );
  await execute(adminUrl, `ALTER DATABASE ${making} RENAME TO ${name}`);
  await execute(adminUrl, `COMMENT ON DATABASE ${name} IS '${new Date().toISOString()}'`);
  progressDone();
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
  console.log(`made a set of ${cases.toLocaleString('en')} cases in ${seconds} s: ${name}`);
}

/** Copies of runs that were killed. */
async function dropLeftCopies(adminUrl: string, name: string): Promise<void> {
  const left = await execute(
    adminUrl,
    `SELECT datname AS name FROM pg_database d WHERE starts_with(datname, $1)
       AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datid = d.oid)`,
    [`${name}_copy_`],
  );
  for (const row of left) await execute(adminUrl, `DROP DATABASE IF EXISTS "${row['name']}"`);
}

/** Fills a migrated, empty database. */
export async function fillSet(
  url: string,
  cases: number,
  say: (text: string) => void,
): Promise<void> {
  say('its people, and a case of each kind');
  const templates = await makeTemplates(url, PEOPLE);
  const onProgress = (made: number) => say(`${made} are there`);
  await copyCases(url, { cases, customers: customersOf(cases), templates, onProgress });
}
