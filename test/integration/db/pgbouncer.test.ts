import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { openCase } from '../../support/factories.ts';
import type { TestPgbouncer } from '../../support/pgbouncer.ts';
import { hasPgbouncer, startPgbouncer } from '../../support/pgbouncer.ts';
import { execute } from '../../support/postgres-admin.ts';
import { createSubscriber } from '../../support/subscriber.ts';
import { until } from '../../support/until.ts';

if (!hasPgbouncer) console.warn('There is no pgbouncer on this machine: its tests are skipped.');

const WRITERS = 20;
const NOTES = 5;
const FOLLOW = 'subscription { escalationEvents(types: [NOTE_ADDED]) { cursor data } }';

describe.skipIf(!hasPgbouncer)('behind a PgBouncer in transaction mode', () => {
  let database: TestDatabase;
  let pooler: TestPgbouncer;
  beforeAll(async () => {
    database = await createTestDatabase();
    pooler = await startPgbouncer(database.url);
  });
  afterAll(async () => {
    await pooler.stop();
    await database.drop();
  });

  /** Twenty write at once, each on a case of its own, and one follows. @returns the desk. */
  async function work(env: Readonly<Record<string, string>>): Promise<TestApp> {
    const app = await startTestApp({ system: systemClock, databaseUrl: pooler.url, env });
    const subscriber = createSubscriber<{ cursor: string; data: { text: string } }>({
      query: FOLLOW,
    });
    await subscriber.join(app.url);
    await subscriber.live();
    const written = await Promise.all(
      Array.from({ length: WRITERS }, async (_, writer) => {
        const { id } = await openCase(app);
        const texts: string[] = [];
        for (let turn = 0; turn < NOTES; turn += 1) {
          const text = `note ${turn} of ${writer}`;
          const { userErrors } = await app.mutate('addNote', { escalationId: id, text });
          expect(userErrors).toEqual([]);
          texts.push(text);
          await app.query('{ escalations(first: 5) { totalCount nodes { reference } } }');
        }
        return texts;
      }),
    );
    await subscriber.count(WRITERS * NOTES);
    expect(subscriber.events.map(({ data }) => data.text).toSorted()).toEqual(
      written.flat().toSorted(),
    );
    await subscriber.leave('complete');
    expect(app.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
    return app;
  }

  const warned = ({ logs }: TestApp) =>
    logs.filter(({ msg }) => String(msg).includes('goes through a transaction pooler'));
  const listeners = () =>
    until(async () => {
      const [row] = await execute(
        database.url,
        `SELECT count(*)::int AS count FROM pg_stat_activity
         WHERE datname = current_database() AND application_name = 'escalation-desk listener'`,
      );
      return Number(row?.['count']);
    }, 'the number of listeners');

  it('the desk does all its work, and listens at DATABASE_DIRECT_URL', async () => {
    const app = await work({ DATABASE_DIRECT_URL: database.url });
    expect(warned(app)).toEqual([]);
    expect(await listeners()).toBe(1);
    await app.stop();
  }, 120_000);

  it('without DATABASE_DIRECT_URL it says so, listens nowhere, and does all its work too', async () => {
    const app = await work({});
    expect(warned(app)).toHaveLength(1);
    expect(await listeners()).toBe(0);
    await app.stop();
  }, 120_000);

  it('times are as they are where the database keeps another zone than UTC', async () => {
    const name = new URL(database.url).pathname.slice(1);
    await execute(database.url, `ALTER DATABASE "${name}" SET timezone TO 'Europe/Berlin'`);
    const fresh = await startPgbouncer(database.url);
    const app = await startTestApp({
      databaseUrl: fresh.url,
      env: { DATABASE_DIRECT_URL: database.url },
    });
    const cases = await Promise.all(Array.from({ length: 10 }, () => openCase(app)));
    const { nodes } = await app.query<{ nodes: { openedAt: string }[] }>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Escalation { openedAt } } }',
      { ids: cases.map(({ id }) => id) },
    );
    const rows = await execute(
      database.url,
      `SELECT DISTINCT extract(epoch FROM opened_at)::float8 AS at FROM escalation
       WHERE opened_at = $1`,
      [app.clock.now()],
    );
    expect(new Set(nodes.map(({ openedAt }) => Date.parse(openedAt)))).toEqual(
      new Set([app.clock.now().getTime()]),
    );
    expect(rows).toEqual([{ at: app.clock.now().getTime() / 1_000 }]);
    await app.stop();
    await fresh.stop();
  });

  it("PostgreSQL's limits hold in its transactions", async () => {
    const app = await startTestApp({
      databaseUrl: pooler.url,
      env: { DATABASE_DIRECT_URL: database.url },
    });
    const { inTransaction } = await import('../../../src/db/transaction.ts');
    const limits = await inTransaction(
      app.db,
      (tx) => tx.$queryRaw`SELECT current_setting('statement_timeout') AS statement,
        current_setting('idle_in_transaction_session_timeout') AS idle,
        current_setting('lock_timeout') AS lock`,
    );
    expect(limits).toEqual([{ statement: '30s', idle: '10s', lock: '5s' }]);
    await app.stop();
  });
});
