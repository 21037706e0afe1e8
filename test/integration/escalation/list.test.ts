import { graphql } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createSchema } from '../../../src/app/schema.ts';
import { decodeId } from '../../../src/graphql/global-id.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/shared/duration.ts';
import { SEVERITIES } from '../../../src/shared/vocabulary.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCustomer } from '../../support/factories.ts';
import { customer, openCase } from '../../support/factories.ts';
import { IS_COMPILED, statementsDuring } from '../../support/statements.ts';

interface Node {
  id: string;
  severity: (typeof SEVERITIES)[number];
  openedAt: string;
  dueAt: string | null;
  updatedAt: string;
}

interface Page {
  totalCount: number;
  edges: { cursor: string; node: Node }[];
  nodes: { id: string }[];
  pageInfo: {
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  };
}

interface Args {
  first?: number;
  after?: string | null;
  last?: number;
  before?: string | null;
  orderBy?: string;
  filter?: object;
}

const PAGE = `totalCount edges { cursor node { id severity openedAt dueAt updatedAt } } nodes { id }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const LIST = `query ($first: Int, $after: String, $last: Int, $before: String,
    $orderBy: EscalationOrder, $filter: EscalationFilter) {
  escalations(first: $first, after: $after, last: $last, before: $before,
    orderBy: $orderBy, filter: $filter) { ${PAGE} }
}`;

const ORDERS = ['OPENED_DESC', 'OPENED_ASC', 'SEVERITY_DESC', 'DUE_ASC', 'UPDATED_DESC'];
const CASES = 14;
const PAGE_SIZE = 5;

const schema = createSchema();

let app: TestApp;
let customers: TestCustomer[];

beforeAll(async () => {
  app = await startTestApp();
  customers = [await customer(app), await customer(app), await customer(app)];
  const opened = [];
  for (let place = 0; place < CASES; place += 1) {
    // Two at a time have one opening time, so that ids decide.
    if (place % 2 === 0) app.clock.advance(MINUTE_MS);
    const severity = SEVERITIES[(place * 7) % SEVERITIES.length];
    const of = customers[place % customers.length]?.id;
    opened.push(await openCase(app, { customer: { id: of }, severity }));
  }
  app.clock.advance(HOUR_MS / 4);
  for (const place of [3, 9, 10]) {
    const escalationId = opened[place]?.id;
    await app.mutate('waitForCustomer', { escalationId, reason: 'A log file is missing.' });
  }
});

afterAll(() => app.stop());

async function list(args: Args): Promise<Page> {
  const { escalations } = await app.query<{ escalations: Page }>(LIST, { ...args });
  return escalations;
}

const idsOf = ({ nodes }: Page): string[] => nodes.map(({ id }) => id);

/** All ids, read page by page from one end to the other. */
async function walk(orderBy: string, backward: boolean): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = null;
  for (;;) {
    const page: Page = await list(
      backward
        ? { orderBy, last: PAGE_SIZE, before: cursor }
        : { orderBy, first: PAGE_SIZE, after: cursor },
    );
    if (backward) ids.unshift(...idsOf(page));
    else ids.push(...idsOf(page));
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
    // Towards where it came from there is more on every page but the first one.
    expect(backward ? hasNextPage : hasPreviousPage).toBe(cursor !== null);
    if (!(backward ? hasPreviousPage : hasNextPage)) return ids;
    cursor = backward ? startCursor : endCursor;
  }
}

const LAST = '9999';
const SORT_KEYS: Record<string, (node: Node) => (string | number)[]> = {
  OPENED_ASC: ({ openedAt }) => [Date.parse(openedAt)],
  OPENED_DESC: ({ openedAt }) => [-Date.parse(openedAt)],
  SEVERITY_DESC: ({ severity, openedAt }) => [SEVERITIES.indexOf(severity), -Date.parse(openedAt)],
  DUE_ASC: ({ dueAt }) => [Date.parse(dueAt ?? LAST)],
  UPDATED_DESC: ({ updatedAt }) => [-Date.parse(updatedAt)],
};

function isSorted(nodes: readonly Node[], keyOf: (node: Node) => (string | number)[]): boolean {
  return nodes.every((node, index) => {
    const next = nodes[index + 1];
    if (next === undefined) return true;
    const [a, b] = [keyOf(node), keyOf(next)];
    const place = a.findIndex((value, at) => value !== b[at]);
    return place === -1 || (a[place] ?? 0) < (b[place] ?? 0);
  });
}

describe.each(ORDERS)('escalations in the order %s', (orderBy) => {
  it('are sorted', async () => {
    const { edges } = await list({ orderBy, first: 100 });
    const nodes = edges.map(({ node }) => node);
    expect(nodes).toHaveLength(CASES);
    expect(isSorted(nodes, SORT_KEYS[orderBy] ?? (() => []))).toBe(true);
  });

  it('come page by page as they come at once, in both directions', async () => {
    const all = idsOf(await list({ orderBy, first: 100 }));
    expect(await walk(orderBy, false)).toEqual(all);
    expect(await walk(orderBy, true)).toEqual(all);
  });

  it('can be read between any two cursors', async () => {
    const { edges } = await list({ orderBy, first: 100 });
    const ids = edges.map(({ node }) => node.id);
    for (const [from, to] of [
      [0, 13],
      [2, 9],
      [8, 12],
      [5, 6],
    ] as const) {
      const between = { after: edges[from]?.cursor ?? '', before: edges[to]?.cursor ?? '' };
      const start = await list({ orderBy, first: 3, ...between });
      const end = await list({ orderBy, last: 3, ...between });
      const within = ids.slice(from + 1, to);
      expect(idsOf(start)).toEqual(within.slice(0, 3));
      expect(idsOf(end)).toEqual(within.slice(-3));
      expect(start.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
      expect(end.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
    }
  });
});

describe('escalations', () => {
  it('are the newest 20 without arguments', async () => {
    const page = await list({});
    expect(idsOf(page)).toEqual(idsOf(await list({ orderBy: 'OPENED_DESC', first: 20 })));
  });

  it('tell of an empty page that it has neither cursors nor neighbours', async () => {
    const page = await list({ filter: { search: 'nothing like it' } });
    expect(page).toEqual({
      totalCount: 0,
      edges: [],
      nodes: [],
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('tell behind the last one that there is more in front', async () => {
    const { pageInfo } = await list({ first: 100 });
    const page = await list({ after: pageInfo.endCursor });
    expect(page.nodes).toEqual([]);
    expect(page.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('are the ones right in front of a cursor when only `before` is given', async () => {
    const { edges } = await list({ first: 100 });
    const page = await list({ before: edges[4]?.cursor ?? '' });
    expect(idsOf(page)).toEqual(edges.slice(0, 4).map(({ node }) => node.id));
  });

  it('keep to the filter on every page', async () => {
    const filter = { severity: ['LOW', 'HIGH'] };
    const all = await list({ filter, first: 100 });
    const second = await list({ filter, first: 2, after: all.edges[1]?.cursor ?? '' });
    expect(all.totalCount).toBe(all.nodes.length);
    expect(idsOf(second)).toEqual(idsOf(all).slice(2, 4));
    expect(second.totalCount).toBe(all.totalCount);
  });

  const encode = (parts: unknown) => Buffer.from(JSON.stringify(parts)).toString('base64url');
  const ID = '019dc000-0000-7000-8000-000000000001';
  it.each([
    ['no cursor at all', 'next please'],
    ['empty', ''],
    ['JSON of another shape', encode({ order: 'OPENED_DESC' })],
    ['of another order', encode(['DUE_ASC', '2026-03-02T09:00:00.000Z', ID])],
    ['short of a part', encode(['OPENED_DESC', ID])],
    ['one with a time that is none', encode(['OPENED_DESC', '2026-13-45T99:00:00.000Z', ID])],
    ['one of the year 0', encode(['OPENED_DESC', '0000-01-01T00:00:00.000Z', ID])],
    ['one without a time', encode(['OPENED_DESC', null, ID])],
    ['one with a key that is none', encode(['OPENED_DESC', '2026-03-02T09:00:00.000Z', 'x'])],
    ['one with an object', encode(['OPENED_DESC', {}, ID])],
  ])('refuse a cursor that is %s', async (_name, cursor) => {
    for (const args of [{ after: cursor }, { before: cursor }]) {
      const { errors } = await app.graphql(LIST, args);
      expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_REQUEST']);
      expect(errors?.[0]?.message).toMatch(/cursor/);
    }
  });

  it('refuse a severity that is none in a cursor', async () => {
    const after = encode(['SEVERITY_DESC', 'URGENT', '2026-03-02T09:00:00.000Z', ID]);
    const { errors } = await app.graphql(LIST, { after, orderBy: 'SEVERITY_DESC' });
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  });
});

describe('Customer.escalations', () => {
  const OF_CUSTOMERS = `query ($first: Int, $after: String, $filter: EscalationFilter) {
    customers(first: 10) { nodes { id escalations(first: $first, after: $after, filter: $filter) { ${PAGE} } } }
  }`;
  type OfCustomers = { customers: { nodes: { id: string; escalations: Page }[] } };

  it('are those of each customer, the newest first', async () => {
    const { customers: found } = await app.query<OfCustomers>(OF_CUSTOMERS, { first: 3 });
    expect(found.nodes).toHaveLength(customers.length);
    for (const { id, escalations } of found.nodes) {
      const own = await list({ filter: { customer: { id } }, first: 100 });
      expect(idsOf(escalations)).toEqual(idsOf(own).slice(0, 3));
      expect(escalations.totalCount).toBe(own.totalCount);
      expect(escalations.pageInfo.hasNextPage).toBe(own.totalCount > 3);
    }
  });

  it('go on behind a cursor and keep to the filter', async () => {
    const [{ id } = { id: '' }] = customers;
    const filter = { status: ['OPEN'] };
    const own = await list({ filter: { customer: { id }, ...filter }, first: 100 });
    const after = own.edges[1]?.cursor;
    const found = await app.query<OfCustomers>(OF_CUSTOMERS, { first: 3, after, filter });
    const page = found.customers.nodes.find((one) => one.id === id)?.escalations;
    expect(page && idsOf(page)).toEqual(idsOf(own).slice(2, 5));
  });

  it('are empty for a customer without any', async () => {
    const { id } = await customer(app, { externalId: 'quiet' });
    const { customer: found } = await app.query<{ customer: { escalations: Page } }>(
      `query ($id: ID!) { customer(by: { id: $id }) { escalations { ${PAGE} } } }`,
      { id },
    );
    expect(found.escalations).toMatchObject({ totalCount: 0, nodes: [] });
  });
});

describe('lists for somebody who may see some customers', () => {
  async function seenBy(customerIds: readonly string[]) {
    const role = 'PARTNER' as const;
    const principal = { id: 'key:partner', role, name: 'partner', userId: null, customerIds };
    const { db, clock, sequencer } = app;
    const { data, errors } = await graphql({
      schema,
      source: `{
        escalations(first: 100) { totalCount nodes { customer { id } } }
        customers { nodes { id escalations { totalCount nodes { id } } } }
      }`,
      contextValue: { principal, db, clock, sequencer },
    });
    expect(errors).toBeUndefined();
    return data as unknown as {
      escalations: { totalCount: number; nodes: { customer: { id: string } }[] };
      customers: { nodes: { id: string; escalations: Page }[] };
    };
  }

  it('hold the cases of these customers and count no others', async () => {
    const [own] = customers;
    const { escalations, customers: seen } = await seenBy([
      decodeId('Customer', own?.id ?? '') ?? '',
    ]);
    expect(escalations.totalCount).toBeGreaterThan(0);
    expect(escalations.totalCount).toBe(escalations.nodes.length);
    expect(new Set(escalations.nodes.map((node) => node.customer.id))).toEqual(new Set([own?.id]));
    expect(seen.nodes.map(({ id }) => id)).toEqual([own?.id]);
    expect(seen.nodes[0]?.escalations.totalCount).toBe(escalations.totalCount);
  });

  it('are empty for somebody who may see none', async () => {
    expect((await seenBy([])).escalations).toEqual({ totalCount: 0, nodes: [] });
  });
});

describe('the SQL statements of lists', () => {
  async function cost(document: string): Promise<number> {
    await app.query(document);
    return (await statementsDuring(() => app.query(document))).length;
  }

  it('are one more with `totalCount`, and only the count without a page', async () => {
    const page = await cost('{ escalations { nodes { reference } } }');
    expect(page).toBe(IS_COMPILED ? 1 : 2);
    expect(await cost('{ escalations { totalCount nodes { reference } } }')).toBe(page + 1);
    expect(await cost('{ escalations { totalCount } }')).toBe(1);
    expect(await cost('{ escalations { pageInfo { hasNextPage } } }')).toBe(1);
  });

  it('do not grow with the customers around them', async () => {
    const ofAll = (first: number) =>
      cost(`{ customers(first: ${first}) { nodes {
        name escalations(first: 2) { totalCount nodes { reference } } } } }`);
    // The page and the rows of the customers, and for their cases the pages, the rows and the counts. What is
    // compiled has the rows in the statements of the pages.
    const statements = IS_COMPILED ? 3 : 5;
    expect(await ofAll(1)).toBe(statements);
    expect(await ofAll(3)).toBe(statements);
  });
});
