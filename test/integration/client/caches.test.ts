import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { createClient, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { isObjectType } from 'graphql';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { apolloCache, graphcacheKeys } from '../../../client/index.ts';
import { createSchema } from '../../../src/schema.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { customer, openCase, person } from '../../support/factories.ts';
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
function halves(root: string, typeName: string): [string, string] {
  const type = schema.getType(typeName);
  if (!isObjectType(type)) throw new Error(`${typeName} is no type.`);
  const [first, second] = ([0, 1] as const).map((half) => {
    const variable = `${typeName}Ref!`;
    return `query Half${half}($by: ${variable}) { ${root}(by: $by) { id ${halfOf(type, half)} } }`;
  });
  return [first ?? '', second ?? ''];
}

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
      const [first, second] = halves(root, typeName).map((text) => gql(text));
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
    const [first, second] = halves('escalation', 'Escalation').map((text) => gql(text));
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
      const [first, second] = halves(root, typeName);
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
