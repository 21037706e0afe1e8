import { readFileSync } from 'node:fs';
import type { OperationDefinitionNode } from 'graphql';
import { Kind, OperationTypeNode, parse, print } from 'graphql';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '../../../src/db/pool.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { createTestClock } from '../../support/clock.ts';
import { openCase, person } from '../../support/factories.ts';
import { manyCases } from '../../support/many-cases.ts';
import { sentDuring } from '../../support/statements.ts';
import { isRead, readBy } from './plan.ts';

const IS_FULL = process.env['DESK_TEST_FULL'] === '1';
/** On few rows PostgreSQL reads tables from end to end by itself: there it is told to take indexes. */
const CASES = IS_FULL ? 100_000 : 4_000;
/** The longest page, and one more to see whether there is another. */
const PAGE = 101;
/** Rows of these are kinds of cases, one bucket of them, or tables of the test that are small and stay so. */
const KEPT =
  /^(case_figure|resolve_time_figure|(user|customer) by Seq Scan)| by escalation_resolve_time_idx$/;
const MOST_KINDS = 2_000;

let app: TestApp;
let pool: pg.Pool;
let client: pg.PoolClient;
let by: Variables;

beforeAll(async () => {
  // Times in the rows are of the real present.
  app = await startTestApp({ clock: createTestClock(new Date()) });
  const owner = await person(app, { email: 'owner@desk.example' });
  const { id, reference } = await openCase(app);
  by = { reference };
  await app.mutate('assignOwner', { escalationId: id, owner: { id: owner.id } });
  await manyCases(app.databaseUrl, CASES);
  // With what the desk sets for its connections.
  pool = createPool(app.databaseUrl, { poolSize: 1, connectTimeoutMs: 10_000, log: () => {} });
  client = await pool.connect();
}, 600_000);
afterAll(async () => {
  client?.release();
  await pool?.end();
  await app?.stop();
});

/** The statements of a query that read more than they may, with how much. */
async function tooMuch(query: string, variables: Variables = {}, slack = 0): Promise<string[]> {
  const statements = await sentDuring(async () => {
    const { errors } = await app.graphql(query, variables);
    expect(errors).toBeUndefined();
  });
  const reads = statements.filter(isRead);
  expect(reads.length).toBeGreaterThan(0);
  const found: string[] = [];
  for (const statement of reads) {
    const { returned, readings } = await readBy(client, statement, !IS_FULL);
    for (const { relation, rows } of readings) {
      const most = KEPT.test(relation) ? MOST_KINDS : returned + PAGE + slack;
      if (rows > most) {
        found.push(
          `${rows} rows of ${relation}, ${returned} returned: ${statement.text.replace(/\s+/g, ' ').slice(0, 1500)}`,
        );
      }
    }
  }
  return found;
}

function queriesOf(file: string): [string, string][] {
  const { definitions } = parse(
    readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8') +
      readFileSync(new URL('../../../operations/fragments.graphql', import.meta.url), 'utf8'),
  );
  const fragments = definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION).map(print);
  return definitions
    .filter((one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION)
    .filter(({ operation }) => operation === OperationTypeNode.QUERY)
    .map((one) => {
      const text = print(one);
      const used = fragments.filter((fragment) => text.includes(`...${fragment.split(' ')[1]}`));
      return [one.name?.value ?? file, [text, ...used].join('\n')];
    });
}

test.each([
  ...queriesOf('operations/read.graphql'),
  ...queriesOf('operations/sla.graphql'),
  ...queriesOf('operations/communication.graphql'),
  ...queriesOf('operations/people-and-customers.graphql'),
  ...queriesOf('operations/prevention.graphql'),
])(
  'the query %s of the repository reads no more than it returns, and a page',
  async (_name, query) => {
    const { id } = (
      await app.query<{ escalation: { id: string } }>(
        'query ($by: EscalationRef!) { escalation(by: $by) { id } }',
        { by },
      )
    ).escalation;
    const variables: Variables = { by, id, escalationId: id, template: 'INITIAL_RESPONSE' };
    const asked = Object.fromEntries(
      Object.entries(variables).filter(([name]) => query.includes(`$${name}:`)),
    );
    expect(await tooMuch(query, asked)).toEqual([]);
  },
);

const LIST = `query ($filter: EscalationFilter, $orderBy: EscalationOrder, $after: String, $before: String, $first: Int, $last: Int) {
  escalations(filter: $filter, orderBy: $orderBy, after: $after, before: $before, first: $first, last: $last) {
    nodes { reference customer { name } owner { name } sla { kind state dueAt } timeline(last: 3) { nodes { at } } }
    pageInfo { endCursor hasNextPage hasPreviousPage }
  }
}`;

const ORDERS = [
  'OPENED_DESC',
  'OPENED_ASC',
  'SEVERITY_DESC',
  'DUE_ASC',
  'UPDATED_DESC',
  'UPDATED_ASC',
];

