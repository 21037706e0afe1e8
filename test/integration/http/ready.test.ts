import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ENTER_TABLES } from '../../../src/db/readiness/entered-tables.ts';
import { RIGHTS_ON } from '../../../src/db/readiness/rights.ts';
import { StartupError } from '../../../src/shared/errors.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { openCase } from '../../support/factories.ts';
import { execute, urlOfDatabase } from '../../support/postgres-admin.ts';
import { until } from '../../support/until.ts';

const POOL_SIZE = 4;
const ROLE = 'desk_ready_test';

let app: TestApp;
const undo: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  app = await startTestApp({ env: { DATABASE_POOL_SIZE: String(POOL_SIZE) } });
});
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
  await untilReady(app);
});
afterAll(() => app.stop());

interface Ready {
  status: number;
  reason: string | undefined;
  tookMs: number;
}

async function ask({ at }: Pick<TestApp, 'at'>): Promise<Ready> {
  const since = performance.now();
  const response = await fetch(at('/readyz'));
  const { reason } = (await response.json()) as { reason?: string };
  return { status: response.status, reason, tookMs: performance.now() - since };
}

function untilReady(node: Pick<TestApp, 'at'>) {
  return until(async () => ((await ask(node)).status === 200 ? true : undefined), 'it to be ready');
}

/** Waits until it is not ready for this reason. */
function untilUnready(node: Pick<TestApp, 'at'>, reason: string | RegExp) {
  return until(async () => {
    const answer = await ask(node);
    return answer.status === 503 && (answer.reason ?? '').match(reason) ? true : undefined;
  }, `${reason}`);
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

function cut(url: string) {
  return execute(
    url,
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1 AND pid <> pg_backend_pid()',
    [nameOf(url)],
  );
}

/** A connection that holds what it locks until the test is over. */
async function hold(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: app.databaseUrl });
  await client.connect();
  undo.push(() => client.end());
  await client.query(`BEGIN; ${sql}`);
}

test.each([
  ['escalation', 'EXCLUSIVE'],
  ['log_entry', 'SHARE'],
  ['idempotency_key', 'ACCESS EXCLUSIVE'],
  ['customer', 'EXCLUSIVE'],
  ['sla_policy', 'ACCESS EXCLUSIVE'],
])('a table %s of which somebody holds a lock (%s) is told as such', async (table, mode) => {
  await hold(`LOCK TABLE ${table} IN ${mode} MODE`);
  await untilUnready(app, `Somebody holds a lock on the table ${table} of the desk`);
});

test('a lock that somebody waits for keeps cases out as well, and is told', async () => {
  await hold('SELECT FROM sla_clock');
  const waiting = new pg.Client({ connectionString: app.databaseUrl });
  await waiting.connect();
  const locked = waiting.query('BEGIN; LOCK TABLE sla_clock');
  // Before those that hold the lock are let go.
  undo.unshift(async () => {
    await locked;
    await waiting.end();
  });
  await untilUnready(app, 'Somebody holds a lock on the table sla_clock of the desk');
});

test('locks that keep no case out do not make it unready', async () => {
  // As VACUUM, ANALYZE and CREATE INDEX CONCURRENTLY hold it, and as a reader does.
  await hold('LOCK TABLE escalation, customer, log_entry IN SHARE UPDATE EXCLUSIVE MODE');
  await hold(
    'LOCK TABLE sla_clock IN ROW EXCLUSIVE MODE; LOCK TABLE customer IN ACCESS SHARE MODE',
  );
  for (let turn = 0; turn < 3; turn += 1) {
    await sleep(150);
    expect((await ask(app)).status).toBe(200);
  }
});

test('all tables that an opening locks are looked at', async () => {
  const own = await startTestApp();
  try {
    const see = `INSERT INTO seen SELECT relname, mode FROM pg_locks JOIN pg_class c ON c.oid = relation
      WHERE pid = pg_backend_pid() AND relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'seen'`;
    for (const sql of [
      'CREATE TABLE seen (name text, mode text)',
      `CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${see}; RETURN NULL; END $$`,
      `CREATE CONSTRAINT TRIGGER see AFTER INSERT ON escalation DEFERRABLE INITIALLY DEFERRED
        FOR EACH ROW EXECUTE FUNCTION see()`,
    ])
      await execute(own.databaseUrl, sql);
    await openCase(own, { idempotencyKey: 'opened-once' });
    const rows = await execute(own.databaseUrl, 'SELECT DISTINCT name FROM seen ORDER BY name');
    const seen = rows.map(({ name }) => String(name));
    expect(seen).toContain('escalation');
    expect(seen.filter((name) => !ENTER_TABLES.includes(`"${name}"`))).toEqual([]);
  } finally {
    await own.stop();
  }
});

test('a database that takes no writes is told as read-only, and it is ready again by itself', async () => {
  const { databaseUrl } = app;
  // From another database: in this one nothing could be changed any more.
  const set = (value: string) =>
    execute(
      urlOfDatabase(databaseUrl, 'postgres'),
      `ALTER DATABASE ${nameOf(databaseUrl)} SET default_transaction_read_only = ${value}`,
    );
  undo.push(async () => {
    await set('off');
    await cut(databaseUrl);
  });
  await set('on');
  await cut(databaseUrl);
  await untilUnready(app, 'The database is read-only.');
});

