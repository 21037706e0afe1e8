import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCase } from '../../support/factories.ts';
import { openCase } from '../../support/factories.ts';
import { metric } from '../../support/metrics.ts';
import { execute } from '../../support/postgres-admin.ts';
import { ENV } from './callers.fixture.ts';

/** Long enough for one statement that is in time, whatever else the machine does. */
const TIMEOUT_MS = 2_000;
const LIMITS = { statementTimeoutMs: TIMEOUT_MS };

let compiled: TestApp;
let ordinary: TestApp;
let opened: TestCase;
beforeAll(async () => {
  const options = { system: systemClock, databaseLimits: LIMITS };
  compiled = await startTestApp({ ...options, env: { ...ENV, DESK_COMPILED: 'on' } });
  const { databaseUrl } = compiled;
  ordinary = await startTestApp({ ...options, databaseUrl, env: { ...ENV, DESK_COMPILED: 'off' } });
  opened = await openCase(compiled);
});
afterAll(async () => {
  await ordinary.stop();
  await compiled.stop();
});

/** Does work while nobody can read the table. */
async function whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: compiled.databaseUrl });
  await client.connect();
  try {
    await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return await work();
  } finally {
    await client.end();
  }
}

async function whileGone<T>(table: string, work: () => Promise<T>): Promise<T> {
  await execute(compiled.databaseUrl, `ALTER TABLE ${table} RENAME TO elsewhere`);
  try {
    return await work();
  } finally {
    await execute(compiled.databaseUrl, `ALTER TABLE elsewhere RENAME TO ${table}`);
  }
}

function withoutIds(answer: unknown): unknown {
  return JSON.parse(JSON.stringify(answer).replace(/"id":"[0-9a-f-]{36}"/g, '"id":"…"'));
}

/** Each fails in one place: of several that take the same away with them, either may be told. */
const QUERIES = [
  '{ customers { nodes { name history { nodes { summary } } } } }',
  '{ viewer { name } customers { nodes { id } } }',
  `query ($id: ID!) { escalation(by: { id: $id }) { reference customer { name } } }`,
];

test.each(QUERIES)(
  '%s is asked once of a database that does not answer in time, and says so as ever',
  async (query) => {
    const variables = query.includes('$id') ? { id: opened.id } : {};
    const [one, other] = await whileLocked('customer', async () => {
      const began = performance.now();
      const answer = await compiled.graphql(query, variables);
      const tookMs = performance.now() - began;
      expect(tookMs).toBeLessThan(2 * TIMEOUT_MS);
      return [answer, await ordinary.graphql(query, variables)];
    });
    expect(one.errors?.[0]).toMatchObject({
      message: 'Internal error.',
      path: expect.anything(),
      extensions: { code: 'INTERNAL' },
    });
    expect(withoutIds(one)).toEqual(withoutIds(other));
    const again = await compiled.graphql(query, variables);
    expect(again.errors).toBeUndefined();
  },
);

const LEFT_BEHIND = `{
  cases: escalations(first: 100) { nodes { issue } }
  bad: preventionPlans(first: 1, after: "no cursor") { nodes { id } }
}`;

test('what a failed query leaves behind takes no room from answers', async () => {
  // More than the room that each answer has from the start.
  const issue = 'It is down. '.repeat(1_600);
  for (let count = 0; count < 4; count += 1) await openCase(compiled, { issue });
  for (const desk of [compiled, ordinary]) {
    const answer = await whileLocked('escalation', () => desk.graphql(LEFT_BEHIND));
    expect(answer.errors?.[0]?.path).toEqual(['bad']);
    // Asked for after the list that was left behind, and read after it.
    await desk.query('{ escalations(first: 100) { nodes { issue } } }');
    await setTimeout(200);
    expect(await metric(desk, 'desk_answer_bytes')).toBe(0);
  }
});

const NOTE = `mutation ($input: AddNoteInput!) {
  addNote(input: $input) {
    cursor
    userErrors { code }
    escalation { reference customer { lifecycle { nodes { to } } } }
  }
}`;

async function notes(text: string): Promise<number> {
  return compiled.db.logEntry.count({
    where: { type: 'NOTE_ADDED', data: { path: ['text'], equals: text } },
  });
}

test.each([
  ['cannot be read', whileGone],
  ['is not read in time', whileLocked],
])(
  'a change whose payload %s is made once, and its client sees that it was',
  async (how, whileSo) => {
    const text = `A note whose payload ${how}`;
    const input = { escalationId: opened.id, text };
    const [one, other] = await whileSo('lifecycle_change', async () => [
      await compiled.graphql(NOTE, { input }),
      await ordinary.graphql(NOTE, { input: { ...input, text: `${text}, ordinarily` } }),
    ]);
    expect(await notes(text)).toBe(1);
    expect(one).toMatchObject({
      data: { addNote: { cursor: expect.any(String), userErrors: [], escalation: null } },
      errors: [{ path: ['addNote', 'escalation'], extensions: { code: 'INTERNAL' } }],
    });
    expect(one?.errors?.map(({ path }) => path)).toEqual(other?.errors?.map(({ path }) => path));
  },
);
