import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import type { TestPartner } from '../../support/partner.ts';
import { hashOf, partner } from '../../support/partner.ts';

const CASES = 'query Cases($first: Int) { escalations(first: $first) { nodes { reference } } }';

let app: TestApp;
let acme: TestPartner;
beforeAll(async () => {
  app = await startTestApp();
  acme = await partner(app, CASES);
  await openCase(app);
});
afterAll(() => app.stop());

interface Asked {
  method?: string;
  key?: string;
  body?: string;
  search?: string;
  headers?: Record<string, string>;
}

/** Headers that are the same in two answers to the same request. */
const COMPARED = [
  ...['content-type', 'allow', 'www-authenticate', 'etag', 'vary', 'cache-control'],
  ...['ratelimit-policy', 'ratelimit-limit', 'x-content-type-options', 'retry-after'],
  ...['content-security-policy', 'cross-origin-opener-policy', 'cross-origin-resource-policy'],
  ...['referrer-policy', 'connection', 'keep-alive'],
];

async function ask({ method = 'POST', key = app.key, body, search = '', headers }: Asked) {
  const response = await fetch(`${app.url}${search}`, {
    method,
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(COMPARED.map((name) => [name, response.headers.get(name)])),
    // What is left of a budget, and the id of a failure, are in no two answers the same.
    text: text
      .replace(/"(left|restoredInSeconds)":\d+/g, '"$1":0')
      .replace(/"id":"[0-9a-f-]{36}"/g, '"id":""'),
  };
}

const query = (text: string, more: object = {}) => JSON.stringify({ query: text, ...more });
const search = (params: Record<string, string>) => `?${new URLSearchParams(params)}`;

/** What the plain door answers by itself. */
const PLAIN: readonly (readonly [string, () => Asked])[] = [
  ['a query', () => ({ body: query(CASES, { variables: { first: 1 } }) })],
  [
    'a query of two operations',
    () => ({
      body: query('query A { a: __typename } query B { b: __typename }', { operationName: 'B' }),
    }),
  ],
  [
    'no operation of a name',
    () => ({ body: query('query A { __typename }', { operationName: 'B' }) }),
  ],
  ['a document that does not parse', () => ({ body: query('{ a') })],
  ['a field that is not there', () => ({ body: query('{ stats { opne } }') })],
  ['a variable that is wrong', () => ({ body: query(CASES, { variables: { first: 'x' } }) })],
  [
    'a page that is too long',
    () => ({ body: query('{ escalations(first: 1000) { nodes { id } } }') }),
  ],
  [
    'what is too complex',
    () => ({
      body: query(`{ ${Array.from({ length: 50 }, (_, n) => `a${n}: stats { open }`).join(' ')} }`),
    }),
  ],
  [
    'a mutation whose input is wrong',
    () => ({
      body: query(
        'mutation { addNote(input: { escalationId: "x", text: "y" }) { userErrors { code field } } }',
      ),
    }),
  ],
  ['a text beyond ASCII', () => ({ body: query('{ é: __typename }') })],
  [
    'an answer beyond ASCII',
    () => ({ body: query(`{ escalation(by: { reference: "é💥" }) { id } }`) }),
  ],
  ['an undeclared variable', () => ({ body: query('{ __typename }', { variables: { no: 1 } }) })],
  ['a GET', () => ({ method: 'GET', search: search({ query: CASES, variables: '{"first":1}' }) })],
  [
    'a mutation by GET',
    () => ({ method: 'GET', search: search({ query: 'mutation { __typename }' }) }),
  ],
  [
    'a partner by id',
    () => ({ key: acme.key, body: JSON.stringify({ documentId: hashOf(CASES) }) }),
  ],
  [
    'a partner by id and GET',
    () => ({ key: acme.key, method: 'GET', search: search({ documentId: hashOf(CASES) }) }),
  ],
  ['a partner with a document', () => ({ key: acme.key, body: query('{ __typename }') })],
  [
    'an id that nobody has registered',
    () => ({ key: acme.key, body: JSON.stringify({ documentId: '0'.repeat(64) }) }),
  ],
  ['wrong credentials', () => ({ key: `${app.key}x`, body: query('{ __typename }') })],
];

/** What it hands on. */
const HANDED_ON: readonly (readonly [string, () => Asked])[] = [
  ['no JSON', () => ({ body: '{' })],
  ['nothing', () => ({ body: '' })],
  ['a byte order mark', () => ({ body: `\ufeff${query('{ __typename }')}` })],
  ['a list of operations', () => ({ body: `[${query('{ __typename }')}]` })],
  ['no document', () => ({ body: '{}' })],
  ['a parameter that is not known', () => ({ body: query('{ __typename }', { more: 1 }) })],
  ['variables that are a list', () => ({ body: query('{ __typename }', { variables: [] }) })],
  ['a name that is a number', () => ({ body: query('{ __typename }', { operationName: 1 }) })],
  [
    'broken variables of a GET',
    () => ({ method: 'GET', search: search({ query: '{ __typename }', variables: '{' }) }),
  ],
  [
    'another type',
    () => ({ body: '{ __typename }', headers: { 'content-type': 'application/graphql' } }),
  ],
];

describe.each(['application/json', 'application/graphql-response+json'])('as %s', (type) => {
  test.each([...PLAIN, ...HANDED_ON])(
    '%s is answered as on the way by Yoga',
    async (_what, asked) => {
      const { headers, ...rest } = asked();
      const plain = await ask({ ...rest, headers: { ...headers, accept: type } });
      // Who says how much it likes a type is left to Yoga.
      const byYoga = await ask({ ...rest, headers: { ...headers, accept: `${type};q=0.9` } });
      expect(plain).toEqual(byYoga);
      expect(plain.headers['content-type']).toMatch(/json; charset=utf-8$/);
    },
  );
});

test.each(['application/json', 'application/json;q=0.9'])(
  'what a client kept of a registered query is not sent again, for %s',
  async (accept) => {
    const asked = { key: acme.key, method: 'GET', search: search({ documentId: hashOf(CASES) }) };
    const { headers } = await ask({ ...asked, headers: { accept } });
    const again = { ...asked, headers: { accept, 'if-none-match': headers['etag'] ?? '' } };
    expect(await ask(again)).toMatchObject({
      status: 304,
      text: '',
      headers: { etag: headers['etag'] },
    });
  },
);
