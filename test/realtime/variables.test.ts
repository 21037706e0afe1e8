import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { openCase } from '../support/factories.ts';
import { metric, untilMetric } from '../support/metrics.ts';
import type { TestPartner } from '../support/partner.ts';
import { hashOf, partner } from '../support/partner.ts';
import { isLive, openAcknowledged } from '../support/socket.ts';

let app: TestApp;
let known: TestPartner;

const READ = 'query Read { __typename }';
const WRITE =
  'mutation ($input: AddNoteInput!) { addNote(input: $input) { userErrors { message } } }';
const FOLLOW = 'subscription Follow { escalationEvents { cursor } }';
const FIGURES = 'subscription { stats { open } }';
const BY_TYPE =
  'subscription ($types: [EventType!]) { escalationEvents(types: $types) { cursor } }';
const BY_FILTER = 'subscription ($filter: EscalationFilter) { stats(filter: $filter) { open } }';

/** As deep as it goes into a message of a socket. */
const NESTED = `${'['.repeat(25_000)}${']'.repeat(25_000)}`;
const OBJECTS = `${'{"a":'.repeat(8_000)}1${'}'.repeat(8_000)}`;

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  known = await partner(app, READ, FOLLOW);
});
afterAll(async () => {
  await app.stop();
});
beforeEach(async () => {
  await untilMetric(app, 'desk_live_subscriptions', 0);
});

/** As text, for `JSON.stringify` falls over what is so deep. */
function payloadOf(query: string, variables: string, documentId?: string): string {
  const named = documentId === undefined ? '' : `,"documentId":"${documentId}"`;
  return `{"query":${JSON.stringify(query)},"variables":${variables}${named}}`;
}

interface Sent {
  accept?: string;
  key?: string;
}

function send(payload: string, { accept = 'application/json', key = app.key }: Sent = {}) {
  return fetch(app.url, {
    method: 'POST',
    headers: { accept, authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: payload,
  });
}

async function post(payload: string, sent: Sent = {}) {
  const answer = await send(payload, sent);
  return { status: answer.status, text: await answer.text() };
}

async function onSocket(payload: string, key?: string) {
  const peer = await openAcknowledged(app.url, key === undefined ? {} : { key });
  peer.send(`{"type":"subscribe","id":"x","payload":${payload}}`);
  const frame = await peer.saw((one) => one.id === 'x' || isLive('x')(one));
  const { readyState } = peer.socket;
  peer.socket.close();
  await peer.closed;
  expect(readyState).toBe(peer.socket.OPEN);
  return frame;
}

describe.each([
  ['arrays', NESTED],
  ['objects', OBJECTS],
])('an undeclared variable of thousands of %s in each other is not looked at', (what, deep) => {
  const variables = `{"undeclared":${deep}}`;

  it('in a query and a mutation over HTTP', async () => {
    const { id } = await openCase(app);
    expect(await post(payloadOf(READ, variables))).toMatchObject({ status: 200 });
    const input = JSON.stringify({ escalationId: id, text: 'x', idempotencyKey: what });
    const { status, text } = await post(
      payloadOf(WRITE, `{"input":${input},"undeclared":${deep}}`),
    );
    expect([status, JSON.parse(text)]).toMatchObject([
      200,
      { data: { addNote: { userErrors: [] } } },
    ]);
  });

  it('in a query that comes by GET', async () => {
    const short = `{"undeclared":${'['.repeat(2_000)}${']'.repeat(2_000)}}`;
    const search = new URLSearchParams({ query: READ, variables: short });
    const authorization = `Bearer ${app.key}`;
    const { status } = await fetch(`${app.url}?${search}`, { headers: { authorization } });
    expect(status).toBe(200);
  });

  it('in an operation that is known by its id', async () => {
    const { key } = known;
    const payload = payloadOf('', variables, `sha256:${hashOf(READ)}`);
    expect(await post(payload, { key })).toMatchObject({ status: 200 });
    expect(await onSocket(payload, key)).toMatchObject({ type: 'next' });
  });

  it.each([
    ['entries', FOLLOW],
    ['figures', FIGURES],
  ])('in a subscription to %s by server-sent events', async (_name, query) => {
    const answer = await send(payloadOf(query, variables), { accept: 'text/event-stream' });
    expect(answer.headers.get('content-type')).toMatch(/event-stream/);
    await untilMetric(app, 'desk_live_subscriptions', 1);
    await answer.body?.cancel();
  });

  it('in anything over a socket', async () => {
    expect(await onSocket(payloadOf(READ, variables))).toMatchObject({ type: 'next' });
    expect(await onSocket(payloadOf(FIGURES, variables))).toMatchObject({ type: 'next' });
    const isPing = { type: 'ping', payload: { live: 'x' } };
    expect(await onSocket(payloadOf(FOLLOW, variables))).toMatchObject(isPing);
    const named = payloadOf('', variables, `sha256:${hashOf(FOLLOW)}`);
    expect(await onSocket(named, known.key)).toMatchObject(isPing);
  });

  it('and nothing of it is logged as an error', () => {
    expect(app.logs.filter(({ level }) => Number(level) >= 50)).toEqual([]);
  });
});

describe('a declared variable of thousands of values in each other is BAD_REQUEST', () => {
  it.each([
    ['where an enum may be', BY_TYPE, `{"types":${NESTED}}`, /Enum .+EventType/],
    ['where an object may be', BY_FILTER, `{"filter":${OBJECTS}}`, /is not defined by type/],
    ['inside an object', BY_FILTER, `{"filter":{"customer":${NESTED}}}`, /CustomerRef/],
  ])('%s', async (_where, query, variables, message) => {
    const refused = { extensions: { code: 'BAD_REQUEST' } };
    const frame = await onSocket(payloadOf(query, variables));
    expect(frame).toMatchObject({ type: 'error', payload: [refused] });
    expect(JSON.stringify(frame)).toMatch(message);
    // Over HTTP there is more room.
    const deeper = payloadOf(
      query,
      variables.replace(/\[{9,}|\]{9,}/g, (all) => all.repeat(15)),
    );
    const { text } = await post(deeper, { accept: 'text/event-stream' });
    expect(text).toMatch(/"BAD_REQUEST"/);
    expect(text).toMatch(message);
    expect(await metric(app, 'desk_live_subscriptions')).toBe(0);
  });
});
