import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import type { TestCase } from '../support/factories.ts';
import { openCase } from '../support/factories.ts';
import { untilMetric } from '../support/metrics.ts';
import type { Frame, TestSocket } from '../support/socket.ts';
import { init, isLive, openAcknowledged, openSocket, subscribe } from '../support/socket.ts';
import type { Template } from './log-writers.support.ts';
import { commitEntries, entryOf, entryTemplate } from './log-writers.support.ts';

/** The rules of graphql-transport-ws, as its document puts them. */
let app: TestApp;
let escalation: TestCase;
let template: Template;
const open: TestSocket[] = [];

const NOTES = 'subscription { escalationEvents(types: [NOTE_ADDED]) { data } }';

/** 40,000 bytes: JSON can be read as deep as that, and not written. */
const NESTED = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
const OPEN =
  'mutation ($input: OpenEscalationInput!) { openEscalation(input: $input) { userErrors { code } } }';

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  escalation = await openCase(app);
  template = await entryTemplate(app);
});
afterAll(async () => {
  for (const { socket } of open) socket.terminate();
  await app.stop();
});

async function signIn(): Promise<TestSocket> {
  const peer = await openAcknowledged(app.url);
  open.push(peer);
  return peer;
}

async function note(text: string): Promise<void> {
  const { userErrors } = await app.mutate('addNote', { escalationId: escalation.id, text });
  expect(userErrors).toEqual([]);
}

const of =
  (id: string, type: string) =>
  (frame: Frame): boolean =>
    frame.id === id && frame.type === type;

/** Sends a ping; the predicate finds its answer, before which all that was sent before has begun. */
function pong(peer: TestSocket, number: number): (frame: Frame) => boolean {
  peer.send({ type: 'ping', payload: { number } });
  return ({ type, payload }) =>
    type === 'pong' && (payload as { number?: number } | undefined)?.number === number;
}

/** Frames of one operation, without those that may come at any time. */
const framesOf = ({ frames }: TestSocket, wanted: string) =>
  frames.filter(({ id }) => id === wanted);