test.each(ORDERS)(
  'a list by %s reads its page, the first, the next and the last',
  async (orderBy) => {
    expect(await tooMuch(LIST, { orderBy })).toEqual([]);
    const { escalations } = await app.query<{ escalations: { pageInfo: { endCursor: string } } }>(
      LIST,
      {
        orderBy,
        first: 50,
      },
    );
    const { endCursor } = escalations.pageInfo;
    expect(await tooMuch(LIST, { orderBy, after: endCursor })).toEqual([]);
    expect(await tooMuch(LIST, { orderBy, before: endCursor, last: 20 })).toEqual([]);
    expect(await tooMuch(LIST, { orderBy, last: 20 })).toEqual([]);
  },
);

const soon = () => new Date(app.clock.now().getTime() + 70 * 60_000).toISOString();

const FILTERS: [string, () => Variables][] = [
  ['customer', () => ({ customer: { externalId: 'many-7' } })],
  ['severity', () => ({ severity: ['CRITICAL'] })],
  ['category', () => ({ category: ['BILLING'] })],
  ['status', () => ({ status: ['OPEN'] })],
  ['status of waiting cases', () => ({ status: ['WAITING_ON_CUSTOMER'] })],
  ['stage', () => ({ stage: ['ASSESS'] })],
  ['owner', () => ({ owner: { email: 'many-7@desk.example' } })],
  ['unassigned', () => ({ unassigned: true })],
  ['team', () => ({ team: ['FINANCE'] })],
  ['dueBefore', () => ({ dueBefore: soon() })],
  ['not atRisk', () => ({ atRisk: false })],
  ['search for a rare word', () => ({ search: 'w0777' })],
  ['search for a common word', () => ({ search: 'common' })],
  ['search for a rare and a common word', () => ({ search: 'w0777 common' })],
  ['reference', () => ({ search: 'ESC-2024-0007' })],
];

test.each(FILTERS)('a list of cases by %s reads its page', async (_name, filter) => {
  expect(await tooMuch(LIST, { filter: filter() })).toEqual([]);
});

const STAKEHOLDER = () => ({ stakeholder: { email: 'many-7@desk.example' } });

test.each([
  ['atRisk', CASES / 10, () => ({ atRisk: true })],
  ['breached clocks', CASES / 10, () => ({ slaState: ['BREACHED'] })],
  ['stakeholder', CASES, STAKEHOLDER],
])(
  'a list of cases by %s walks cases in their order or sorts those found, whichever are fewer',
  async (_name, cases, filter) => {
    const slack = 2 * Math.sqrt(PAGE * cases);
    expect(await tooMuch(LIST, { filter: filter() }, slack)).toEqual([]);
  },
);

test('a list of cases by tier reads its page', async () => {
  expect(await tooMuch(LIST, { filter: { tier: ['ENTERPRISE'] } })).toEqual([]);
});

const COUNT = 'query ($filter: EscalationFilter) { escalations(filter: $filter) { totalCount } }';

test.each([
  ['nothing', () => ({})],
  ['atRisk', () => ({ atRisk: true })],
  ['stakeholder', STAKEHOLDER],
  ...FILTERS,
])('a count of cases by %s reads what it counts', async (_name, filter) => {
  expect(await tooMuch(COUNT, { filter: filter() })).toEqual([]);
});

test.each([
  ['open', 'open'],
  ['waiting', 'waitingOnCustomer'],
  ['at risk and breached', 'atRisk breached'],
  ['shares', 'responseWithinSla averageSatisfaction medianTimeToResolve'],
  [
    'groups',
    'bySeverity { count } byStage { count } byCategory { count } revenueAtRisk { amount }',
  ],
])(
  'figures of all cases (%s) come from what is kept, however many cases there are',
  async (_name, figures) => {
    expect(await tooMuch(`{ stats { ${figures} } }`)).toEqual([]);
  },
);

test.each([
  ['customers by name', '{ customers { nodes { name } pageInfo { endCursor } } }'],
  ['customers by change', '{ customers(orderBy: UPDATED_ASC) { nodes { name } } }'],
  ['people', '{ users { nodes { name } } }'],
  ['improvements', '{ improvements { nodes { description } totalCount } }'],
  ['plans', '{ preventionPlans { nodes { dueDate } totalCount } }'],
  ['entries of the log', '{ events(first: 20) { nodes { summary } } }'],
  ['entries of the desk', '{ deskEvents(last: 20) { nodes { summary } } }'],
  [
    'cases of customers',
    '{ customers(first: 5) { nodes { escalations(first: 5) { nodes { reference } totalCount } } } }',
  ],
])('a list of %s reads its page', async (_name, query) => {
  expect(await tooMuch(query)).toEqual([]);
});
