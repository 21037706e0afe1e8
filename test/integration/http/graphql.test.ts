import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const VIEWER = '{ viewer { role } }';

function post(body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${app.key}`, ...headers },
    body,
  });
}

describe('signing in', () => {
  test.each([
    ['no credentials', ''],
    ['a wrong key', 'Bearer nonsense-nonsense-nonsense-nonsense'],
    ['another scheme', 'Basic YWRtaW46YWRtaW4='],
  ])('with %s an operation is answered 401 and not executed', async (_name, authorization) => {
    const answer = await app.graphql(VIEWER, {}, { authorization });
    expect(answer).toMatchObject({
      status: 401,
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
    expect(answer).not.toHaveProperty('data');
  });

  test('introspection and malformed documents are refused before they are read, too', async () => {
    for (const document of ['{ __schema { types { name } } }', '{{{']) {
      const { status, errors } = await app.graphql(document, {}, { authorization: '' });
      expect([status, errors?.map((error) => error.extensions?.code)]).toEqual([
        401,
        ['UNAUTHENTICATED'],
      ]);
    }
  });

  test('a request without a key that reads by GET is answered 401 with a challenge', async () => {
    const response = await fetch(`${app.url}?query=${encodeURIComponent(VIEWER)}`);
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
  });
});

describe('media types', () => {
  test.each([
    ['application/json', 'application/json; charset=utf-8'],
    ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
    ['*/*', 'application/json; charset=utf-8'],
  ])('who accepts %s is answered %s', async (accept, contentType) => {
    const response = await post(JSON.stringify({ query: VIEWER }), { accept });
    expect(response.headers.get('content-type')).toBe(contentType);
    expect(await response.json()).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
  });

  test.each([
    ['does not parse', '{'],
    ['asks for too large a page', '{ escalations(first: 101) { totalCount } }'],
  ])(
    'a document that %s is 400 in the GraphQL media type and 200 in plain JSON',
    async (_what, query) => {
      const statusFor = async (accept: string) =>
        (await post(JSON.stringify({ query }), { accept })).status;
      expect(await statusFor('application/graphql-response+json')).toBe(400);
      expect(await statusFor('application/json')).toBe(200);
    },
  );

  test('an operation that reads may come by GET, a mutation may not', async () => {
    const get = (query: string) =>
      fetch(`${app.url}?query=${encodeURIComponent(query)}`, {
        headers: { authorization: `Bearer ${app.key}` },
      });
    expect(await (await get(VIEWER)).json()).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
    const refused = await get(
      'mutation { addNote(input: { escalationId: "x", text: "x" }) { cursor } }',
    );
    expect(refused.status).toBe(405);
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});

describe('mistakes in the request', () => {
  test.each([
    ['a document that does not parse', '{', {}],
    ['a field that does not exist', '{ nothing }', {}],
    ['a missing variable', 'query ($id: ID!) { node(id: $id) { id } }', {}],
    ['a document without an operation', 'fragment F on Query { __typename }', {}],
    ['a subscription that does not exist', 'subscription { nothing }', {}],
  ])('%s has the code BAD_REQUEST', async (_name, document, variables) => {
    const { errors, data } = await app.graphql(document, variables);
    expect(errors?.map((error) => error.extensions?.code)).toEqual(['BAD_REQUEST']);
    expect(data).toBeUndefined();
  });

  test('a malformed value of a variable is named by its path', async () => {
    const { errors } = await app.graphql(
      'mutation ($input: UpsertUserInput!) { upsertUser(input: $input) { cursor } }',
      { input: { email: 'not an address', name: 'A', level: 'KING' } },
    );
    expect(errors).toEqual([
      expect.objectContaining({
        message: expect.stringContaining('at "input.email"'),
        extensions: { code: 'BAD_REQUEST', field: ['input', 'email'] },
      }),
      expect.objectContaining({
        message: expect.stringContaining('at "input.level"'),
        extensions: { code: 'BAD_REQUEST', field: ['input', 'level'] },
      }),
    ]);
  });

  test.each([
    ['a body that is not JSON', '{"query": '],
    ['a body that is not an object', '"{ viewer { role } }"'],
    ['several operations in one request', `[{"query": "${VIEWER}"}, {"query": "${VIEWER}"}]`],
    ['a body without a query', '{}'],
    ['a parameter nobody knows', `{"query": "${VIEWER}", "doc": 1}`],
  ])('%s has the code BAD_REQUEST', async (_name, body) => {
    const response = await post(body);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });

  test('variables in a query string that are not JSON have the code BAD_REQUEST', async () => {
    const response = await fetch(
      `${app.url}?query=${encodeURIComponent(VIEWER)}&variables=${encodeURIComponent('{"a":')}`,
      { headers: { authorization: `Bearer ${app.key}` } },
    );
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'BAD_REQUEST' } }],
    });
  });
});

describe('a request that holds no operation', () => {
  test.each(['application/json', 'application/graphql-response+json'])(
    'for want of a document is answered 400, accepting %s too',
    async (accept) => {
      const response = await post('{}', { accept });
      expect([response.status, await response.json()]).toMatchObject([
        400,
        { errors: [{ message: 'Send a GraphQL document in `query`, or a `documentId`.' }] },
      ]);
    },
  );

  test('for its content type is answered 415, saying which one is right', async () => {
    const response = await post('{}', { 'content-type': 'text/plain' });
    expect([response.status, await response.json()]).toMatchObject([
      415,
      { errors: [{ message: 'Send `content-type: application/json`.' }] },
    ]);
  });
});

describe('the size of a document', () => {
  const names = (count: number) =>
    Array.from({ length: count }, (_, index) => `a${index}: __typename`).join(' ');

  test('with 50 aliases is accepted', async () => {
    const { errors } = await app.graphql(`{ ${names(50)} }`);
    expect(errors).toBeUndefined();
  });

  test.each([
    ['in the operation', `{ ${names(51)} }`],
    ['in a fragment', `{ ...F } fragment F on Query { ${names(51)} }`],
  ])('with 51 aliases %s is QUERY_TOO_COMPLEX, naming the limit', async (_where, document) => {
    const { errors } = await app.graphql(document);
    expect(errors).toMatchObject([
      {
        message: 'The document has 51 aliases; the limit is 50.',
        extensions: { code: 'QUERY_TOO_COMPLEX' },
      },
    ]);
  });

  test('that selects one field too often to be checked is QUERY_TOO_COMPLEX and says so', async () => {
    const { errors } = await app.graphql(`{ ${'__typename '.repeat(990)} }`);
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('the same fields too often'),
        extensions: { code: 'QUERY_TOO_COMPLEX' },
      },
    ]);
  });
});

describe('the size of a request', () => {
  const large = JSON.stringify({ query: VIEWER, variables: { filler: 'x'.repeat(1_000_000) } });
  const tooLarge = {
    errors: [
      {
        message: 'The request body is over the limit of 1 MB.',
        extensions: { code: 'BAD_REQUEST' },
      },
    ],
  };

  test('a body over 1 MB is answered 413 with an error that names the limit', async () => {
    const response = await post(large);
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual(tooLarge);
  });

  test('a body over 1 MB that comes in chunks of unknown number is answered the same', async () => {
    const inChunks: RequestInit & { duplex: 'half' } = {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${app.key}` },
      body: new Blob([large]).stream(),
      duplex: 'half',
    };
    const response = await fetch(app.url, inChunks);
    expect(response.status).toBe(413);
    expect(await response.json()).toEqual(tooLarge);
  });

  test('a body just under 1 MB is read', async () => {
    const filler = 'x'.repeat(990_000);
    const response = await post(JSON.stringify({ query: VIEWER, variables: { filler } }));
    expect(response.status).toBe(200);
  });
});
