import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Principal } from '../../../src/auth/principal.ts';
import { Prisma } from '../../../src/db/client.ts';
import { filterSql, listFilter } from '../../../src/escalation/read/escalation.filter.ts';
import { pageStatement } from '../../../src/graphql/paging/keyset.sql.ts';
import type { KeysetOrder } from '../../../src/graphql/paging/keyset.ts';
import { windowOf } from '../../../src/graphql/paging/keyset.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Variables } from '../../support/client.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import { hashOf, partner } from '../../support/partner.ts';
import { execute } from '../../support/postgres-admin.ts';

const ADMIN: Principal = {
  id: 'key:admin',
  role: 'ADMIN',
  name: 'admin key',
  userId: null,
  customerIds: null,
  expiresAt: null,
};
/** Enough for PostgreSQL to rather use an index than read all. */
const CASES = 20_000;

let app: TestApp;
const cases = new Map<string, string>();

beforeAll(async () => {
  app = await startTestApp();
  const people = {
    finance: await person(app, { team: 'FINANCE', email: 'fin@desk.example' }),
    free: await person(app, { email: 'free@desk.example' }),
  };
  const open = async (label: string, overrides: Variables, owner?: { id: string }) => {
    const made = await openCase(app, overrides);
    cases.set(made.reference, label);
    if (owner !== undefined) {
      await app.mutate('assignOwner', { escalationId: made.id, owner: { id: owner.id } });
    }
    return made;
  };
  await open('technical, nobody', { category: 'TECHNICAL', severity: 'LOW' });
  await open('billing, nobody', { category: 'BILLING', severity: 'CRITICAL' });
  await open('technical, of finance', { category: 'TECHNICAL', severity: 'LOW' }, people.finance);
  const { id } = await open(
    'billing, of no team',
    { category: 'BILLING', severity: 'LOW' },
    people.free,
  );
  await app.mutate('notifyStakeholders', {
    escalationId: id,
    users: [{ id: people.finance.id }],
    message: 'Look at this.',
  });
}, 60_000);
afterAll(() => app?.stop());

async function labels(filter: Variables): Promise<string[]> {
  const { escalations, stats } = await app.query<{
    escalations: { nodes: { reference: string }[]; totalCount: number };
    stats: { open: number };
  }>(
    `query ($filter: EscalationFilter) {
      escalations(first: 100, filter: $filter) { nodes { reference } totalCount }
      stats(filter: $filter) { open }
    }`,
    { filter },
  );
  const found = escalations.nodes.map(({ reference }) => cases.get(reference) ?? reference).sort();
  expect([escalations.totalCount, stats.open]).toEqual([found.length, found.length]);
  return found;
}

describe('a dispatcher sees, in lists and figures alike,', () => {
  const inMinutes = (minutes: number) =>
    new Date(app.clock.now().getTime() + minutes * 60_000).toISOString();

  it.each<[string, () => Variables, string[]]>([
    ['what nobody owns', () => ({ unassigned: true }), ['billing, nobody', 'technical, nobody']],
    [
      'what somebody owns',
      () => ({ unassigned: false }),
      ['billing, of no team', 'technical, of finance'],
    ],
    [
      "what is a team's, by its owner or else by its category",
      () => ({ team: ['FINANCE'] }),
      ['billing, nobody', 'billing, of no team', 'technical, of finance'],
    ],
    ['what is of another team', () => ({ team: ['ENGINEERING'] }), ['technical, nobody']],
    ['nothing of no team', () => ({ team: [] }), []],
    [
      'whom a case concerns',
      () => ({ stakeholder: { email: 'FIN@desk.example' } }),
      ['billing, of no team'],
    ],
    ['nothing of somebody who is not there', () => ({ stakeholder: { email: 'x@y.example' } }), []],
    ['what is due soon', () => ({ dueBefore: inMinutes(61) }), ['billing, nobody']],
    ['nothing before anything is due', () => ({ dueBefore: inMinutes(60) }), []],
    [
      'all of it together',
      () => ({ unassigned: true, team: ['FINANCE'], dueBefore: inMinutes(61) }),
      ['billing, nobody'],
    ],
  ])('%s', async (_name, filter, expected) => {
    expect(await labels(filter())).toEqual(expected);
  });
});

