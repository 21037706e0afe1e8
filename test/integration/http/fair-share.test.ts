import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Client, GraphqlAnswer } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { customer, openCase } from '../../support/factories.ts';
import { metric, untilMetric } from '../../support/metrics.ts';
import { statementsDuring } from '../../support/statements.ts';
import { until } from '../../support/until.ts';

let app: TestApp;
let lock: pg.Client;
beforeAll(async () => {
  app = await startTestApp();
  lock = new pg.Client({ connectionString: app.databaseUrl });
  await lock.connect();
});
afterEach(() => lock.query('ROLLBACK'));
afterAll(async () => {
  await lock.end();
  await app.stop();
});

async function clientOf(name: string): Promise<Client> {
  const input = { name, role: 'AGENT' };
  const { key } = await app.mutate<{ key: string }>('createApiKey', input, 'key');
  return createTestClient(app.url, key);
}

/** Whoever reads improvements from now on waits for the test. */
async function holdImprovements(): Promise<void> {
  await lock.query('BEGIN; LOCK TABLE improvement IN ACCESS EXCLUSIVE MODE');
}

describe('one principal that keeps the database busy', () => {
  test('takes half of the connections at most, and others read and write', async () => {
    const [greedy, other] = [await clientOf('Greedy'), await clientOf('Other')];
    await holdImprovements();
    const busy = Array.from({ length: 30 }, () =>
      greedy.graphql('{ improvements { nodes { id } } }'),
    );
    await until(
      async () => ((await metric(app, 'desk_statements_waiting')) === 25 ? true : undefined),
      'the rest of the thirty to wait',
    );
    const { users } = await other.query<{ users: object }>('{ users { nodes { id } } }');
    expect(users).toEqual({ nodes: [] });
    const made = await app.mutate<{ user: object }>(
      'upsertUser',
      { email: 'new@desk.example', name: 'New', level: 'MANAGER' },
      'cursor user { name }',
    );
    expect(made.user).toEqual({ name: 'New' });
    await lock.query('ROLLBACK');
    for (const { errors } of await Promise.all(busy)) expect(errors).toBeUndefined();
    await untilMetric(app, 'desk_statements_waiting', 0);
  });

  test('has 32 operations under way; the next is refused after a second, and others are not', async () => {
    const [greedy, other] = [await clientOf('Greedy too'), await clientOf('Other too')];
    await holdImprovements();
    const busy = Array.from({ length: 32 }, () =>
      greedy.graphql('{ improvements { nodes { id } } }'),
    );
    await untilMetric(app, 'desk_operations_running', 32);
    const refused = await greedy.graphql('{ users { nodes { id } } }');
    expect(refused).toMatchObject({
      status: 429,
      errors: [{ message: expect.stringContaining('32'), extensions: { code: 'RATE_LIMITED' } }],
    });
    expect((await other.graphql('{ users { nodes { id } } }')).errors).toBeUndefined();
    await lock.query('ROLLBACK');
    for (const { errors } of await Promise.all(busy)) expect(errors).toBeUndefined();
    expect((await greedy.graphql('{ users { nodes { id } } }')).errors).toBeUndefined();
    await untilMetric(app, 'desk_operations_running', 0);
  });

  test('has three heavy operations at work; the next waits for one of them, and light ones do not', async () => {
    const greedy = await clientOf('Heavy');
    await holdImprovements();
    const heavy = `{ improvements { nodes { id } } ${['a', 'b', 'c'].map((a) => `${a}: stats { open }`).join(' ')} }`;
    const busy = Array.from({ length: 7 }, () => greedy.graphql(heavy));
    await untilMetric(app, 'desk_heavy_operations_waiting', 4);
    // It reads nothing, for the connections that are this one's are taken.
    expect((await greedy.graphql('{ viewer { role } }')).errors).toBeUndefined();
    await lock.query('ROLLBACK');
    for (const { errors } of await Promise.all(busy)) expect(errors).toBeUndefined();
    expect(await metric(app, 'desk_heavy_operations_waiting')).toBe(0);
  });
});

