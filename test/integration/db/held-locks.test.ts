import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { execute } from '../../support/postgres-admin.ts';
import { until } from '../../support/until.ts';

const LOCK_MS = 200;
/** Of the desk's own sequencer. */
const SEQUENCER_LOCK = 0x6465_736b;

let app: TestApp;
let other: pg.Client;
beforeAll(async () => {
  app = await startTestApp({ databaseLimits: { lockTimeoutMs: LOCK_MS } });
  other = new pg.Client({ connectionString: app.databaseUrl });
  await other.connect();
});
afterEach(() => other.query('ROLLBACK'));
afterAll(async () => {
  await other.end();
  await app.stop();
});

/** What a frozen node does: it has begun, and goes no further. */
async function hold(statement: string): Promise<void> {
  await other.query('BEGIN');
  await other.query(statement);
}

async function waiting(): Promise<number> {
  const lockers = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  // Not in the transaction that holds it, where activity is as it was at the first look.
  return (await execute(app.databaseUrl, lockers)).length;
}

const note = (escalationId: string, text: string) =>
  app.graphql<{ addNote: unknown }>(
    `mutation ($input: AddNoteInput!) { addNote(input: $input) { events { id } userErrors { code } } }`,
    { input: { escalationId, text, idempotencyKey: text } },
  );

test('a change whose case another transaction holds is tried again, and comes when that is over', async () => {
  const { id } = await openCase(app);
  await hold('SELECT FROM escalation FOR UPDATE');
  const answering = note(id, 'Comes a little later.');
  await until(async () => (await waiting()) === 1 || undefined, 'it to wait');
  // It has given up once by then.
  await new Promise((resolve) => setTimeout(resolve, 1.5 * LOCK_MS));
  await other.query('ROLLBACK');
  expect(await answering).toMatchObject({ status: 200, data: { addNote: { userErrors: [] } } });
});

test('one that is held for long ends with an error that says to try again, and nothing is written', async () => {
  const { id } = await openCase(app);
  await hold('SELECT FROM escalation FOR UPDATE');
  const answer = await note(id, 'Comes much later.');
  expect(answer.errors).toEqual([
    expect.objectContaining({
      message: expect.stringContaining('Nothing was written. Try again in 2 s.'),
      path: ['addNote'],
      extensions: { code: 'OVERLOADED', retryAfterSeconds: 2 },
    }),
  ]);
  expect(await waiting()).toBe(0);
  await other.query('ROLLBACK');
  expect(await note(id, 'Comes much later.')).toMatchObject({ data: { addNote: {} } });
  expect(app.logs.filter(({ msg }) => msg === 'internal error')).toEqual([]);
});

test("while another holds the sequencer's lock a change waits for its place, and has it when that is over", async () => {
  const { id } = await openCase(app);
  await hold(`SELECT pg_advisory_xact_lock(${SEQUENCER_LOCK})`);
  const answering = note(id, 'Waits for its place.');
  await new Promise((resolve) => setTimeout(resolve, 3 * LOCK_MS));
  await other.query('ROLLBACK');
  expect(await answering).toMatchObject({ status: 200, data: { addNote: { userErrors: [] } } });
});

test('PostgreSQL itself ends the transaction of a node that has stopped in its midst', async () => {
  const limits = await app.db.$queryRaw`SELECT current_setting('lock_timeout') AS lock,
    current_setting('idle_in_transaction_session_timeout') AS idle`;
  expect(limits).toEqual([{ lock: '200ms', idle: '10s' }]);
});
