import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Db } from '../../src/db/client.ts';
import { createClient } from '../../src/db/client.ts';
import { createPool } from '../../src/db/pool.ts';
import { decodeId } from '../../src/graphql/global-id.ts';
import { SECOND_MS } from '../../src/shared/duration.ts';
import { commitEntries, entryOf, entryTemplate } from '../realtime/log-writers.support.ts';
import { createTestDatabase } from '../support/database.ts';
import { openCase } from '../support/factories.ts';
import { metric } from '../support/metrics.ts';
import { execute } from '../support/postgres-admin.ts';
import type { TestProxy } from '../support/proxy.ts';
import { startProxy } from '../support/proxy.ts';
import type { Subscriber } from '../support/subscriber.ts';
import { createSubscriber } from '../support/subscriber.ts';
import { until } from '../support/until.ts';
import type { Followed, Node } from './live.support.ts';
import { FOLLOW, startNode } from './live.support.ts';

const FULL = process.env['DESK_TEST_FULL'] === '1';
const HELD_MS = (FULL ? 60 : 5) * SECOND_MS;
/** Within so long what a killed node left is delivered, */
const PROMISED_MS = 2 * SECOND_MS;
/** on a machine that has nothing else to do; the tests' has. */
const SLACK_MS = 2 * SECOND_MS;

let url: string;
let db: Db;
let proxy: TestProxy;
/** One listens by way of the proxy. */
let listening: Node;
let other: Node;
let escalationId: string;
let subscriber: Subscriber<Followed>;
const cleanUp: (() => unknown)[] = [];

beforeAll(async () => {
  const database = await createTestDatabase();
  ({ url } = database);
  cleanUp.push(database.drop);
  proxy = await startProxy(url);
  cleanUp.push(proxy.close);
  const pool = createPool(url, { poolSize: 2, connectTimeoutMs: 10_000, log: console.error });
  db = createClient(pool);
  cleanUp.push(() => pool.end());
  listening = await startNode({ DATABASE_URL: url, DATABASE_DIRECT_URL: proxy.through(url) });
  cleanUp.push(() => listening.desk.kill('SIGKILL'));
  other = await startNode({ DATABASE_URL: url });
  cleanUp.push(() => other.desk.kill('SIGKILL'));
  escalationId = (await openCase(other)).id;
  subscriber = createSubscriber<Followed>({ query: FOLLOW });
  await subscriber.join(listening.url);
  await subscriber.live();
});
afterAll(async () => {
  for (const one of cleanUp.reverse()) await one();
});

/** Writes a note by the node and waits until the subscriber of the other one has it. */
async function writeAndSee(text: string): Promise<number> {
  const startedAt = performance.now();
  const { userErrors } = await other.mutate('addNote', { escalationId, text });
  expect(userErrors).toEqual([]);
  await seen(text);
  return performance.now() - startedAt;
}

const seen = (text: string) =>
  until(async () => subscriber.events.find(({ data }) => data.text === text), `the note ${text}`);

function told(what: string, durations: readonly number[]): void {
  if (!FULL) return;
  const sorted = durations.map(Math.round).toSorted((a, b) => a - b);
  console.info(`${what}: median ${sorted[sorted.length >> 1]} ms, most ${sorted.at(-1)} ms`);
}

describe('an entry', () => {
  it('that a killed node committed and gave no place is placed and delivered by another within two seconds', async () => {
    const template = await entryTemplate({ ...other, db }, { id: escalationId });
    const durations: number[] = [];
    for (let left = 0; left < (FULL ? 20 : 4); left += 1) {
      // At any moment between two passes.
      await setTimeout((left * 270) % SECOND_MS);
      const text = `left behind ${left}`;
      // What a process did that was killed here: its commit, and nothing after.
      await commitEntries(db, [entryOf(template, { text })]);
      const startedAt = performance.now();
      await seen(text);
      durations.push(performance.now() - startedAt);
    }
    told('left without a place', durations);
    expect(Math.max(...durations)).toBeLessThan(PROMISED_MS + SLACK_MS);
  });

  it('is delivered while another transaction has one of its own open, and that one when it commits', async () => {
    const holding = new pg.Client({ connectionString: url });
    await holding.connect();
    cleanUp.push(() => holding.end());
    await holding.query('BEGIN');
    await holding.query(
      `INSERT INTO log_entry (type, escalation_id, customer_id, at, recorded_at, summary, actor_label,
         changes, data, case_version, stage, status, severity, category, tier)
       SELECT type, escalation_id, customer_id, at, recorded_at, summary, actor_label,
         changes, '{"text": "held"}', case_version, stage, status, severity, category, tier
       FROM log_entry WHERE escalation_id = $1 ORDER BY id DESC LIMIT 1`,
      [decodeId('Escalation', escalationId)],
    );
    const durations: number[] = [];
    const giveUpAt = performance.now() + HELD_MS;
    while (performance.now() < giveUpAt) {
      durations.push(await writeAndSee(`beside it ${durations.length}`));
    }
    told('beside an open transaction', durations);
    expect(durations.length).toBeGreaterThan(1);
    expect(subscriber.events.some(({ data }) => data.text === 'held')).toBe(false);
    await holding.query('COMMIT');
    await seen('held');
    await holding.end();
  });

  it('is delivered by a node whose listening connection fell silent, and it listens again when it can', async () => {
    const before = proxy.connections();
    told('while it listens', [await writeAndSee('heard of'), await writeAndSee('heard of too')]);
    proxy.stall();
    const durations: number[] = [];
    for (let turn = 0; turn < 5; turn += 1) {
      durations.push(await writeAndSee(`in silence ${turn}`));
    }
    told('while nothing is heard', durations);
    const [listeners] = await execute(
      url,
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'escalation-desk listener'`,
    );
    // Neither side has noticed: both connections are there.
    expect(listeners).toEqual({ count: 2 });
    // It asks the connection every ten seconds, and gives it up when there is no answer.
    await until(
      async () => (proxy.connections() > before ? true : undefined),
      'it to connect again',
      40_000,
    );
    await writeAndSee('in silence still');
    proxy.heal();
    await writeAndSee('heard of again');
  });

  it('came once, in order, whatever happened', async () => {
    const places = subscriber.places();
    expect(places).toEqual(places.map((_, place) => (places[0] ?? 0n) + BigInt(place)));
    expect(
      await metric(
        { at: (path) => new URL(path, listening.url).href },
        'desk_live_closed_slow_total',
      ),
    ).toBe(0);
  });
});
