import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_ANSWER_BYTES } from '../../../src/graphql/limits/limits.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestCase } from '../../support/factories.ts';
import { openCase } from '../../support/factories.ts';
import { metric, untilMetric } from '../../support/metrics.ts';
import type { Frame, TestSocket } from '../../support/socket.ts';
import { isLive, openAcknowledged, subscribe } from '../../support/socket.ts';
import { until } from '../../support/until.ts';

let app: TestApp;
let large: TestCase;
beforeAll(async () => {
  app = await startTestApp();
  large = await openCase(app, { history: { log: randomBytes(31_000).toString('hex') } });
});
afterAll(() => app.stop());

/** 8 kB of document that ask for 313 MB. */
const ALIASES = 49;
const TIMES = 100;
function manyTimes(id: string): string {
  const field = (_: unknown, at: number) =>
    `a${at}: nodes(ids: $ids) { ... on Escalation { history } }`;
  return `($ids: [ID!]! = [${`"${id}",`.repeat(TIMES)}]) { ${Array.from({ length: ALIASES }, field).join(' ')} }`;
}

/** A case with ten messages and a long history. */
async function wideCase(): Promise<string> {
  const { id } = await openCase(app, { history: { log: randomBytes(31_000).toString('hex') } });
  for (let n = 0; n < 10; n += 1) {
    await app.mutate('logCommunication', {
      escalationId: id,
      channel: 'CALL',
      direction: 'OUTBOUND',
      summary: `Call ${n}`,
    });
  }
  return id;
}

/** Selected of it: its history 300 times. */
const WIDE = [1, 2, 3]
  .map(
    (at) =>
      `a${at}: communications(first: 10) { nodes { escalation { communications(first: 10) { nodes { escalation { history } } } } } }`,
  )
  .join(' ');

const TOO_LARGE = {
  message: expect.stringContaining(String(MAX_ANSWER_BYTES)),
  extensions: { code: 'ANSWER_TOO_LARGE' },
};

const REFUSED = 'desk_answers_refused_total{code="ANSWER_TOO_LARGE"}';

