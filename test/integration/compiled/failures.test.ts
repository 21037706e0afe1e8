import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
      errors: [
        {
          message: 'Internal error. The change itself is written.',
          path: ['addNote', 'escalation'],
          extensions: { code: 'INTERNAL', written: true },
        },
      ],
    });
    expect(one?.errors?.map(({ path }) => path)).toEqual(other?.errors?.map(({ path }) => path));
  },
);

/** Does work while the entries of the log get no places. */
async function whilePlacing<T>(body: string, work: () => Promise<T>): Promise<T> {
  const { databaseUrl } = compiled;
  await execute(databaseUrl, `ALTER FUNCTION place_entries RENAME TO usual_places`);
  await execute(
    databaseUrl,
    `CREATE FUNCTION place_entries(lock bigint, batch integer, channel text, with_entries boolean,
       OUT placed_ids bigint[], OUT first_place bigint, OUT placed_entries text)
     LANGUAGE plpgsql AS $$ BEGIN ${body} END $$`,
  );
  try {
    return await work();
  } finally {
    await execute(databaseUrl, 'DROP FUNCTION place_entries');
    await execute(databaseUrl, 'ALTER FUNCTION usual_places RENAME TO place_entries');
  }
}

describe.each([
  ['fails', `RAISE 'on purpose';`],
  ['loses its connection', 'PERFORM pg_terminate_backend(pg_backend_pid());'],
])('when the pass that gives places %s after the commit', (how, body) => {
  const document = (selection: string) => `mutation ($input: AddNoteInput!) {
    addNote(input: $input) { ${selection} }
  }`;

  test.each([
    ['compiled', () => compiled, 'cursor userErrors { code }'],
    ['compiled', () => compiled, 'userErrors { code }'],
    ['ordinarily', () => ordinary, 'cursor userErrors { code }'],
    ['ordinarily', () => ordinary, 'userErrors { code }'],
  ])('the answer, %s, says that it is written: %#', async (way, app, selection) => {
    const text = `A note whose pass ${how}, ${way}: ${selection}`;
    const input = { escalationId: opened.id, text, idempotencyKey: text };
    const { data, errors } = await whilePlacing(body, () =>
      app().graphql(document(selection), { input }),
    );
    expect(data).toBeNull();
    expect(errors).toEqual([
      expect.objectContaining({
        message: 'Internal error. The change itself is written.',
        path: ['addNote'],
        extensions: { code: 'INTERNAL', id: expect.any(String), written: true },
      }),
    ]);
    expect(await notes(text)).toBe(1);

    const again = await app().graphql(document('cursor'), { input });
    expect(again).toMatchObject({ data: { addNote: { cursor: expect.any(String) } } });
    expect(await notes(text)).toBe(1);
  });
});

test('changes that are not compiled, since there are two, wait for their places, too', async () => {
  const note = (name: string) =>
    `${name}: addNote(input: { escalationId: "${opened.id}", text: "One of two" }) { events { cursor } }`;
  const answer = await compiled.graphql(`mutation { ${note('one')} ${note('two')} }`);
  const placed = { events: [{ cursor: expect.any(String) }] };
  expect(answer).toMatchObject({ data: { one: placed, two: placed } });
});
