import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { createClient, fetchExchange } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Answer } from '../../support/doors.ts';
import { doorsOf } from '../../support/doors.ts';
import type { TestPartner } from '../../support/partner.ts';
import { hashOf, partner } from '../../support/partner.ts';

const ME = 'query Me { viewer { role } }';
const NOBODYS = 'query Nobodys { viewer { role name } }';

let app: TestApp;
let acme: TestPartner;
beforeAll(async () => {
  app = await startTestApp();
  acme = await partner(app, ME);
});
afterAll(async () => {
  const rows = await app.db.persistedOperation.findMany({ select: { name: true } });
  expect(rows, 'something was registered that nobody asked for').toEqual([{ name: 'Me' }]);
  await app.stop();
});

/** What a client sent, in order. */
let sent: { method: string; hasHash: boolean; hasText: boolean }[];
beforeEach(() => {
  sent = [];
});

/** The platform's, which keeps a record. */
function recording(input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> {
  const params =
    init.method === 'GET'
      ? Object.fromEntries(new URL(String(input), app.url).searchParams)
      : (JSON.parse(String(init.body)) as Record<string, unknown>);
  sent.push({
    method: init.method ?? 'GET',
    hasHash: JSON.stringify(params['extensions'] ?? '').includes('sha256Hash'),
    hasText: typeof params['query'] === 'string' && params['query'] !== '',
  });
  return fetch(input, init);
}

describe("Apollo's link for persisted queries", () => {
  function apollo(key: string, useGETForHashedQueries: boolean): ApolloClient {
    const persisted = new PersistedQueryLink({ sha256: hashOf, useGETForHashedQueries });
    const headers = { authorization: `Bearer ${key}` };
    const http = new HttpLink({ uri: app.url, headers, fetch: recording });
    return new ApolloClient({ link: persisted.concat(http), cache: new InMemoryCache() });
  }

  test.each([
    [true, 'GET'],
    [false, 'POST'],
  ])('of staff sends the text after the hash was not known (by GET: %s)', async (byGet, first) => {
    const query = gql('query Apollos { viewer { role } }');
    const { data } = await apollo(app.key, byGet).query({ query });
    expect(data).toMatchObject({ viewer: { role: 'ADMIN' } });
    expect(sent).toEqual([
      { method: first, hasHash: true, hasText: false },
      { method: 'POST', hasHash: true, hasText: true },
    ]);
  });

  test('of staff runs a mutation', async () => {
    const mutation = gql(
      'mutation ($input: UpsertUserInput!) { upsertUser(input: $input) { user { name } } }',
    );
    const input = { email: 'apollo@desk.example', name: 'Apollo', level: 'MANAGER' };
    const { data } = await apollo(app.key, false).mutate({ mutation, variables: { input } });
    expect(data).toMatchObject({ upsertUser: { user: { name: 'Apollo' } } });
  });

  test('of a partner is told why and does not send the text', async () => {
    const asked = apollo(acme.key, false).query({ query: gql(NOBODYS) });
    await expect(asked).rejects.toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_OPERATION_NOT_FOUND' } }],
    });
    expect(sent).toEqual([{ method: 'POST', hasHash: true, hasText: false }]);
  });
});

describe("urql's exchange for persisted operations", () => {
  function urql(key: string, preferGetForPersistedQueries: boolean) {
    return createClient({
      url: app.url,
      fetch: recording,
      fetchOptions: { headers: { authorization: `Bearer ${key}` } },
      preferGetMethod: false,
      exchanges: [
        persistedExchange({ preferGetForPersistedQueries, enableForMutation: true }),
        fetchExchange,
      ],
    });
  }

  test.each([true, false])(
    'of staff sends the text after the hash was not known (by GET: %s)',
    async (byGet) => {
      const { data, error } = await urql(app.key, byGet).query(
        'query Urqls { viewer { role } }',
        {},
      );
      expect([data, error]).toMatchObject([{ viewer: { role: 'ADMIN' } }, undefined]);
      expect(sent.map(({ hasHash, hasText }) => [hasHash, hasText])).toEqual([
        [true, false],
        [true, true],
      ]);
      expect(sent[0]?.method).toBe(byGet ? 'GET' : 'POST');
    },
  );

  test('of staff runs a mutation', async () => {
    const { data } = await urql(app.key, false).mutation(
      'mutation ($input: UpsertUserInput!) { upsertUser(input: $input) { user { name } } }',
      { input: { email: 'urql@desk.example', name: 'Urql', level: 'MANAGER' } },
    );
    expect(data).toMatchObject({ upsertUser: { user: { name: 'Urql' } } });
  });

  test('of a partner is told why and does not send the text', async () => {
    const { error } = await urql(acme.key, false).query(NOBODYS, {});
    expect(error?.graphQLErrors).toMatchObject([
      { extensions: { code: 'PERSISTED_OPERATION_NOT_FOUND' } },
    ]);
    expect(sent).toHaveLength(1);
  });
});

describe.each(doorsOf(() => app.url))('over %s', (_name, send) => {
  const persistedQuery = (sha256Hash: string) => ({
    extensions: { persistedQuery: { version: 1, sha256Hash } },
  });
  const first = ({ errors }: Answer) => errors?.[0];

  test.each([
    ['extensions.persistedQuery', persistedQuery(hashOf(NOBODYS))],
    ['documentId', { documentId: `sha256:${hashOf(NOBODYS)}` }],
  ])('staff run a document that nobody registered beside its hash as %s', async (_how, named) => {
    const answer = await send({ ...named, query: NOBODYS }, app.key);
    expect(answer).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
  });

  test('the hash alone is refused in the words that clients go by, again after the text ran', async () => {
    for (let times = 0; times < 2; times += 1) {
      expect(first(await send(persistedQuery(hashOf(NOBODYS)), app.key))).toMatchObject({
        message: 'PersistedQueryNotFound',
        extensions: { code: 'PERSISTED_OPERATION_NOT_FOUND' },
      });
      await send({ ...persistedQuery(hashOf(NOBODYS)), query: NOBODYS }, app.key);
    }
  });

  test('a hash that is not that of its text is BAD_REQUEST, and nothing runs', async () => {
    for (const hash of [hashOf(ME), hashOf('nobody has it'), 'nonsense']) {
      const answer = await send({ ...persistedQuery(hash), query: NOBODYS }, app.key);
      expect([first(answer)?.extensions?.code, answer.data]).toEqual(['BAD_REQUEST', undefined]);
    }
  });

  test('a free document stays within the limits of free documents, hash or not', async () => {
    const query = `query { ${'viewer { role } '.repeat(260)} }`;
    const answer = await send({ ...persistedQuery(hashOf(query)), query }, app.key);
    expect(first(answer)?.message).toContain('1000 tokens');
  });

  test('a partner runs no text that is not registered, whatever hash it brings', async () => {
    const answer = await send({ ...persistedQuery(hashOf(NOBODYS)), query: NOBODYS }, acme.key);
    expect([first(answer)?.extensions?.code, answer.data]).toEqual([
      'PERSISTED_OPERATION_NOT_FOUND',
      undefined,
    ]);
    expect(first(answer)?.message).not.toBe('PersistedQueryNotFound');
  });
});
