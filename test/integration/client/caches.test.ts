import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { createClient, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { isObjectType } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { identityOf } from '../../../packages/client/src/identities.ts';
import { apolloCache, graphcacheKeys } from '../../../packages/client/src/index.ts';
import { createSchema } from '../../../src/app/schema.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase, person } from '../../support/factories.ts';
import type { IsWhole } from './halves.support.ts';
import { halfOf } from './halves.support.ts';

let app: TestApp;
let by: { reference: string };
let customerBy: { externalId: string };
beforeAll(async () => {
  app = await startTestApp();
  const { id, externalId } = await customer(app);
  customerBy = { externalId };
  const { id: ownerId } = await person(app);
  const { reference } = await openCase(app, { customer: { id } });
  by = { reference };
  await openCase(app, { customer: { id }, issue: 'Imports fail.' });
  const call = (mutation: string, input: object) =>
    app.mutate(mutation, { escalationId: reference, ...input });
  await call('assessImpact', {
    businessImpact: 'No invoices.',
    usersAffected: 40,
    revenueAtRisk: { amount: '500' },
  });
  await call('identifyRootCause', {
    category: 'PRODUCT',
    description: 'A limit.',
    contributingFactors: ['Growth'],
  });
  await call('classifyEscalation', {
    category: 'BILLING',
    reputationRisk: 'LOW',
    legalRisk: 'NONE',
  });
  await call('assignOwner', { owner: { id: ownerId } });
  await call('setResponseTimeline', { resolveBy: '2026-03-09T09:00:00Z' });
  await call('recordAction', { kind: 'FIX', description: 'Raised it.' });
  await call('sendCommunication', { subject: 'Your exports', body: 'They work again.' });
  await call('confirmResolution', { confirmedBy: 'Robin Reyes' });
  await call('recordSatisfaction', { rating: 4, comment: 'Thanks.' });
  await call('recordRetrospective', { participants: [], wentWell: ['Speed'], wentWrong: [] });
});
afterAll(() => app.stop());
afterEach(() => {
  vi.restoreAllMocks();
});

const schema = createSchema();

/** Two queries on one thing that share nothing but what names it. */
function halves(root: string, typeName: string, isWhole: IsWhole): [string, string] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no type.`);
  const [first, second] = ([0, 1] as const).map((half) => {
    const variable = `${typeName}Ref!`;
    return `query Half${half}($by: ${variable}) { ${root}(by: $by) { id ${halfOf(type, half, isWhole)} } }`;
  });
  return [first ?? '', second ?? ''];
}

/** What either cache keeps alone, whatever is selected of it. */
const isWhole: IsWhole = (typeName) => identityOf(typeName) === 'WHOLE';
/** Graphcache knows things again by their place, or by what no other has. */
const isWholeToGraphcache: IsWhole = (typeName) => {
  const identity = identityOf(typeName);
  return identity !== 'PLACE' && (typeof identity !== 'object' || identity.is === undefined);
};

const THINGS: readonly [string, string, () => object][] = [
  ['escalation', 'Escalation', () => by],
  ['customer', 'Customer', () => customerBy],
];

function apollo(cache: InMemoryCache): ApolloClient {
  const headers = { authorization: `Bearer ${app.key}` };
  return new ApolloClient({ cache, link: new HttpLink({ uri: app.url, headers }) });
}

describe("Apollo's cache", () => {
  test.each(THINGS)(
    'with the recipe keeps all of two queries on one %s',
    async (root, typeName, named) => {
      const said = vi.spyOn(console, 'warn').mockImplementation(() => {});
      const cache = new InMemoryCache(apolloCache());
      const client = apollo(cache);
      const variables = { by: named() };
      const [first, second] = halves(root, typeName, isWhole).map((text) => gql(text));
      if (first === undefined || second === undefined) throw new Error('no queries');
      const { data: one } = await client.query({ query: first, variables });
      const { data: other } = await client.query({ query: second, variables });
      expect(cache.readQuery({ query: first, variables })).toEqual(one);
      expect(cache.readQuery({ query: second, variables })).toEqual(other);
      expect(said.mock.calls).toEqual([]);
    },
  );

  test('without the recipe loses what the first query had', async () => {
    vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const cache = new InMemoryCache();
    const client = apollo(cache);
    const [first, second] = halves('escalation', 'Escalation', isWhole).map((text) => gql(text));
    if (first === undefined || second === undefined) throw new Error('no queries');
    await client.query({ query: first, variables: { by } });
    await client.query({ query: second, variables: { by } });
    expect(cache.readQuery({ query: first, variables: { by } })).toBeNull();
  });

  test('keeps the customers of two reports apart from each other and from the customer', async () => {
    const cache = new InMemoryCache(apolloCache());
    await apollo(cache).query({
      query: gql`
        query ($by: EscalationRef!) {
          escalation(by: $by) {
            id
            report {
              id
              customer {
                id
                name
              }
            }
          }
        }
      `,
      variables: { by },
    });
    const kept = Object.keys(cache.extract());
    expect(kept.filter((key) => /^(EscalationReport|ReportCustomer):/.test(key))).toEqual([]);
  });
});

describe("urql's normalised cache", () => {
  test.each(THINGS)(
    'with the recipe keeps all of two queries on one %s',
    async (root, typeName, named) => {
      const said: unknown[] = [];
      vi.spyOn(console, 'warn').mockImplementation((...words) => said.push(words));
      const client = createClient({
        url: app.url,
        preferGetMethod: false,
        fetchOptions: { headers: { authorization: `Bearer ${app.key}` } },
        exchanges: [cacheExchange({ keys: graphcacheKeys() }), fetchExchange],
      });
      const variables = { by: named() };
      const [first, second] = halves(root, typeName, isWholeToGraphcache);
      const { data: one, error } = await client.query(first, variables);
      expect(error).toBeUndefined();
      const { data: other } = await client.query(second, variables);
      const cached = async (query: string) =>
        (await client.query(query, variables, { requestPolicy: 'cache-only' })).data;
      expect(await cached(first)).toEqual(one);
      expect(await cached(second)).toEqual(other);
      expect(said).toEqual([]);
    },
  );
});

/** What a cache holds of the case, written as two answers, the older one first. */
const TWO_VALUES: readonly [string, string, string, object, string, object, string][] = [
  [
    'a rating',
    'satisfaction',
    '{ at rating comment }',
    { __typename: 'Satisfaction', at: '2026-03-02T09:00:00Z', rating: 1, comment: 'terrible' },
    '{ rating }',
    { __typename: 'Satisfaction', rating: 5 },
    '{ rating comment }',
  ],
  [
    'a rating of which both say the time',
    'satisfaction',
    '{ at rating comment }',
    { __typename: 'Satisfaction', at: '2026-03-02T09:00:00Z', rating: 1, comment: 'terrible' },
    '{ at rating }',
    { __typename: 'Satisfaction', at: '2026-03-03T09:00:00Z', rating: 5 },
    '{ rating comment }',
  ],
  [
    'an amount',
    'impact',
    '{ revenueAtRisk { amount currency } }',
    {
      __typename: 'Impact',
      revenueAtRisk: { __typename: 'Money', amount: '1.00', currency: 'USD' },
    },
    '{ revenueAtRisk { amount } }',
    { __typename: 'Impact', revenueAtRisk: { __typename: 'Money', amount: '90.00' } },
    '{ revenueAtRisk { amount currency } }',
  ],
  [
    'a root cause',
    'rootCause',
    '{ category description }',
    { __typename: 'RootCause', category: 'PRODUCT', description: 'A limit.' },
    '{ category }',
    { __typename: 'RootCause', category: 'PEOPLE' },
    '{ category description }',
  ],
  [
    'a confirmation',
    'resolution',
    '{ confirmedBy customerConfirmedAt }',
    { __typename: 'Resolution', confirmedBy: 'Kim', customerConfirmedAt: '2026-03-02T09:00:00Z' },
    '{ customerConfirmedAt }',
    { __typename: 'Resolution', customerConfirmedAt: '2026-03-05T09:00:00Z' },
    '{ confirmedBy customerConfirmedAt }',
  ],
  [
    'a verdict and its evidence',
    'qualityCriteria',
    '{ criterion met evidence }',
    [{ __typename: 'QualityCriterion', criterion: 'A', met: false, evidence: 'None yet.' }],
    '{ criterion met }',
    [{ __typename: 'QualityCriterion', criterion: 'A', met: true }],
    '{ criterion met evidence }',
  ],
];

/** One of which the fields change one by one. */
const ONE_THING = [
  'an impact',
  'impact',
  '{ businessImpact usersAffected }',
  { __typename: 'Impact', businessImpact: 'No invoices.', usersAffected: 40 },
  '{ usersAffected }',
  { __typename: 'Impact', usersAffected: 50 },
  '{ businessImpact usersAffected }',
] as const;

const answer = (field: string, value: object) => ({
  escalation: { __typename: 'Escalation', id: '1', [field]: value },
});
/** Without what only one of the caches answers as well. */
const named = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, inner) => (key === '__typename' ? undefined : inner)));
const asking = (field: string, selection: string) =>
  `{ escalation(by: { reference: "ESC-2026-001" }) { id ${field} ${selection} } }`;

describe.each<[string, (steps: readonly [string, object][], read: string) => Promise<unknown>]>([
  [
    'Apollo',
    async (steps, read) => {
      const cache = new InMemoryCache(apolloCache());
      for (const [query, data] of steps) cache.writeQuery({ query: gql(query), data });
      return cache.readQuery({ query: gql(read) });
    },
  ],
  [
    'graphcache',
    async (steps, read) => {
      const answers = steps.map(([, data]) => ({ __typename: 'Query', ...data }));
      const client = createClient({
        url: app.url,
        preferGetMethod: false,
        fetch: () => Promise.resolve(Response.json({ data: answers.shift() })),
        exchanges: [cacheExchange({ keys: graphcacheKeys() }), fetchExchange],
      });
      for (const [query] of steps) {
        const { error } = await client.query(query, {}, { requestPolicy: 'network-only' });
        expect(error).toBeUndefined();
      }
      return (await client.query(read, {}, { requestPolicy: 'cache-only' })).data ?? null;
    },
  ],
])('%s with the recipe', (_name, readAfter) => {
  test.each(TWO_VALUES)(
    'makes no third of two values: %s',
    async (...[, field, all, one, some, other, read]) => {
      const steps: [string, object][] = [
        [asking(field, all), answer(field, one)],
        [asking(field, some), answer(field, other)],
      ];
      // Not in the cache, so that it is asked for.
      expect(await readAfter(steps, asking(field, read))).toBeNull();
      expect(named(await readAfter(steps, asking(field, some)))).toEqual(
        named(answer(field, other)),
      );
    },
  );

  test('keeps all of two answers about one thing', async () => {
    const [, field, all, one, some, other, read] = ONE_THING;
    const steps: [string, object][] = [
      [asking(field, all), answer(field, one)],
      [asking(field, some), answer(field, other)],
    ];
    expect(named(await readAfter(steps, asking(field, read)))).toEqual(
      named(answer(field, { ...one, ...other })),
    );
  });
});
