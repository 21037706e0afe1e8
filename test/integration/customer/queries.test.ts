import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCustomer } from '../../support/factories.ts';
import { customer } from '../../support/factories.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

describe('customer', () => {
  let known: TestCustomer;
  beforeAll(async () => {
    known = await customer(app, { externalId: 'CUST-1', tier: 'STARTER' });
  });

  const find = (by: object) =>
    app.query('query ($by: CustomerRef!) { customer(by: $by) { name } }', { by });

  it('is found by id and by externalId', async () => {
    expect(await find({ id: known.id })).toEqual({ customer: { name: known.name } });
    expect(await find({ externalId: 'CUST-1' })).toEqual({ customer: { name: known.name } });
  });

  it.each([
    ['a malformed id', { id: 'junk' }],
    ['an id of another type', { id: Buffer.from('User:x').toString('base64') }],
    ['an unknown id', { id: btoa('Customer:00000000-0000-7000-8000-000000000000') }],
    ['an unknown externalId', { externalId: 'cust-1' }],
    ['a blank externalId', { externalId: ' ' }],
    ['an externalId with NUL', { externalId: 'CUST-1\u0000' }],
  ])('is null for %s', async (_name, by) => {
    expect(await find(by)).toEqual({ customer: null });
  });

  it('named twice is a bad request', async () => {
    const { errors } = await app.graphql(
      'query ($by: CustomerRef!) { customer(by: $by) { name } }',
      { by: { id: known.id, externalId: 'CUST-1' } },
    );
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_REQUEST']);
  });
});

describe('customers', () => {
  beforeAll(async () => {
    app.clock.advance(1_000);
    await customer(app, { externalId: 'a_1', name: '50% Off GmbH', tier: 'ENTERPRISE' });
    app.clock.advance(1_000);
    await customer(app, { externalId: 'ab1', name: 'Back\\slash Ltd', tier: 'ENTERPRISE' });
    app.clock.advance(1_000);
    await customer(app, { externalId: 'zzz', name: 'ÄRGER AG', tier: 'BUSINESS' });
  });

  interface Page {
    customers: {
      totalCount: number;
      nodes: { externalId: string }[];
      pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; endCursor: string };
    };
  }

  async function page(variables: object) {
    const { customers } = await app.query<Page>(
      `query ($first: Int, $after: String, $tier: [CustomerTier!], $search: String) {
        customers(first: $first, after: $after, tier: $tier, search: $search) {
          totalCount nodes { externalId } pageInfo { hasNextPage hasPreviousPage endCursor }
        }
      }`,
      { ...variables },
    );
    return { ...customers, externalIds: customers.nodes.map(({ externalId }) => externalId) };
  }

  it('come by name, page by page', async () => {
    const start = await page({ first: 3 });
    expect(start).toMatchObject({ totalCount: 4, externalIds: ['a_1', 'ab1', 'CUST-1'] });
    expect(start.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const rest = await page({ first: 3, after: start.pageInfo.endCursor });
    expect(rest).toMatchObject({ totalCount: 4, externalIds: ['zzz'] });
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it('can be narrowed to some tiers', async () => {
    const { externalIds } = await page({ tier: ['STARTER', 'BUSINESS'] });
    expect(externalIds).toEqual(['CUST-1', 'zzz']);
    expect((await page({ tier: [] })).externalIds).toEqual([]);
  });

  it.each([
    ['a part of the name in another case', 'off gmbh', ['a_1']],
    ['a letter with an umlaut in another case', 'ärger', ['zzz']],
    ['a part of the externalId', 'ust-', ['CUST-1']],
    ['a percent sign', '%', ['a_1']],
    ['an underscore', 'a_', ['a_1']],
    ['a backslash', '\\', ['ab1']],
    ['NUL', '\u0000', []],
    ['half a surrogate pair', '\ud800', []],
    ['nothing', '', ['a_1', 'ab1', 'CUST-1', 'zzz']],
  ])('are found by %s', async (_name, search, externalIds) => {
    expect(await page({ search })).toMatchObject({
      totalCount: externalIds.length,
      externalIds,
    });
  });

  it.each([
    ['text', 'junk'],
    ['a key that is none', btoa('GPC:S:junk')],
    ['a number', btoa('GPC:N:1')],
    ['nothing', ''],
  ])('refuse a cursor that holds %s', async (_name, after) => {
    const { errors } = await app.graphql(
      `query ($after: String) {
        customers(after: $after) { nodes { id } }
      }`,
      { after },
    );
    expect(errors?.map(({ extensions }) => extensions?.code)).toEqual(['BAD_REQUEST']);
  });
});

describe('viewer', () => {
  it('is the key, which stands for no person and sees every customer', async () => {
    const { viewer } = await app.query(
      '{ viewer { user { id } role name customers(first: 1) { totalCount nodes { externalId } } } }',
    );
    expect(viewer).toEqual({
      user: null,
      role: 'ADMIN',
      name: expect.any(String),
      customers: { totalCount: 4, nodes: [{ externalId: 'CUST-1' }] },
    });
  });
});