function costIn(answer: GraphqlAnswer<unknown>) {
  return (answer as unknown as { extensions: { cost: { requested: number; actual: number } } })
    .extensions.cost;
}

describe('what is expensive to read costs accordingly', () => {
  test('figures of all cases: fifty of them are refused, and the same ones are read once', async () => {
    const stats = (aliases: number) =>
      `{ ${Array.from({ length: aliases }, (_, at) => `a${at}: stats { open }`).join(' ')} }`;
    const refused = await app.graphql(stats(50));
    expect(refused.errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
    const once = await app.graphql(stats(1));
    expect(costIn(once)).toMatchObject({ requested: 502, actual: 502 });
    await app.query(stats(3));
    const statements = await statementsDuring(() => app.query(stats(3)));
    expect(statements.filter((sql) => /AS "open" FROM case_figure/.test(sql))).toHaveLength(1);
  });

  test('churn risks, which are read together however often they are asked for', async () => {
    const customers = await Promise.all([customer(app), customer(app), customer(app)]);
    const risks = (aliases: number, first: number) =>
      `{ customers(last: ${first}) { nodes { ${Array.from({ length: aliases }, (_, at) => `a${at}: churnRisk { score checks { ok } }`).join(' ')} } } }`;
    const refused = await app.graphql(risks(49, 100));
    expect(refused.errors?.[0]?.extensions?.code).toBe('QUERY_TOO_COMPLEX');
    const document = risks(49, customers.length);
    await app.query(document);
    const statements = await statementsDuring(() => app.query(document));
    expect(statements.length).toBeLessThanOrEqual(6);
  });

  test('counts over a whole list', async () => {
    const answer = await app.graphql('{ escalations { totalCount } }');
    expect(costIn(answer)).toMatchObject({ requested: 20 * 6 + 1, actual: 52 });
  });

  test('a report, by the entries and messages that it is made of, and it reads no more', async () => {
    const { id } = await openCase(app);
    const key = await app.db.escalation.findFirstOrThrow({
      where: { communications: { none: {} } },
      orderBy: { openedAt: 'desc' },
      select: { id: true, customerId: true },
    });
    await fillWithMessages(key, 1_000);
    const document = `{ node(id: "${id}") { ... on Escalation { report { complete } } } }`;
    const answer = await app.graphql(document);
    expect(costIn(answer)).toMatchObject({ requested: 23, actual: 23 + 1_000 / 4 });
    const statements = await statementsDuring(() => app.query(document));
    expect(statements.join('\n')).not.toMatch(/"body"|"history"/);
  });
});

/** As other rows of the past: written beside the desk, for a thousand calls of it take long. */
async function fillWithMessages(of: { id: string; customerId: string }, count: number) {
  await app.db.$executeRaw`
    INSERT INTO communication (id, escalation_id, customer_id, channel, direction, state, body, summary, at, recipients)
    SELECT gen_random_uuid(), ${of.id}::uuid, ${of.customerId}::uuid, 'CALL', 'INBOUND', 'LOGGED', 'Body', 'Call ' || n, now(), '{}'
    FROM generate_series(1, ${count}::int) AS n`;
}

test('a case has at most 2,000 communications, and says so', async () => {
  const { id, reference } = await openCase(app);
  const key = await app.db.escalation.findUniqueOrThrow({
    where: { reference },
    select: { id: true, customerId: true },
  });
  await fillWithMessages(key, 1_999);
  const call = { escalationId: id, channel: 'CALL', direction: 'INBOUND', summary: 'One more' };
  expect((await app.mutate('logCommunication', call)).userErrors).toEqual([]);
  expect((await app.mutate('logCommunication', call)).userErrors).toEqual([
    {
      code: 'INVALID',
      message: `A case has at most 2000 communications, and ${reference} would have 2001: open another one and link it.`,
      field: ['escalationId'],
    },
  ]);
});
