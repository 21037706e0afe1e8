import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verify } from '../../../src/verify/verify.service.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { UserError, Variables } from '../../support/client.ts';
import { contentsOf } from '../../support/contents.ts';
import { createTestDatabase } from '../../support/database.ts';
import type { TestCase } from '../../support/factories.ts';
import { customer, openCase } from '../../support/factories.ts';
import type { Surroundings } from './case-in-status.fixture.ts';
import { surroundings } from './case-in-status.fixture.ts';
import { MUTATIONS, mutationsOfSchema, validInput } from './valid-input.fixture.ts';

let app: TestApp;
let shared: Surroundings;
beforeAll(async () => {
  app = await startTestApp();
  shared = await surroundings(app);
});
afterAll(async () => {
  const { problems } = await verify(app.db);
  await app.stop();
  expect(problems).toEqual([]);
});

const OPENED = 'cursor escalation { id reference version } events { id cursor type }';

interface Opened {
  cursor: string | null;
  escalation: { id: string; reference: string; version: number } | null;
  events: { id: string; cursor: string; type: string }[];
  userErrors: UserError[];
}

function times<Result>(count: number, run: (place: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, place) => run(place)));
}

async function versionOf(id: string): Promise<number> {
  const { escalation } = await app.query<{ escalation: { version: number } }>(
    'query ($id: ID!) { escalation(by: { id: $id }) { version } }',
    { id },
  );
  return escalation.version;
}

const codesOf = ({ userErrors }: { userErrors: UserError[] }) =>
  userErrors.map(({ code, field }) => [code, ...field].join(' '));

test('16 clients that open 1,000 cases at the same time get 1,000 different references', async () => {
  const fresh = await startTestApp();
  const customers = await times(4, () => customer(fresh));
  let left = 1_000;
  const byClient = await times(16, async (client) => {
    const numbers: number[] = [];
    const of = customers[client % customers.length];
    while (left > 0) {
      left -= 1;
      const { reference } = await openCase(fresh, { customer: { id: of?.id } });
      expect(reference).toMatch(/^ESC-2026-\d{3,}$/);
      numbers.push(Number(reference.slice('ESC-2026-'.length)));
    }
    return numbers;
  });
  // For each client the later case has the higher number.
  for (const numbers of byClient) expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  const all = byClient.flat().toSorted((a, b) => a - b);
  expect([all.length, new Set(all).size, all[0]]).toEqual([1_000, 1_000, 1]);
  expect(await verify(fresh.db)).toMatchObject({ cases: 1_000, problems: [] });
  await fresh.stop();
}, 120_000);

describe('two writers with the same expectedVersion', () => {
  test('one wins, and of the other nothing is stored', async () => {
    const { id: escalationId, version: expectedVersion } = await openCase(app);
    const logBefore = await app.db.logEntry.count();
    const answers = await times(2, (place) =>
      app.mutate<Opened>(
        'addNote',
        { escalationId, expectedVersion, text: `Note ${place}` },
        OPENED,
      ),
    );
    expect(answers.flatMap(codesOf)).toEqual(['STALE_VERSION expectedVersion']);
    const winner = answers.findIndex(({ userErrors }) => userErrors.length === 0);
    const loser = answers[1 - winner];
    expect(loser).toMatchObject({ cursor: null, escalation: null, events: [] });
    expect(answers[winner]?.escalation?.version).toBe(expectedVersion + 1);
    expect(await app.db.logEntry.count()).toBe(logBefore + 1);
    const { escalation } = await app.query<{
      escalation: { version: number; timeline: { nodes: { data: { text?: string } }[] } };
    }>(
      'query ($id: ID!) { escalation(by: { id: $id }) { version timeline(last: 1) { nodes { data } } } }',
      { id: escalationId },
    );
    expect(escalation.version).toBe(expectedVersion + 1);
    expect(escalation.timeline.nodes.map(({ data }) => data.text)).toEqual([`Note ${winner}`]);
  });

  test('of 20 writers of different mutations exactly one gets through', async () => {
    const { id: escalationId, version: expectedVersion } = await openCase(app);
    const common = { escalationId, expectedVersion };
    const answers = await times(20, (place) =>
      place % 2 === 0
        ? app.mutate('changeSeverity', { ...common, severity: 'LOW', reason: 'Quiet.' })
        : app.mutate('waitForCustomer', { ...common, reason: 'Asked.' }),
    );
    expect(answers.flatMap(codesOf)).toEqual(Array(19).fill('STALE_VERSION expectedVersion'));
    expect(await versionOf(escalationId)).toBe(expectedVersion + 1);
  });

  test('writers without an expectedVersion wait for each other, and each is stored', async () => {
    const { id: escalationId, version } = await openCase(app);
    const answers = await times(25, (place) =>
      app.mutate<Opened>('addNote', { escalationId, text: `Note ${place}` }, OPENED),
    );
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(await versionOf(escalationId)).toBe(version + 25);
  });
});