describe('a connection', () => {
  it('is acknowledged when its credentials are good', async () => {
    const peer = await openSocket(app.url);
    open.push(peer);
    peer.send(init());
    expect(await peer.saw(() => true)).toEqual({ type: 'connection_ack' });
  });

  it('answers a ping with a pong that carries its payload, before it is acknowledged and after', async () => {
    const peer = await openSocket(app.url);
    open.push(peer);
    const isPong = ({ type }: Frame) => type === 'pong';
    peer.send({ type: 'ping' });
    expect(await peer.saw(isPong)).toEqual({ type: 'pong' });
    peer.send(init());
    peer.send({ type: 'ping', payload: { since: 'then' } });
    const carries = (frame: Frame) => isPong(frame) && frame.payload !== undefined;
    expect(await peer.saw(carries)).toEqual({ type: 'pong', payload: { since: 'then' } });
  });

  it('is closed with 4400 for a ping whose payload nests too deep to be sent back, which is no failure', async () => {
    const peer = await openSocket(app.url);
    open.push(peer);
    peer.send(`{"type":"ping","payload":{"a":${NESTED}}}`);
    expect(await peer.closed).toMatchObject({ code: 4400 });
    expect(app.logs.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it.each([
    [
      'variables',
      `"query":"query ($v: JSONObject) { viewer { role } }","variables":{"v":${NESTED}}`,
    ],
    [
      'variables of a mutation',
      `"query":"${OPEN}","variables":{"input":{"history":{"a":${NESTED}}}}`,
    ],
    ['extensions', `"query":"{ viewer { role } }","extensions":{"persistedQuery":${NESTED}}`],
    ['a name', `"query":"{ viewer { role } }","operationName":${NESTED}`],
  ])('takes %s that nest as deep for what they are, and goes on', async (_what, payload) => {
    const peer = await signIn();
    peer.send(`{"type":"subscribe","id":"deep","payload":{${payload}}}`);
    const ended = await Promise.race([peer.closed, peer.saw(({ id }) => id === 'deep')]);
    expect(JSON.stringify(ended)).toMatch(/BAD_REQUEST|PERSISTED_OPERATION_NOT_FOUND|4400|"role"/);
    expect(app.logs.filter(({ level }) => Number(level) >= 40)).toEqual([]);
  });

  it('takes a pong that nobody asked for', async () => {
    const peer = await signIn();
    peer.send({ type: 'pong', payload: { hello: 'there' } });
    peer.send({ type: 'ping' });
    await peer.saw(({ type }) => type === 'pong');
  });
});

describe('an operation', () => {
  it('that is a query gets one result and completes', async () => {
    const peer = await signIn();
    const query = 'query ($id: ID!) { escalation(by: { id: $id }) { reference } }';
    peer.send(subscribe('q', query, { id: escalation.id }));
    await peer.saw(of('q', 'complete'));
    const { reference } = escalation;
    expect(framesOf(peer, 'q')).toMatchObject([
      { id: 'q', type: 'next', payload: { data: { escalation: { reference } } } },
      { id: 'q', type: 'complete' },
    ]);
  });

  it('that is a mutation is done once, gets one result and completes', async () => {
    const peer = await signIn();
    const input = { escalationId: escalation.id, text: 'By socket.' };
    const mutation =
      'mutation ($input: AddNoteInput!) { addNote(input: $input) { events { type } userErrors { code } } }';
    peer.send(subscribe('m', mutation, { input }));
    await peer.saw(of('m', 'complete'));
    expect(framesOf(peer, 'm')).toMatchObject([
      {
        id: 'm',
        type: 'next',
        payload: { data: { addNote: { events: [{ type: 'NOTE_ADDED' }], userErrors: [] } } },
      },
      { id: 'm', type: 'complete' },
    ]);
    const written = await app.db.logEntry.count({
      where: { data: { path: ['text'], equals: 'By socket.' } },
    });
    expect(written).toBe(1);
  });

  it.each([
    ['does not parse', '{', undefined, /Syntax Error/],
    ['asks for a field that there is not', '{ nothing }', undefined, /Cannot query field/],
    ['is of no operation', 'fragment F on Query { __typename }', undefined, /./],
    ['lacks a variable', 'query ($id: ID!) { escalation(by: { id: $id }) { id } }', {}, /\$id/],
    [
      'is a subscription that lacks a variable',
      'subscription ($id: ID!) { escalationEvents(escalationId: $id) { id } }',
      {},
      /\$id/,
    ],
    [
      'is a subscription with a variable of another type',
      'subscription ($types: [EventType!]) { escalationEvents(types: $types) { id } }',
      { types: ['NO_SUCH_TYPE'] },
      /NO_SUCH_TYPE/,
    ],
    [
      'is a subscription with two fields',
      'subscription { escalationEvents { id } slaWarnings { cursor } }',
      undefined,
      /must select only one top level field/,
    ],
    [
      'is a subscription whose cursor is damaged',
      'subscription { escalationEvents(after: "c2Vx") { id } }',
      undefined,
      /not a cursor/,
    ],
  ])(
    'that %s gets BAD_REQUEST, and the connection goes on',
    async (_what, query, variables, message) => {
      const peer = await signIn();
      peer.send(subscribe('bad', query, variables));
      const { type, payload } = await peer.saw(({ id }) => id === 'bad');
      // Errors of variables of a query are those of its execution: the protocol has them in a result.
      const errors = type === 'next' ? (payload as { errors: unknown[] }).errors : payload;
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_REQUEST' } }]);
      expect(JSON.stringify(errors)).not.toContain('http');
      expect(JSON.stringify(errors)).toMatch(message);
      peer.send(subscribe('good', '{ __typename }'));
      await peer.saw(of('good', 'complete'));
      expect(peer.socket.readyState).toBe(peer.socket.OPEN);
    },
  );

  it('that fails inside shows an id and nothing else, and the log has the cause under it', async () => {
    const peer = await signIn();
    await app.db.$executeRaw`ALTER TABLE customer RENAME TO customer_gone`;
    peer.send(subscribe('f', '{ customers(first: 1) { nodes { name } } }'));
    const { payload } = await peer.saw(of('f', 'next'));
    await app.db.$executeRaw`ALTER TABLE customer_gone RENAME TO customer`;
    const { errors } = payload as { errors: { message: string; extensions: { id: string } }[] };
    expect(errors).toMatchObject([
      { message: 'Internal error.', extensions: { code: 'INTERNAL' } },
    ]);
    expect(app.logs.map(({ id }) => id)).toContain(errors[0]?.extensions.id);
  });
});

describe('a subscription', () => {
  it('gets a result for each entry until its client completes it, and nothing after', async () => {
    const peer = await signIn();
    for (const id of ['a', 'b']) {
      peer.send(subscribe(id, NOTES));
      await peer.saw(isLive(id));
    }
    await note('first');
    await Promise.all([peer.saw(of('a', 'next')), peer.saw(of('b', 'next'))]);
    peer.send({ id: 'a', type: 'complete' });
    await untilMetric(app, 'desk_live_subscriptions', 1);
    await note('second');
    const isSecond = (frame: Frame) =>
      frame.id === 'b' && JSON.stringify(frame.payload).includes('second');
    await peer.saw(isSecond);
    expect(framesOf(peer, 'a')).toEqual([
      {
        id: 'a',
        type: 'next',
        payload: { data: { escalationEvents: { data: { text: 'first' } } } },
      },
    ]);
  });

  it('that was completed frees its id, also when it had hardly begun', async () => {
    const peer = await signIn();
    for (let turn = 0; turn < 20; turn += 1) {
      peer.send(subscribe('again', turn % 3 === 0 ? '{ __typename }' : NOTES));
      peer.send({ id: 'again', type: 'complete' });
      // By turns: before it began, and after.
      if (turn % 2 === 0) await peer.saw(pong(peer, turn));
    }
    await peer.saw(pong(peer, 20));
    peer.frames.length = 0;
    peer.send(subscribe('again', NOTES));
    await peer.saw(isLive('again'));
    peer.frames.length = 0;
    peer.send({ id: 'again', type: 'complete' });
    peer.send(subscribe('again', NOTES));
    await peer.saw(isLive('again'));
    await note('after it began again');
    await peer.saw(of('again', 'next'));
    await note('and again');
    await peer.saw((frame) => JSON.stringify(frame).includes('and again'));
    expect(framesOf(peer, 'again').map(({ type }) => type)).toEqual(['next', 'next']);
    peer.socket.close();
    await peer.closed;
    for (const one of open.splice(0)) one.socket.close();
    await untilMetric(app, 'desk_live_subscriptions', 0);
  });

  it('that is completed in the same breath in which it began leaves nothing behind', async () => {
    const peer = await signIn();
    for (let place = 0; place < 50; place += 1) {
      peer.send(subscribe(`${place}`, NOTES));
      peer.send({ id: `${place}`, type: 'complete' });
    }
    peer.send(subscribe('last', '{ __typename }'));
    await peer.saw(of('last', 'complete'));
    for (const one of open.splice(0)) one.socket.close();
    await untilMetric(app, 'desk_live_subscriptions', 0);
    await untilMetric(app, 'desk_live_groups', 0);
  });

  it('whose event cannot be shown gets the error with an id, and then the next events', async () => {
    const peer = await signIn();
    const query =
      'subscription { escalationEvents(types: [NOTE_ADDED]) { data escalation { customer { name } } } }';
    peer.send(subscribe('s', query));
    await peer.saw(isLive('s'));
    await app.db.$executeRaw`ALTER TABLE customer RENAME COLUMN name TO name_gone`;
    await commitEntries(app.db, [entryOf(template, { text: 'not to be shown' })]);
    await app.sequencer.sequence();
    const { payload } = await peer.saw(of('s', 'next'));
    await app.db.$executeRaw`ALTER TABLE customer RENAME COLUMN name_gone TO name`;
    expect(payload).toMatchObject({
      data: null,
      errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL' } }],
    });
    await note('to be shown');
    await peer.saw((frame) => JSON.stringify(frame).includes('to be shown"'));
  });
});