test("a pool whose connections are all in use is the node's own affair, and no fault of the database", async () => {
  const sleeping = Promise.all(
    Array.from({ length: POOL_SIZE }, () => app.db.$queryRaw`SELECT pg_sleep(4)::text`),
  );
  await untilUnready(app, 'All connections of the node to the database are in use.');
  await sleeping;
});

test('whoever copies the table of the probe for long does not make it unready', async () => {
  await hold('LOCK TABLE write_probe IN ACCESS SHARE MODE');
  for (let turn = 0; turn < 3; turn += 1) expect((await ask(app)).status).toBe(200);
});

test('there is an answer within a second, whatever a check waits for', async () => {
  await hold('LOCK TABLE log_entry IN ACCESS EXCLUSIVE MODE');
  await untilUnready(app, /./);
  const answers = await Promise.all(Array.from({ length: 20 }, () => ask(app)));
  for (const { status, tookMs } of answers) {
    expect(status).toBe(503);
    expect(tookMs).toBeLessThan(1_500);
  }
});

test('the probe leaves nothing behind', async () => {
  await ask(app);
  expect(await execute(app.databaseUrl, 'SELECT * FROM write_probe')).toEqual([]);
});

describe('a user of the database that lacks rights', () => {
  let own: TestDatabase;
  let url: string;
  const grant = (what: string) => execute(own.url, what);
  beforeEach(async () => {
    own = await createTestDatabase();
    const asRole = new URL(own.url);
    asRole.username = ROLE;
    url = asRole.href;
    // Of a year whose first case another role has opened.
    await grant('CREATE SEQUENCE escalation_number_2020');
    await grant(`DROP ROLE IF EXISTS ${ROLE}`);
    await grant(`CREATE ROLE ${ROLE} LOGIN PASSWORD '${asRole.password}'`);
    await grant(
      'REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC',
    );
  });
  afterEach(async () => {
    await grant(`DROP OWNED BY ${ROLE}; DROP ROLE ${ROLE}`);
    await own.drop();
  });

  async function refusal(): Promise<string> {
    return startTestApp({ databaseUrl: url }).then(
      async (node) => {
        await node.stop();
        return 'It started.';
      },
      (error: unknown) => (error instanceof StartupError ? error.message : `No: ${error}`),
    );
  }

  test('starts no node, is told what to grant, and needs nothing beside', async () => {
    let grants = '';
    for (let turn = 1; turn <= 3; turn += 1) {
      const said = await refusal();
      if (said === 'It started.') break;
      expect(said).toContain(`The user ${ROLE} of the database lacks the right`);
      grants = said.slice(said.indexOf('GRANT'));
      await grant(grants);
    }
    // Who may not use the schema is told the rest when that is mended.
    expect(grants).toBe(
      [
        `GRANT DELETE, INSERT, SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO ${ROLE};`,
        `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${ROLE};`,
        `GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO ${ROLE};`,
      ].join(' '),
    );
    const node = await startTestApp({ databaseUrl: url });
    try {
      await untilReady(node);
      const { reference } = await openCase(node);
      expect(reference).toMatch(/^ESC-/);
    } finally {
      await node.stop();
    }
  });

  test('makes the node unready that runs, with the right that it lost', async () => {
    await grant(
      `GRANT ALL ON SCHEMA public TO ${ROLE}; GRANT ALL ON ALL TABLES IN SCHEMA public TO ${ROLE};
       GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO ${ROLE}; GRANT ALL ON ALL FUNCTIONS IN SCHEMA public TO ${ROLE}`,
    );
    const node = await startTestApp({ databaseUrl: url });
    try {
      await untilReady(node);
      for (const [right, on, name] of [
        ['INSERT', 'TABLE escalation', 'table "escalation"'],
        ['USAGE, UPDATE', 'SEQUENCE log_entry_id_seq', 'sequence log_entry_id_seq'],
        ['USAGE, UPDATE', 'SEQUENCE escalation_number_2020', 'sequence escalation_number_2020'],
        ['CREATE', 'SCHEMA public', 'schema public'],
        ['USAGE', 'SCHEMA public', 'schema public'],
        ['UPDATE', 'TABLE case_figure', 'table "case_figure"'],
        ['EXECUTE', 'FUNCTION place_entries', 'function place_entries'],
      ] as const) {
        await grant(`REVOKE ${right} ON ${on} FROM ${ROLE}`);
        const [first] = right.split(', ');
        await untilUnready(
          node,
          `The user ${ROLE} of the database lacks the right ${first} on the ${name}.`,
        );
        await grant(`GRANT ${right} ON ${on} TO ${ROLE}`);
      }
      // Emptying the table of the probe is no right that the desk needs.
      await grant(`REVOKE TRUNCATE ON write_probe FROM ${ROLE}`);
      await untilReady(node);
    } finally {
      await node.stop();
    }
  });
});

test('rights are asked for on all that migrations make', async () => {
  const rows = await execute(
    app.databaseUrl,
    `SELECT relname::text AS name FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'S', 'v', 'm')
     UNION ALL SELECT proname FROM pg_proc
       WHERE pronamespace = 'public'::regnamespace AND prorettype <> 'trigger'::regtype ORDER BY 1`,
  );
  // The first is of earlier versions, the second each year's own.
  const others = ['give_places', /^escalation_number_/];
  const made = rows.map(({ name }) => String(name));
  expect(
    made.filter((name) => !RIGHTS_ON.has(name) && !others.some((one) => name.match(one) !== null)),
  ).toEqual([]);
  expect([...RIGHTS_ON].filter((name) => !made.includes(name))).toEqual([]);
});