describe('an idempotency key', () => {
  async function newInput(idempotencyKey: string): Promise<Variables> {
    return { ...(await validInput(app, 'openEscalation', shared)), idempotencyKey };
  }

  function open(to: TestApp, input: Variables): Promise<Opened> {
    return to.mutate<Opened>('openEscalation', input, OPENED);
  }

  test('makes one case of 50 calls at the same time, and all answers are equal', async () => {
    const input = await newInput('fifty-at-once');
    const before = await app.db.escalation.count();
    const answers = await times(50, () => open(app, input));
    const [first] = answers;
    expect(first).toMatchObject({
      cursor: expect.any(String),
      escalation: { reference: expect.stringMatching(/^ESC-2026-\d+$/) },
      userErrors: [],
    });
    expect(first?.events.map(({ type }) => type)).toContain('ESCALATION_OPENED');
    for (const answer of answers) expect(answer).toEqual(first);
    expect(await app.db.escalation.count()).toBe(before + 1);
  });

  test('answers again after a restart on the same database', async () => {
    const database = await createTestDatabase();
    const env = { DATABASE_URL: database.url };
    const before = await startTestApp({ env });
    const input = {
      ...(await validInput(before, 'openEscalation', shared)),
      idempotencyKey: 'over-a-restart',
    };
    const answer = await open(before, input);
    await before.stop();
    const after = await startTestApp({ env });
    expect(answer.userErrors).toEqual([]);
    expect(await open(after, input)).toEqual(answer);
    expect(await after.db.escalation.count()).toBe(1);
    await after.stop();
    await database.drop();
  });

  test('holds on every node of a database', async () => {
    const second = await startTestApp({ env: { DATABASE_URL: app.databaseUrl } });
    const input = await newInput('on-two-nodes');
    const answers = await times(20, (place) => open(place % 2 === 0 ? app : second, input));
    expect(answers[0]?.userErrors).toEqual([]);
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    await second.stop();
  });

  test('is a mismatch with another input or another mutation, and nothing is written', async () => {
    const input = await newInput('once-only');
    expect(codesOf(await open(app, input))).toEqual([]);
    const before = await contentsOf(app.db);
    const mismatch = ['IDEMPOTENCY_MISMATCH idempotencyKey'];
    expect(codesOf(await open(app, { ...input, issue: 'Another.' }))).toEqual(mismatch);
    expect(codesOf(await open(app, { ...input, summary: 'More.' }))).toEqual(mismatch);
    const user = { ...(await validInput(app, 'upsertUser', shared)), idempotencyKey: 'once-only' };
    expect(codesOf(await app.mutate('upsertUser', user))).toEqual(mismatch);
    expect(await contentsOf(app.db)).toEqual(before);
  });

  test('lets one of two calls with different inputs at the same time through', async () => {
    const input = await newInput('two-inputs-at-once');
    const answers = await times(2, (place) => open(app, { ...input, issue: `Issue ${place}` }));
    expect(answers.flatMap(codesOf)).toEqual(['IDEMPOTENCY_MISMATCH idempotencyKey']);
  });

  test('is the same for an input whose fields come in another order', async () => {
    const { idempotencyKey, ...rest } = await newInput('in-any-order');
    const history = { first: { a: 1, b: 2 }, second: [] };
    const answer = await open(app, { idempotencyKey, ...rest, history });
    const turned = { second: [], first: { b: 2, a: 1 } };
    expect(await open(app, { history: turned, ...rest, idempotencyKey })).toEqual(answer);
  });

  test.each([
    ['a value that breaks a rule', { issue: ' ' }, 'INVALID issue'],
    ['nobody to be found', { customer: { externalId: 'nobody' } }, 'NOT_FOUND customer'],
  ])('stays free after a call that was refused for %s', async (name, wrong, refusal) => {
    const input = await newInput(`free-after-${name}`);
    expect(codesOf(await open(app, { ...input, ...wrong }))).toEqual([refusal]);
    expect(codesOf(await open(app, input))).toEqual([]);
  });

  test('has a row in the table below for every mutation of the API', async () => {
    expect((await mutationsOfSchema(app)).toSorted()).toEqual(MUTATIONS.toSorted());
  });

  const SELECTIONS: Readonly<Record<string, string>> = {
    upsertCustomer: 'cursor customer { id externalId lifecycleStage }',
    setLifecycleStage: 'cursor customer { id externalId lifecycleStage }',
    upsertUser: 'cursor user { id email }',
    patchCustomer: 'cursor customer { id version }',
    patchPerson: 'cursor user { id version }',
    createApiKey: 'cursor apiKey { id prefix }',
    revokeApiKey: 'cursor apiKey { id revokedAt }',
    registerOperations: 'cursor',
    upsertSlaPolicy: 'cursor slaPolicy { id version }',
    retireSlaPolicy: 'cursor slaPolicy { id version retiredAt }',
    upsertBusinessCalendar: 'cursor businessCalendar { id version }',
    retireBusinessCalendar: 'cursor businessCalendar { id version retiredAt }',
    importHolidays: 'cursor added leftOut businessCalendar { id version }',
    prepareCommunication: `${OPENED} communication { id state }`,
    sendCommunication: `${OPENED} communication { id state }`,
    logCommunication: `${OPENED} communication { id state }`,
    postProgressUpdate: `${OPENED} communication { id state }`,
    createPreventionPlan: `${OPENED} preventionPlan { id version }`,
    updatePreventionPlan: `${OPENED} preventionPlan { id version }`,
    completePreventionAction: `${OPENED} preventionPlan { id version }`,
  };

  test.each(MUTATIONS)('lets %s that is called twice change things once', async (mutation) => {
    const input = {
      ...(await validInput(app, mutation, shared)),
      idempotencyKey: `twice-${mutation}`,
    };
    const selection = SELECTIONS[mutation] ?? OPENED;
    const before = await contentsOf(app.db);
    const first = await app.mutate(mutation, input, selection);
    expect(first).toMatchObject({ cursor: expect.any(String), userErrors: [] });
    const between = await contentsOf(app.db);
    expect(between['log_entry']).not.toBe(before['log_entry']);
    expect(await app.mutate(mutation, input, selection)).toEqual(first);
    expect(await contentsOf(app.db)).toEqual(between);
  });
});

