import pg from 'pg';
import type { Config } from '../config.ts';
import { createClient } from '../db/client.ts';
import type { Database } from '../db/database.ts';
import { openDatabase } from '../db/database.ts';
import { hangUp } from '../db/line.ts';
import { createPool } from '../db/pool.ts';
import { endWithin } from '../shared/bounds/within.ts';
import { systemClock } from '../shared/clock.ts';
import { StartupError } from '../shared/errors.ts';
import type { Check, Checked } from './checks.ts';
import { look } from './checks.ts';
import { databaseCheck, migrationsCheck, rightsCheck } from './database.check.ts';
import { clockCheck, namesCheck, queuesCheck } from './desk.check.ts';
import { diskCheck, limitsCheck } from './machine.check.ts';
import { redisCheck } from './redis.check.ts';

const CLOSE_MS = 1_000;
const STATEMENT_MS = 30_000;

/**
 * Looks at the desk and what is around it. Migrates nothing and writes nothing; an embedded database that does
 * not run is started for as long as it takes. Mail has its check here once there is mail.
 *
 * @param system the clock of this machine.
 */
export async function examine(
  config: Config,
  log: (message: string) => void,
  system = systemClock,
): Promise<Checked[]> {
  const { url, poolSize } = config.database;
  const around: Check[] = [
    diskCheck(config.dataDir, url === undefined),
    limitsCheck(poolSize),
    ...(config.redis === undefined ? [] : [redisCheck(config.redis.url)]),
  ];
  // One after the other: they would else slow each other down, and what they say be another's doing.
  const found: Checked[] = [];
  for (const check of around) found.push(await look(check));
  return [...(await examineDatabase(config, log, system)), ...found];
}

async function examineDatabase(
  config: Config,
  log: (message: string) => void,
  system: typeof systemClock,
): Promise<Checked[]> {
  const { url: databaseUrl, directUrl, connectTimeoutMs } = config.database;
  const said: string[] = [];
  try {
    const database = await openDatabase({
      ...{ dataDir: config.dataDir, databaseUrl, directUrl, connectTimeoutMs, join: true },
      // A pooler that passes no notifications on is a finding; what an embedded one tells is not.
      log: (message) => (databaseUrl === undefined ? log(message) : said.push(message)),
    });
    try {
      return await examineOpen(config, database, said, system);
    } finally {
      await database.stop();
    }
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    const rest = ['rights', 'migrations', 'clock', 'queues', 'names'];
    return [
      { name: 'database', state: 'wrong', problems: [error.message] },
      ...rest.map((name) => ({ name, state: 'skipped' as const, problems: [] })),
    ];
  }
}

async function examineOpen(
  { database: { poolSize, connectTimeoutMs } }: Config,
  { url, directUrl, pooler }: Database,
  said: readonly string[],
  system: typeof systemClock,
): Promise<Checked[]> {
  const client = new pg.Client({
    connectionString: directUrl,
    application_name: 'escalation-desk-doctor',
    connectionTimeoutMillis: connectTimeoutMs,
    query_timeout: STATEMENT_MS,
  });
  client.on('error', () => {});
  await client.connect();
  const pool = createPool(url, {
    poolSize: 1,
    connectTimeoutMs,
    log: () => {},
    pooler,
    replica: true,
  });
  const db = createClient(pool, { pooler });
  try {
    const basic = await look(databaseCheck(client, poolSize));
    const problems = [...said, ...basic.problems];
    const found: Checked[] = [
      { name: 'database', state: problems.length > 0 ? 'wrong' : 'well', problems },
      await look(rightsCheck(client, directUrl)),
      await look(migrationsCheck(client)),
      await look(clockCheck(db, system)),
    ];
    const isMigrated = found.every(({ name, state }) => name !== 'migrations' || state === 'well');
    for (const check of [queuesCheck(db, system.now), namesCheck(db)])
      found.push(
        isMigrated ? await look(check) : { name: check.name, state: 'skipped', problems: [] },
      );
    return found;
  } finally {
    await endWithin(CLOSE_MS, db.$disconnect());
    await endWithin(CLOSE_MS, pool.end());
    await hangUp(client);
  }
}
