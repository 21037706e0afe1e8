import pg from 'pg';
import type { Db } from '../../src/db/client.ts';
import { createClient, partsOf } from '../../src/db/client.ts';
import { createPool } from '../../src/db/pool.ts';
import { BEGINNING } from '../../src/events/cursor.ts';
import { openLogCursors } from '../../src/events/log-cursors.ts';
import type { RedisFeed } from '../../src/events/redis-feed.ts';
import { createRedisFeed } from '../../src/events/redis-feed.ts';
import { createSequencer } from '../../src/events/sequencer.ts';
import { decodeId } from '../../src/graphql/global-id.ts';
import { TEST_ADMIN_KEY } from '../../test/support/app.ts';
import { createTestClient } from '../../test/support/client.ts';
import { serveDesk } from '../../test/support/command.ts';
import { customer, openCase } from '../../test/support/factories.ts';
import { endProcess, killedAtExit } from './child.ts';
import type { Feed } from './fanout-events.ts';
import { EVENT_TYPE, groupOf, numbersOf, summaryOf } from './fanout-events.ts';
import { sharedNow } from './process-figures.ts';
import { progress } from './progress.ts';

/** Writes entries into the log as a second process of the desk would: rows, commit, sequencer. */
export interface LogFeed {
  /** The cursor that the log begins behind. */
  beginning: string;
  /** Global ids of cases, one for each group. */
  cases: readonly string[];
  /**
   * Entries of the cases in turn, in one transaction, with their place in the log when it returns.
   *
   * @returns when it was about to be committed.
   */
  append(feed: Feed): Promise<number>;
  close(): Promise<void>;
}

const STREAM_LENGTH = 10_000;

/** As the last entry of the case is, but for when, what type and what text. */
const INSERT = `
  INSERT INTO log_entry (escalation_id, customer_id, type, at, recorded_at, summary, actor_label,
    changes, data, case_version, stage, status, severity, category, tier, owner_id)
  SELECT t.escalation_id, t.customer_id, '${EVENT_TYPE}', now(), now(), given.summary, t.actor_label,
    '[]', '{}', t.case_version, t.stage, t.status, t.severity, t.category, t.tier, t.owner_id
  FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS given (summary, key, place)
  JOIN template AS t ON t.escalation_id = given.key::uuid ORDER BY given.place`;

/** @param redisUrl of the stream between nodes that entries also go to, as any node of the desk does it. */
export async function openLogFeed(
  databaseUrl: string,
  groups: number,
  redisUrl?: string,
): Promise<LogFeed> {
  const cases = await openCases(databaseUrl, groups);
  const keys = cases.map((id) => decodeId('Escalation', id) ?? '');
  const pool = createPool(databaseUrl, { poolSize: 2, connectTimeoutMs: 10_000, log: () => {} });
  const db = createClient(pool);
  const stream = redisUrl === undefined ? undefined : await openStream(db, redisUrl);
  const sequencer = createSequencer(partsOf(db), () => {}, stream?.publish);
  const beginning = (await openLogCursors(db)).encode(BEGINNING);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE TEMP TABLE template AS SELECT DISTINCT ON (escalation_id) *
    FROM log_entry WHERE escalation_id IS NOT NULL ORDER BY escalation_id, id DESC`);
  return {
    beginning,
    cases,
    async append(feed) {
      const numbers = numbersOf(feed);
      await client.query('BEGIN');
      await client.query({
        name: 'append',
        text: INSERT,
        values: [
          numbers.map((number) => summaryOf(number, feed.groups)),
          numbers.map((number) => keys[groupOf(number, feed.groups)]),
        ],
      });
      const committedAt = sharedNow();
      await client.query('COMMIT');
      await sequencer.sequence();
      return committedAt;
    },
    async close() {
      await stream?.stop();
      await client.end();
      await db.$disconnect();
      await pool.end();
    },
  };
}

async function openStream(db: Db, url: string): Promise<RedisFeed> {
  // The key as the desk makes it.
  const [desk] = await db.$queryRaw<{ key: string; epoch: string }[]>`
    SELECT 'desk:log:' || id || ':' || current_database() AS key, epoch::text FROM desk`;
  const stream = createRedisFeed({
    url,
    key: desk?.key ?? '',
    epoch: desk?.epoch ?? '',
    length: STREAM_LENGTH,
    onChange: (isThere, error) => isThere || console.error(error),
  });
  await stream.start({
    position: () => 0n,
    offer: () => {},
    isOurs: async () => true,
  });
  return stream;
}

/** Opened as users do. */
async function openCases(databaseUrl: string, count: number): Promise<string[]> {
  const desk = await serveDesk({ DATABASE_URL: databaseUrl });
  killedAtExit(desk.pid, desk.ended);
  try {
    const client = createTestClient(desk.url, TEST_ADMIN_KEY);
    const { id } = await customer(client);
    const ids: string[] = [];
    for (let made = 0; made < count; made += 1) {
      ids.push((await openCase(client, { customer: { id } })).id);
      progress(`opening cases: ${made + 1} of ${count}`);
    }
    return ids;
  } finally {
    await endProcess(desk.pid, desk.ended, 10_000);
  }
}