describe('a partner that asks for what dispatchers ask', () => {
  const LIST =
    'query Mine($filter: EscalationFilter) { escalations(filter: $filter) { totalCount } }';

  it.each([
    ['unassigned', { unassigned: true }],
    ['team', { team: ['FINANCE'] }],
    ['stakeholder', { stakeholder: { email: 'fin@desk.example' } }],
    ['dueBefore', { dueBefore: '2030-01-01T00:00:00Z' }],
  ])('by %s is refused whole, before anything runs', async (field, filter) => {
    const { key } = await partner(app, LIST);
    const ask = async (variables: object) => {
      const response = await fetch(app.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        body: JSON.stringify({ documentId: `sha256:${hashOf(LIST)}`, variables }),
      });
      return (await response.json()) as object;
    };
    const refused = await ask({ filter });
    expect(refused).toMatchObject({
      errors: [
        {
          message: `\`EscalationFilter.${field}\` is not for partners.`,
          extensions: { code: 'FORBIDDEN' },
        },
      ],
    });
    expect(refused).not.toHaveProperty('data.escalations');
    expect(await ask({ filter: { status: ['OPEN'] } })).toMatchObject({
      data: { escalations: { totalCount: 0 } },
    });
  });

  it('cannot register an operation that says so itself', async () => {
    const document = 'query Q { escalations(filter: { unassigned: true }) { totalCount } }';
    const { userErrors } = await app.mutate('registerOperations', {
      partner: 'anybody',
      manifest: { [`sha256:${hashOf(document)}`]: document },
    });
    expect(userErrors.map(({ message }) => message)).toEqual([
      'Q: `EscalationFilter.unassigned` is not for partners.',
    ]);
  });
});

/** Cases of which few are what a dispatcher looks for, as rows alone. */
async function makeMany(): Promise<void> {
  const { id } = await customer(app, { name: 'Seltenwort GmbH' });
  expect(id).toBeDefined();
  for (const statement of [
    `INSERT INTO customer (id, external_id, name, tier, arr_amount, arr_currency, health_score,
       lifecycle_stage, created_at, updated_at, folded, name_words, words_version)
     SELECT gen_random_uuid(), 'many-' || n, 'Many ' || n, 'BUSINESS', 1, 'USD', 50, 'ADOPTION',
       now(), now(), 'many ' || n, to_tsvector('simple', 'many ' || n), 1 FROM generate_series(1, 400) n`,
    `INSERT INTO "user" (id, email, name, level, team, role, active, created_at, updated_at)
     SELECT gen_random_uuid(), 'many-' || n || '@desk.example', 'Many', 'MANAGER', 'ENGINEERING',
       'AGENT', true, now(), now() FROM generate_series(1, 100) n`,
    `INSERT INTO escalation (id, reference, customer_id, summary, issue, status, stage, stage_since,
       severity, category, owner_id, owner_level, opened_at, updated_at, due_at)
     SELECT gen_random_uuid(), 'MANY-' || n, c.ids[1 + n % 400], 's', 'i', 'OPEN', 'ASSESS', now(), 'LOW',
       'TECHNICAL', p.ids[1 + n % 100], 'MANAGER', now() - n * interval '1 minute', now(),
       now() + (n + 60) * interval '1 minute'
     FROM generate_series(1, ${CASES}) n,
       (SELECT array_agg(id) AS ids FROM customer WHERE name LIKE 'Many%') c,
       (SELECT array_agg(id) AS ids FROM "user" WHERE name = 'Many') p`,
    `INSERT INTO search_text (escalation_id, customer_id, open_words, internal_words, open_size,
       internal_size, version)
     SELECT id, customer_id, to_tsvector('simple', 'common words of case w' || right(reference, 3)), '', 1, 1, 1
     FROM escalation WHERE reference LIKE 'MANY-%'`,
    `INSERT INTO stakeholder (escalation_id, customer_id, user_id, since)
     SELECT e.id, e.customer_id, u.id, now() FROM escalation e JOIN "user" u
       ON u.email = 'many-' || (1 + hashtext(e.reference) % 90)  || '@desk.example'
     WHERE e.reference LIKE 'MANY-%'`,
    'ANALYZE',
  ]) {
    await execute(app.databaseUrl, statement);
  }
}

