import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const NODE = 'query CoerceFailure($id: ID!) { node(id: $id) { id } }';
const UPSERT = 'mutation ($input: UpsertUserInput!) { upsertUser(input: $input) { cursor } }';
const DEEP = `{ escalations(first: 1) { nodes { ${'customer { escalations(first: 1) { nodes { '.repeat(6)} id ${'} } }'.repeat(6)} } } }`;

/** Requests that are well formed, hold an operation that cannot run, and get no data. */
const MISTAKES: readonly [string, object][] = [
  ['a document that does not parse', { query: '{' }],
  ['a field that does not exist', { query: '{ nothing }' }],
  ['an argument of another type', { query: '{ escalations(first: "x") { totalCount } }' }],
  ['a variable that is null and may not be', { query: NODE, variables: { id: null } }],
  ['a variable that is missing', { query: NODE }],
  ['a variable of another type', { query: NODE, variables: { id: true } }],
  [
    'a malformed value inside a variable',
    { query: UPSERT, variables: { input: { email: 'x', name: 'A', level: 'MANAGER' } } },
  ],
  ['a page that is too large', { query: '{ escalations(first: 101) { totalCount } }' }],
  ['too deep a document', { query: DEEP }],
  ['a document without an operation', { query: 'fragment F on Query { __typename }' }],
  ['several operations and no name', { query: 'query A { __typename } query B { __typename }' }],
  ['a name of no operation', { query: 'query A { __typename }', operationName: 'B' }],
];

/** Bodies that are no request of GraphQL over HTTP. */
const MALFORMED: readonly [string, string][] = [
  ['JSON that does not parse', '{"query":'],
  ['a misspelt parameter', '{"qeury": "{ __typename }"}'],
  ['a name of an operation that is no text', JSON.stringify({ query: NODE, operationName: 7 })],
  ['variables that are a list', JSON.stringify({ query: NODE, variables: [7] })],
];

async function post(body: string, accept: string) {
  const response = await fetch(app.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      authorization: `Bearer ${app.key}`,
    },
    body,
  });
  const answer = (await response.json()) as {
    data?: unknown;
    errors: { extensions: { code: string } }[];
  };
  return { status: response.status, answer };
}

describe('a well-formed request that cannot run', () => {
  test.each(MISTAKES)(
    'for %s is 200 in plain JSON and 400 in the GraphQL media type',
    async (_what, body) => {
      const plain = await post(JSON.stringify(body), 'application/json');
      const typed = await post(JSON.stringify(body), 'application/graphql-response+json');
      expect([plain.status, typed.status]).toEqual([200, 400]);
      expect(plain.answer.errors.map(({ extensions }) => extensions.code)).toEqual(
        typed.answer.errors.map(({ extensions }) => extensions.code),
      );
      for (const { answer } of [plain, typed]) expect(answer).not.toHaveProperty('data');
    },
  );

  test.each(['application/json', 'application/graphql-response+json'])(
    'by GET, accepting %s, is answered as by POST',
    async (accept) => {
      for (const [, body] of MISTAKES.filter(
        ([, { query = '' }]: [string, { query?: string }]) => !query.startsWith('mutation'),
      )) {
        const url = new URL(app.url);
        for (const [name, value] of Object.entries(body)) {
          url.searchParams.set(name, typeof value === 'string' ? value : JSON.stringify(value));
        }
        const { status } = await fetch(url, {
          headers: { accept, authorization: `Bearer ${app.key}` },
        });
        expect([body, status]).toEqual([body, accept === 'application/json' ? 200 : 400]);
      }
    },
  );
});

describe('a body that is no well-formed request', () => {
  test.each(MALFORMED)('for %s is 400 in both media types', async (_what, body) => {
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { status, answer } = await post(body, accept);
      expect([status, answer.errors[0]?.extensions.code]).toEqual([400, 'BAD_REQUEST']);
    }
  });
});

test("the audits' document for variables that cannot be coerced fails validation: it proves nothing of them", async () => {
  const query = 'query CoerceFailure($id: ID!){ __typename }';
  const { answer } = await post(
    JSON.stringify({ query, variables: { id: null } }),
    'application/json',
  );
  expect(answer.errors).toMatchObject([{ message: expect.stringContaining('is never used') }]);
});
