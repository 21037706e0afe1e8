import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { Client } from '../../support/client.ts';
import { createTestClient } from '../../support/client.ts';
import { openCase, person } from '../../support/factories.ts';
import { partner } from '../../support/partner.ts';
import type { Answer, Caller } from './doors.fixture.ts';
import { openSocket, overHttp, overSse } from './doors.fixture.ts';

let app: TestApp;
let agent: Client;
let caller: Caller;
let escalationId: string;

beforeAll(async () => {
  app = await startTestApp();
  const { key } = await app.mutate<{ key: string }>('createApiKey', { role: 'AGENT' }, 'key');
  agent = createTestClient(app.url, key);
  caller = { label: 'agent', credential: key, isRegistered: false };
  escalationId = (await openCase(app)).id;
});
afterAll(() => app.stop());

const NOTE = 'addNote(input: { escalationId: $id, text: "Written." }) { userErrors { code } }';
const KEY = 'createApiKey(input: { role: VIEWER }) { key }';
const head = (rest: string) => `mutation Both($id: ID!) { ${rest} }`;
const IF_YES = `mutation Both($id: ID!, $yes: Boolean = true) {
  ${NOTE} ${KEY.replace(')', ') @include(if: $yes)')}
}`;

const DOCUMENTS: [form: string, document: string][] = [
  ['a field', head(`${NOTE} ${KEY}`)],
  ['a field with an alias', head(`${NOTE} addNote2: ${KEY}`)],
  ['a field in an inline fragment', head(`${NOTE} ... on Mutation { ... { ${KEY} } }`)],
  [
    'a field in a fragment in a fragment',
    `${head(`${NOTE} ...Outer`)}
    fragment Outer on Mutation { ...Inner } fragment Inner on Mutation { ${KEY} }`,
  ],
  ['a field that a variable includes', IF_YES],
  ['a field that nothing skips', head(`${NOTE} ... @skip(if: false) { ${KEY} }`)],
];

/** As Both of a document of two: the other one is not what is asked for. */
const OF_TWO = `${head(`${NOTE} ${KEY}`)} query Other { viewer { name } }`;

type Ask = (text: string, variables: object) => Promise<Answer>;

const DOORS: [door: string, ask: Ask][] = [
  [
    'POST',
    (text, variables) => overHttp(app.url, caller, { name: 'Both', text }, { ...variables }),
  ],
  ['SSE', (text, variables) => overSse(app.url, caller, { name: 'Both', text }, { ...variables })],
  [
    'WebSocket',
    async (text, variables) => {
      const socket = await openSocket(app.url, caller);
      const answer = await socket.ask({ name: 'Both', text }, { ...variables });
      socket.close();
      return answer;
    },
  ],
];

function expectForbidden({ data, errors }: Answer): void {
  expect(errors).toMatchObject([
    {
      message: 'createApiKey is for ADMIN; these credentials are AGENT.',
      extensions: { code: 'FORBIDDEN' },
      locations: [{}],
    },
  ]);
  expect(data).toBeUndefined();
}

describe.each(DOORS)('a document with a root field that is forbidden, over %s,', (_door, ask) => {
  it.each(DOCUMENTS)('is refused whole for %s, and nothing is written', async (_form, text) => {
    const before = await app.db.logEntry.count();
    expectForbidden(await ask(text, { id: escalationId }));
    expect(await app.db.logEntry.count()).toBe(before);
  });

  it('runs where the field is left out', async () => {
    const answer = await ask(IF_YES, { id: escalationId, yes: false });
    expect(answer).toMatchObject({ data: { addNote: { userErrors: [] } } });
    expect(answer.errors).toBeUndefined();
  });
});

describe('a forbidden root field', () => {
  it('of one operation of two refuses that operation, and not the other', async () => {
    const ask = async (operationName: string) => {
      const response = await fetch(app.url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${caller.credential}`,
        },
        body: JSON.stringify({ query: OF_TWO, variables: { id: escalationId }, operationName }),
      });
      return (await response.json()) as Answer;
    };
    expectForbidden(await ask('Both'));
    expect((await ask('Other')).data).toEqual({ viewer: { name: 'agent key' } });
  });

  it('of a query refuses it over GET', async () => {
    const query = '{ viewer { name } apiKeys { id } }';
    const response = await fetch(`${app.url}?query=${encodeURIComponent(query)}`, {
      headers: {
        authorization: `Bearer ${caller.credential}`,
        accept: 'application/graphql-response+json',
      },
    });
    expect(response.status).toBe(400);
    const { data, errors } = (await response.json()) as Answer;
    expect([data, errors?.map(({ extensions }) => extensions?.code)]).toEqual([
      undefined,
      ['FORBIDDEN'],
    ]);
  });

  it('of a registered operation refuses it, though the row came to be all the same', async () => {
    const { key, name } = await partner(app);
    const document = 'query Mine { viewer { name } deskEvents { totalCount } }';
    const hash = createHash('sha256').update(document).digest('hex');
    const registeredAt = app.clock.now();
    await app.db.persistedOperation.create({
      data: { partner: name, hash, name: 'Mine', document, registeredAt },
    });
    const asPartner = { label: 'partner', credential: key, isRegistered: true };
    const socket = await openSocket(app.url, asPartner);
    const text = { name: 'Mine', text: document };
    for (const answer of [
      await overHttp(app.url, asPartner, text, {}),
      await overSse(app.url, asPartner, text, {}),
      await socket.ask(text, {}),
    ]) {
      expect(answer.errors?.map(({ extensions }) => extensions?.code)).toEqual(['FORBIDDEN']);
      expect(answer.data).toBeUndefined();
    }
    socket.close();
  });
});

describe('a value that is not for the role', () => {
  it('is a user error of its field, and the other fields of the document are written', async () => {
    const { id } = await openCase(app);
    const [owner, next] = [await person(app), await person(app)];
    await app.mutate('assignOwner', { escalationId: id, owner: { id: owner.id } });
    const { data, errors } = await agent.graphql(
      `mutation ($id: ID!, $next: UserRef!) {
        first: addNote(input: { escalationId: $id, text: "Before." }) { userErrors { code } }
        assignOwner(input: { escalationId: $id, owner: $next }) { userErrors { code field message } }
        last: addNote(input: { escalationId: $id, text: "After." }) { userErrors { code } }
      }`,
      { id, next: { id: next.id } },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      first: { userErrors: [] },
      assignOwner: {
        userErrors: [
          {
            code: 'NOT_ALLOWED',
            field: ['owner'],
            message:
              'Giving a case that somebody owns to somebody else is for ADMIN, MANAGER; these credentials are AGENT.',
          },
        ],
      },
      last: { userErrors: [] },
    });
  });
});
