import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createPool } from '../../../src/db/pool.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestDatabase } from '../../support/database.ts';
import { createTestDatabase } from '../../support/database.ts';
import { openCase } from '../../support/factories.ts';
import { execute } from '../../support/postgres-admin.ts';
import type { TestProxy } from '../../support/proxy.ts';
import { startProxy } from '../../support/proxy.ts';
import { until } from '../../support/until.ts';

/** As the defaults stand to one another, and short. */
const LIMITS = { statementTimeoutMs: 800, idleInTransactionTimeoutMs: 800, silenceMs: 1_000 };

let database: TestDatabase;
let proxy: TestProxy;
beforeAll(async () => {
  database = await createTestDatabase();
  proxy = await startProxy(database.url);
});
afterAll(async () => {
  await proxy.close();
  await database.drop();
});

describe('a desk whose lines to PostgreSQL fall silent, in the midst of writes, and stay so', () => {
  const WRITERS = 4;
  let app: TestApp;
  let cases: string[];
  beforeAll(async () => {
    const databaseUrl = proxy.through(database.url);
    app = await startTestApp({ system: systemClock, databaseUrl, databaseLimits: LIMITS });
    cases = [];
    for (let writer = 0; writer < WRITERS; writer += 1) cases.push((await openCase(app)).id);
  });
  afterAll(() => app.stop());

  /** Each note is asked for until it is confirmed, as a client does that has no answer. */
  async function write(escalationId: string, text: string): Promise<void> {
    const input = { escalationId, text, idempotencyKey: text };
    const payload = await until(
      () => app.mutate('addNote', input).catch(() => undefined),
      `the note ${text}`,
    );
    expect(payload.userErrors).toEqual([]);
  }

  it('writes again by itself, and what was confirmed is there, once', async () => {
    const texts: string[] = [];
    let isOver = false;
    const writing = cases.map(async (escalationId, writer) => {
      for (let turn = 0; !isOver; turn += 1) {
        const text = `note ${turn} of ${writer}`;
        await write(escalationId, text);
        texts.push(text);
      }
    });
    for (let cut = 1; cut <= 2; cut += 1) {
      const before = texts.length;
      await until(async () => (texts.length >= before + 8 ? true : undefined), 'notes');
      proxy.leaveSilent();
      const atCut = texts.length;
      await until(async () => (texts.length >= atCut + 8 ? true : undefined), 'notes again');
    }
    isOver = true;
    await Promise.all(writing);

    const rows = await execute(
      database.url,
      `SELECT data->>'text' AS text FROM log_entry WHERE type = 'NOTE_ADDED' AND seq IS NOT NULL`,
    );
    expect(rows.map(({ text }) => text).toSorted()).toEqual(texts.toSorted());
    const given = app.logs.filter(({ msg }) => /^PostgreSQL does not answer/.test(String(msg)));
    expect(given.length).toBeGreaterThan(0);
    expect((await fetch(app.at('/readyz'))).status).toBe(200);
  }, 90_000);

  it('a write without an answer is INTERNAL, and says how to repeat it', async () => {
    proxy.leaveSilent();
    const { errors } = await app.graphql(
      `mutation ($input: AddNoteInput!) { addNote(input: $input) { cursor } }`,
      { input: { escalationId: cases[0], text: 'perhaps' } },
    );
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(/not known whether this was written.*idempotencyKey/),
      extensions: { code: 'INTERNAL', id: expect.any(String) },
    });
  });
});

describe('a pool', () => {
  const quiet = { poolSize: 3, connectTimeoutMs: 5_000, log: () => {}, ...LIMITS };

  it('gives up all that has not been heard since one of its connections fell silent', async () => {
    const messages: string[] = [];
    const log = (message: string) => void messages.push(message);
    const pool = createPool(proxy.through(database.url), { ...quiet, log });
    const clients = await Promise.all([pool.connect(), pool.connect(), pool.connect()]);
    for (const client of clients) await client.query('SELECT 1');
    for (const client of clients) client.release();
    proxy.leaveSilent();
    await expect(pool.query('SELECT 2')).rejects.toThrow(
      'PostgreSQL said nothing for 1 s; whether the last statement of this connection took effect is not known',
    );
    expect((await pool.query('SELECT 3 AS three')).rows).toEqual([{ three: 3 }]);
    expect(messages[0]).toBe('PostgreSQL does not answer; connections given up: 3.');
    expect(pool.totalCount).toBe(1);
    await pool.end();
  });

  it('gives no connection up that is only idle, nor one whose statement PostgreSQL ended in time', async () => {
    const messages: string[] = [];
    const log = (message: string) => void messages.push(message);
    const pool = createPool(database.url, { ...quiet, statementTimeoutMs: 100, log });
    const client = await pool.connect();
    await expect(client.query('SELECT pg_sleep(5)')).rejects.toThrow(/statement timeout/);
    const { rows: before } = await client.query('SELECT pg_backend_pid() AS pid');
    client.release();
    // As long as it takes for its line to have been silent too long.
    await execute(database.url, 'SELECT pg_sleep(1.2)');
    expect((await pool.query('SELECT pg_backend_pid() AS pid')).rows).toEqual(before);
    expect(messages).toEqual([]);
    await pool.end();
  });
});