describe('over many open cases', () => {
  beforeAll(makeMany, 60_000);

  test.for<[string, string, Variables]>([
    ['unassigned', 'escalation_owner_id_opened_at_id_idx', { unassigned: true }],
    ['a team of few cases', 'escalation_owner_id_opened_at_id_idx', { team: ['FINANCE'] }],
    [
      'a stakeholder',
      'stakeholder_user_id_escalation_id_idx',
      { stakeholder: { email: 'fin@desk.example' } },
    ],
    ['what is due soon', 'escalation_due_at_id_idx', { dueBefore: new Date() }],
    ['a rare word', 'search_text_words_idx', { search: 'w777 common' }],
    ["a word of a customer's name", 'customer_name_words_idx', { search: 'seltenwort' }],
  ])('%s is counted from the index %s', async ([, index, filter]) => {
    const condition = filterSql(filter, ADMIN, app.clock.now());
    const plan = await planOf(Prisma.sql`SELECT count(*) FROM escalation e WHERE ${condition}`);
    expect(plan).toContain(index);
    expect(plan).not.toMatch(/Seq Scan on (escalation|search_text|stakeholder)/);
  });

  test.for<[string, string, Variables]>([
    ['unassigned', 'escalation_owner_id_opened_at_id_idx', { unassigned: true }],
    [
      'a stakeholder',
      'stakeholder_user_id_escalation_id_idx',
      { stakeholder: { email: 'fin@desk.example' } },
    ],
    ['a rare word', 'search_text_words_idx', { search: 'w777 common' }],
    ['a word of all cases', 'escalation_opened_at_id_idx', { search: 'common' }],
    ['a word of some', 'search_text_words_idx', { search: 'w77' }],
  ])('the first page of %s comes from the index %s', async ([, index, filter]) => {
    const { condition, picked } = listFilter(filter, ADMIN, app.clock.now());
    const statement = pageStatement(windowOf(NEWEST_FIRST, {}), {
      table: Prisma.sql`escalation e`,
      where: condition,
      scopes: null,
      picked,
    });
    const used = await usedBy(statement);
    expect(used).toContain(index);
    expect(used).not.toContainEqual(
      expect.stringMatching(/^(escalation|search_text|stakeholder)$/),
    );
  });
});

const NEWEST_FIRST: KeysetOrder = {
  name: 'NEWEST_FIRST',
  columns: [
    { sql: Prisma.sql`e.opened_at`, type: 'timestamptz', descending: true },
    { sql: Prisma.sql`e.id`, type: 'uuid', descending: true },
  ],
};

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Loops': number;
  Plans?: PlanNode[];
}

/** The indexes from which the statement took something, and the tables that it read from end to end. */
async function usedBy(statement: Prisma.Sql): Promise<string[]> {
  const [row] = await app.db.$queryRaw<[{ 'QUERY PLAN': [{ Plan: PlanNode }] }]>`
    EXPLAIN (ANALYZE, FORMAT JSON) ${statement}`;
  const used = (node: PlanNode): string[] => {
    if (node['Actual Loops'] === 0) return [];
    const table = node['Node Type'] === 'Seq Scan' ? node['Relation Name'] : undefined;
    const name = node['Index Name'] ?? table;
    return [...(name === undefined ? [] : [name]), ...(node.Plans ?? []).flatMap(used)];
  };
  return used(row['QUERY PLAN'][0].Plan);
}

/** As PostgreSQL chooses it by itself. */
async function planOf(statement: Prisma.Sql): Promise<string> {
  const rows = await app.db.$queryRaw<object[]>`EXPLAIN ${statement}`;
  return JSON.stringify(rows);
}