describe('links made at the same time', () => {
  function link(from: TestCase | undefined, other: TestCase | undefined, kind: string) {
    const input = { escalationId: from?.id, other: { id: other?.id }, kind };
    return app.mutate('linkEscalations', input);
  }

  async function linksOf({ id }: TestCase): Promise<string[]> {
    const { escalation } = await app.query<{
      escalation: { related: { kind: string; escalation: { reference: string } }[] };
    }>(
      'query ($id: ID!) { escalation(by: { id: $id }) { related { kind escalation { reference } } } }',
      { id },
    );
    return escalation.related.map((one) => `${one.kind} ${one.escalation.reference}`);
  }

  test.each(['DUPLICATES', 'DUPLICATED_BY', 'CAUSED_BY', 'CAUSES'])(
    'never close a circle by %s',
    async (kind) => {
      const cases = await times(5, () => openCase(app));
      const answers = await times(cases.length, (place) =>
        link(cases[place], cases[(place + 1) % cases.length], kind),
      );
      // Whichever comes last would close it.
      expect(answers.flatMap(codesOf)).toEqual(['INVALID other']);
    },
  );

  test('in both directions between two cases go one way only', async () => {
    const [one, other] = [await openCase(app), await openCase(app)];
    const answers = await Promise.all([
      link(one, other, 'CAUSES'),
      link(other, one, 'CAUSES'),
      link(one, other, 'CAUSED_BY'),
      link(other, one, 'CAUSED_BY'),
    ]);
    // The first decides the way; its mirror image stands already, and the others would turn back.
    expect(answers.flatMap(codesOf).toSorted()).toEqual([
      'DUPLICATE other',
      'INVALID other',
      'INVALID other',
    ]);
    const [own, theirs] = [await linksOf(one), await linksOf(other)];
    expect([
      [`CAUSES ${other.reference}`, `CAUSED_BY ${one.reference}`],
      [`CAUSED_BY ${other.reference}`, `CAUSES ${one.reference}`],
    ]).toContainEqual([...own, ...theirs]);
  });

  test('wait for other writers of both cases, and nothing is lost', async () => {
    const [one, other] = [await openCase(app), await openCase(app)];
    const notes = times(20, (place) => {
      const { id } = place % 2 === 0 ? one : other;
      return app.mutate('addNote', { escalationId: id, text: `Note ${place}` });
    });
    const links = [link(one, other, 'RELATES_TO'), link(other, one, 'RELATES_TO')];
    expect((await notes).flatMap(codesOf)).toEqual([]);
    expect((await Promise.all(links)).flatMap(codesOf)).toEqual(['DUPLICATE other']);
    expect(await versionOf(one.id)).toBe(one.version + 11);
    expect(await versionOf(other.id)).toBe(other.version + 11);
  });
});

describe('one key added by many at the same time', () => {
  test('upsertCustomer makes one customer, whatever the others say', async () => {
    const input = { tier: 'STARTER', arr: { amount: '1' }, healthScore: 1 };
    const answers = await times(20, (place) =>
      app.mutate<{ customer: { id: string } | null; userErrors: UserError[] }>(
        'upsertCustomer',
        { ...input, externalId: 'at-once', name: `Name ${place}` },
        'customer { id }',
      ),
    );
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(new Set(answers.map((answer) => answer.customer?.id)).size).toBe(1);
    const rows = await app.db.customer.findMany({ where: { externalId: 'at-once' } });
    expect(rows.map(({ version }) => version)).toEqual([20]);
  });

  test('upsertUser makes one person, and the case of the address does not matter', async () => {
    const answers = await times(20, (place) =>
      app.mutate<{ user: { id: string } | null; userErrors: UserError[] }>(
        'upsertUser',
        {
          email: place % 2 === 0 ? 'at.once@desk.example' : 'At.Once@Desk.Example',
          name: `Name ${place}`,
          level: 'MANAGER',
        },
        'user { id }',
      ),
    );
    expect(answers.flatMap(codesOf)).toEqual([]);
    expect(new Set(answers.map((answer) => answer.user?.id)).size).toBe(1);
    expect(await app.db.user.count({ where: { email: 'at.once@desk.example' } })).toBe(1);
  });
});
