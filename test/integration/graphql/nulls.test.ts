import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import type { Answer, Caller } from '../permissions/doors.fixture.ts';
import { openSocket, overHttp, overSse } from '../permissions/doors.fixture.ts';

let app: TestApp;
let caller: Caller;

beforeAll(async () => {
  app = await startTestApp();
  caller = { label: 'admin', credential: app.key, isRegistered: false };
  await openCase(app);
});
afterAll(() => app.stop());

async function overSocket(text: string, variables: object): Promise<Answer> {
  const socket = await openSocket(app.url, caller);
  const answer = await socket.ask({ name: 'asked', text }, { ...variables });
  socket.close();
  return answer;
}

async function overGet(query: string, variables: object): Promise<Answer> {
  const params = new URLSearchParams({ query, variables: JSON.stringify(variables) });
  const response = await fetch(`${app.url}?${params}`, {
    headers: { authorization: `Bearer ${app.key}` },
  });
  return (await response.json()) as Answer;
}

const DOORS: [door: string, ask: (text: string, variables: object) => Promise<Answer>][] = [
  ['POST', (text, variables) => overHttp(app.url, caller, { name: '', text }, { ...variables })],
  ['GET', overGet],
  ['SSE', (text, variables) => overSse(app.url, caller, { name: '', text }, { ...variables })],
  ['WebSocket', overSocket],
];

const LITERAL = '{ escalations(filter: { owner: null }) { totalCount } }';
const VARIABLE = `query ($owner: UserRef) {
  escalations(filter: { owner: $owner }) { totalCount }
}`;
const WHOLE = 'query ($filter: EscalationFilter) { stats(filter: $filter) { open } }';

describe.each(DOORS)('a filter whose owner is null, over %s,', (_door, ask) => {
  it.each([
    ['as a literal', LITERAL, {}, { line: 1, column: 32 }],
    ['as a variable', VARIABLE, { owner: null }, { line: 2, column: 32 }],
    ['inside of a variable', WHOLE, { filter: { owner: null } }, { line: 1, column: 51 }],
  ])('is refused %s, with its place and its field', async (_as, text, variables, location) => {
    const { data, errors } = await ask(text, variables);
    expect(data).toBeUndefined();
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('`filter.owner`: Must not be null: leave it out.'),
        locations: [location],
        extensions: { code: 'BAD_REQUEST', field: ['filter', 'owner'] },
      },
    ]);
  });

  it('shows all cases when the variable is left out, which is no owner to ask for', async () => {
    expect(await ask(VARIABLE, {})).toMatchObject({ data: { escalations: { totalCount: 1 } } });
  });
});

describe('null that means something', () => {
  it('is as if left out for paging and order, and no filter', async () => {
    const text = `query ($none: Int, $nowhere: String, $all: EscalationFilter, $any: EscalationOrder) {
      escalations(first: $none, after: $nowhere, before: null, filter: $all, orderBy: $any) {
        totalCount nodes { timeline(last: $none) { totalCount } }
      }
    }`;
    const nulls = { none: null, nowhere: null, all: null, any: null };
    expect(await app.query(text, nulls)).toMatchObject({
      escalations: { totalCount: 1, nodes: [{ timeline: { totalCount: 1 } }] },
    });
  });
});

describe('a subscription', () => {
  it('to no case in particular is refused, rather than one to all', async () => {
    const text = 'subscription ($id: ID) { escalationEvents(escalationId: $id) { id } }';
    const socket = await openSocket(app.url, caller);
    const { errors } = await socket.follow({ name: 'followed', text }, { id: null });
    socket.close();
    expect(errors).toMatchObject([
      { extensions: { code: 'BAD_REQUEST', field: ['escalationId'] } },
    ]);
  });

  it('after null starts from now, as without it', async () => {
    const text = 'subscription ($after: String) { escalationEvents(after: $after) { id } }';
    const socket = await openSocket(app.url, caller);
    const { errors, messages } = await socket.follow({ name: 'followed', text }, { after: null });
    socket.close();
    expect([errors, messages]).toEqual([undefined, []]);
  });
});