async function post(query: string, headers: Readonly<Record<string, string>> = {}) {
  return fetch(app.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${app.key}`,
      ...headers,
    },
    body: JSON.stringify({ query }),
  });
}

describe('an answer over the limit of bytes is refused instead', () => {
  test.each(['application/json', 'application/graphql-response+json'])(
    'by POST as %s',
    async (accept) => {
      const answer = await post(`query ${manyTimes(large.id)}`, { accept });
      expect(await answer.json()).toMatchObject({ data: null, errors: [TOO_LARGE] });
    },
  );

  test('by GET', async () => {
    const url = new URL(app.url);
    url.searchParams.set('query', `query ${manyTimes(large.id)}`);
    const answer = await fetch(url, { headers: { authorization: `Bearer ${app.key}` } });
    expect(await answer.json()).toMatchObject({ data: null, errors: [TOO_LARGE] });
  });

  test('as server-sent events', async () => {
    const answer = await post(`query ${manyTimes(large.id)}`, { accept: 'text/event-stream' });
    const [, data = ''] = /^data: (.*)$/m.exec(await answer.text()) ?? [];
    expect(JSON.parse(data)).toMatchObject({ data: null, errors: [TOO_LARGE] });
  });

  test('on a socket, which stays open', async () => {
    const peer = await openAcknowledged(app.url);
    peer.send(subscribe('1', `query ${manyTimes(large.id)}`));
    const { payload } = await peer.saw(({ id, type }) => id === '1' && type === 'next');
    expect(payload).toMatchObject({ data: null, errors: [TOO_LARGE] });
    peer.send(subscribe('2', '{ viewer { name } }'));
    await peer.saw(({ id, type }) => id === '2' && type === 'complete');
    peer.socket.close();
  });

  test('of an event, and the subscription goes on', async () => {
    const id = await wideCase();
    const peer = await openAcknowledged(app.url);
    const query = `subscription { escalationEvents(types: [NOTE_ADDED]) { id escalation { ${WIDE} } } }`;
    peer.send(subscribe('1', query));
    await peer.saw(isLive('1'));
    const before = await metric(app, REFUSED);
    await app.mutate('addNote', { escalationId: id, text: 'A note' });
    const { payload } = await peer.saw(({ type }) => type === 'next');
    expect(payload).toMatchObject({ data: null, errors: [TOO_LARGE] });
    expect(await metric(app, REFUSED)).toBe(before + 1);
    await app.mutate('addNote', { escalationId: large.id, text: 'A note' });
    await peer.saw(({ type, payload }) => type === 'next' && 'id' in eventOf(payload));
    peer.socket.close();
  });
});

function eventOf(payload: unknown): object {
  const { data } = payload as { data?: { escalationEvents?: object } | null };
  return data?.escalationEvents ?? {};
}

test('of a mutation whose answer is too large all is written, and the answer says so', async () => {
  const id = await wideCase();
  const note = (name: string, text: string, below: string) =>
    `${name}: addNote(input: { escalationId: "${id}", text: "${text}" }) { cursor ${below} }`;
  const answer = await app.graphql(
    `mutation { ${note('first', 'One', `escalation { ${WIDE} }`)} ${note('second', 'Two', '')} }`,
  );
  expect(answer.data).toBeNull();
  expect(answer.errors).toEqual([
    { ...TOO_LARGE, extensions: { code: 'ANSWER_TOO_LARGE', written: true } },
  ]);
  const { node } = await app.query<{ node: object }>(
    `{ node(id: "${id}") { ... on Escalation { timeline(types: [NOTE_ADDED]) { totalCount } } } }`,
  );
  expect(node).toEqual({ timeline: { totalCount: 2 } });
});

describe('ids that `nodes` is given again', () => {
  test('come in their places, and cost once', async () => {
    const ids = [large.id, 'nothing', large.id];
    const { data, extensions } = (await app.graphql(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Escalation { reference } } }',
      { ids },
    )) as unknown as { data: object; extensions: { cost: object } };
    const { reference } = large;
    expect(data).toEqual({ nodes: [{ reference }, null, { reference }] });
    expect(extensions.cost).toMatchObject({ requested: 3, actual: 2 });
  });
});

test('long texts cost by what they can hold, and then by what they hold', async () => {
  const costOf = async (of: string) => {
    const { extensions } = (await app.graphql(
      `{ node(id: "${of}") { ... on Escalation { history issue } } }`,
    )) as unknown as { extensions: { cost: object } };
    return extensions.cost;
  };
  const short = await openCase(app);
  expect(await costOf(large.id)).toMatchObject({ requested: 3 + 16 + 5, actual: 3 + 15 });
  expect(await costOf(short.id)).toMatchObject({ requested: 3 + 16 + 5, actual: 3 });
});

/** About 12 MB. */
function twelveMegabytes(id: string): string {
  return `{ a: nodes(ids: [${`"${id}",`.repeat(TIMES)}]) { ... on Escalation { history } } b: nodes(ids: [${`"${id}",`.repeat(90)}]) { ... on Escalation { history } } }`;
}

describe('readers that stop reading', () => {
  test('over HTTP have 64 MB under way and no more, until they read or go', async () => {
    const own = await app.mutate<{ key: string }>(
      'createApiKey',
      { name: 'Slow', role: 'AGENT' },
      'key',
    );
    const lazy = Array.from({ length: 8 }, () => request(own.key, twelveMegabytes(large.id)));
    await until(
      async () => ((await metric(app, 'desk_answer_bytes')) > 55_000_000 ? true : undefined),
      'five answers to wait',
    );
    const refused = await fetch(app.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${own.key}` },
      body: JSON.stringify({ query: twelveMegabytes(large.id) }),
    });
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toMatchObject({
      errors: [{ extensions: { code: 'RATE_LIMITED' } }],
    });
    expect(await metric(app, 'desk_answer_bytes')).toBeLessThan(64_000_000);
    // Small answers of its own, and others' large ones, go on.
    expect((await app.graphql('{ viewer { name } }')).errors).toBeUndefined();
    const { data } = await app.graphql(twelveMegabytes(large.id));
    expect(data).toHaveProperty('a');
    for (const socket of lazy) socket.destroy();
    await untilMetric(app, 'desk_answer_bytes', 0);
  });

  test('on sockets are closed when what waits for them all has no room', async () => {
    const sockets: TestSocket[] = [];
    const slow: Promise<number>[] = [];
    for (let n = 0; n < 12; n += 1) {
      const peer = await openAcknowledged(app.url, { onFrame: (_: Frame) => {} });
      peer.socket.pause();
      peer.send(subscribe('1', twelveMegabytes(large.id)));
      sockets.push(peer);
      slow.push(peer.closed.then(({ code }) => code));
    }
    await until(
      async () => ((await metric(app, 'desk_answer_bytes')) > 40_000_000 ? true : undefined),
      'answers to wait in sockets',
    );
    expect(await metric(app, 'desk_answer_bytes')).toBeLessThan(64_000_000 + 12_000_000);
    for (const { socket } of sockets) socket.terminate();
    await Promise.all(slow);
    await untilMetric(app, 'desk_answer_bytes', 0);
  });
});

test('connections that take nothing are cut after a time, and give their room back', async () => {
  const impatient = await startTestApp({
    databaseUrl: app.databaseUrl,
    httpLimits: { idleMs: 300 },
    socketLimits: { stallMs: 300 },
  });
  try {
    const lazy = request(impatient.key, twelveMegabytes(large.id), impatient.url);
    const cut = new Promise<void>((resolve) => lazy.once('close', () => resolve()));
    const peer = await openAcknowledged(impatient.url);
    peer.socket.pause();
    peer.send(subscribe('1', twelveMegabytes(large.id)));
    await until(
      async () => ((await metric(impatient, 'desk_answer_bytes')) > 12_000_000 ? true : undefined),
      'an answer to wait',
    );
    await untilMetric(impatient, 'desk_answer_bytes', 0);
    lazy.resume();
    await cut;
    expect(await metric(impatient, 'desk_live_closed_slow_total')).toBe(1);
    peer.socket.terminate();
  } finally {
    await impatient.stop();
  }
});

/** Asks, and never reads the answer. */
function request(key: string, query: string, url = app.url) {
  const { hostname, port } = new URL(url);
  const body = JSON.stringify({ query });
  const socket = connect(Number(port), hostname).pause();
  socket.on('error', () => {});
  socket.write(
    [
      'POST /graphql HTTP/1.1',
      'Host: localhost',
      'Content-Type: application/json',
      `Authorization: Bearer ${key}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
  return socket;
}
