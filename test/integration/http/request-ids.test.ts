import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { loadOwnOperations } from '../../../src/persisted/own.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { execute } from '../../support/postgres-admin.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { openSocket } from '../../support/raw-socket.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  await execute(app.databaseUrl, 'ALTER TABLE customer RENAME COLUMN id TO away');
});
afterAll(() => app.stop());

const ID = 'client-4711_a';
const TRACEPARENT = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const NAMED = { 'x-request-id': ID, traceparent: TRACEPARENT };
const FAILING = '{ customers { nodes { id } } }';

/** Sends a request, and tells what names its answer. */
async function namesOf(path: string, init: RequestInit = {}, headers: object = NAMED) {
  const given = { ...init.headers, ...headers } as Record<string, string>;
  const answer = await fetch(app.at(path), { redirect: 'manual', ...init, headers: given });
  const { status } = answer;
  await answer.body?.cancel();
  return {
    status,
    id: answer.headers.get('x-request-id'),
    traceparent: answer.headers.get('traceparent'),
  };
}

const post = (query: string, accept = 'application/json'): RequestInit => ({
  method: 'POST',
  body: JSON.stringify({ query }),
  headers: {
    authorization: `Bearer ${app.key}`,
    'content-type': 'application/json',
    accept,
  },
});

describe('what a client calls its request', () => {
  it('comes back on every answer, whichever route or error it is', async () => {
    const cases: [path: string, init: RequestInit, status: number][] = [
      ['/graphql', post('{ viewer { role } }'), 200],
      ['/graphql', post('{ viewer { role } }', 'application/json;q=0.9'), 200],
      ['/graphql', post('{ nothing }', 'application/graphql-response+json'), 400],
      ['/graphql', post('subscription { escalationEvents { type } }', 'text/event-stream'), 200],
      ['/graphql', { method: 'POST', body: '{}' }, 401],
      ['/graphql', { ...post(''), body: '{' }, 400],
      ['/graphql', { method: 'DELETE' }, 405],
      ['/graphql', { method: 'OPTIONS' }, 204],
      ['/graphql', { headers: { origin: 'https://elsewhere.example' } }, 421],
      ['/graphql', { headers: { origin: 'http://localhost:1' } }, 403],
      ['/healthz', {}, 200],
      ['/readyz', {}, 200],
      ['/metrics', {}, 200],
      ['/metrics', { headers: { forwarded: 'for=192.0.2.1' } }, 401],
      ['/schema.graphql', {}, 401],
      ['/schema.graphql', { headers: { authorization: `Bearer ${app.key}` } }, 200],
      ['/reports/ESC-2026-999.json', { headers: { authorization: `Bearer ${app.key}` } }, 500],
      ['/reports/ESC-2026-999.json', {}, 401],
      ['/', {}, 302],
      ['/graphql', { headers: { accept: 'text/html' } }, 200],
      ['/nowhere', {}, 404],
    ];
    for (const [path, init, status] of cases) {
      expect({ path, ...(await namesOf(path, init)) }).toEqual({
        path,
        status,
        id: ID,
        traceparent: TRACEPARENT,
      });
    }
  });

  it('comes back on an answer that is not modified', async () => {
    const [documentId = ''] = [...loadOwnOperations()].find(([, text]) =>
      text.startsWith('query DeskFigures'),
    ) ?? [''];
    const path = `/graphql?documentId=sha256:${documentId}`;
    const headers = { authorization: `Bearer ${app.key}` };
    const etag = (await fetch(app.at(path), { headers })).headers.get('etag') ?? '';
    const again = await namesOf(path, { headers: { ...headers, 'if-none-match': etag } });
    expect(again).toEqual({ status: 304, id: ID, traceparent: TRACEPARENT });
  });

  it('is replaced by an id of the desk when it breaks the rules, and each request has another', async () => {
    const seen = new Set<string | null>();
    for (const bad of ['', 'a b', 'a.b', 'ä', 'a'.repeat(65), 'a, b', undefined]) {
      const headers = bad === undefined || bad === 'ä' ? {} : { 'x-request-id': bad };
      const { id } = await namesOf('/healthz', {}, headers);
      expect(id).toMatch(/^[\w-]{1,64}$/);
      expect(id).not.toBe(bad);
      seen.add(id);
    }
    expect(seen.size).toBe(7);
    const longest = 'a'.repeat(64);
    expect(await namesOf('/healthz', {}, { 'x-request-id': longest })).toMatchObject({
      id: longest,
    });
  });

  it('has no place in a trace unless it is a valid one', async () => {
    for (const bad of [
      'x',
      TRACEPARENT.replace('00-', 'ff-'),
      `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
      `00-0af7651916cd43dd8448eb211c80319c-${'0'.repeat(16)}-01`,
      TRACEPARENT.toUpperCase(),
    ]) {
      const { traceparent } = await namesOf('/healthz', {}, { traceparent: bad });
      expect(traceparent).toBeNull();
    }
  });

  it('comes back on a WebSocket that opens, and on one that is refused', async () => {
    const opened = await new Promise<Record<string, unknown>>((resolve, reject) => {
      const socket = new WebSocket(app.url.replace(/^http/, 'ws'), 'graphql-transport-ws', {
        headers: NAMED,
      });
      socket.once('error', reject);
      socket.once('upgrade', ({ headers }) => {
        resolve(headers);
        socket.once('open', () => socket.close());
      });
    });
    expect(opened).toMatchObject(NAMED);
    const upgrade = (path: string, ...headers: string[]) =>
      sendRaw(app.url, [
        [
          `GET ${path} HTTP/1.1`,
          `Host: ${new URL(app.url).host}`,
          'Connection: Upgrade',
          'Upgrade: websocket',
          `X-Request-Id: ${ID}`,
          `traceparent: ${TRACEPARENT}`,
          ...headers,
          '\r\n',
        ].join('\r\n'),
      ]);
    for (const [path, status] of [
      ['/elsewhere', 404],
      ['/graphql', 400],
    ] as const) {
      const refused = await upgrade(path);
      expect(refused.status).toBe(status);
      expect(refused.text).toContain(`X-Request-Id: ${ID}\r\n`);
      expect(refused.text).toContain(`traceparent: ${TRACEPARENT}\r\n`);
    }
  });

  it('is one of the desk for what never became a request', async () => {
    for (const [broken, status] of [
      ['no HTTP at all\r\n\r\n', 400],
      [`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
    ] as const) {
      const answer = await sendRaw(app.url, [broken]);
      expect(answer.status).toBe(status);
      expect(answer.text).toMatch(/\r\nX-Request-Id: [0-9a-f-]{36}\r\n/);
    }
  });
});

describe('an internal error', () => {
  const linesOf = (id: string) => app.logs.filter((line) => line['requestId'] === id);

  it('has the id of its request, which all lines of the request have, with its place in a trace', async () => {
    for (const [id, accept] of [
      ['plain-json', 'application/json'],
      ['by-yoga', 'application/json;q=0.9'],
    ] as const) {
      const init = post(FAILING, accept);
      const answer = await fetch(app.url, {
        ...init,
        headers: { ...init.headers, 'x-request-id': id, traceparent: TRACEPARENT },
      });
      const { errors } = (await answer.json()) as { errors: { extensions: { id: string } }[] };
      expect(errors.map(({ extensions }) => extensions.id)).toEqual([id]);
      expect(linesOf(id)).toEqual([
        expect.objectContaining({ msg: 'internal error', id, traceparent: TRACEPARENT }),
      ]);
    }
  });

  it('of a route that is no GraphQL has it too', async () => {
    const headers = { authorization: `Bearer ${app.key}`, 'x-request-id': 'a-report' };
    const answer = await fetch(app.at('/reports/ESC-2026-001.json'), { headers });
    expect(answer.status).toBe(500);
    expect(await answer.json()).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL', id: 'a-report' } }],
    });
    expect(linesOf('a-report')).toHaveLength(1);
  });

  it('on a WebSocket has the id of the request that became the socket', async () => {
    const socket = await openSocket(app.url, { 'x-request-id': 'a-socket' });
    socket.send({ type: 'connection_init', payload: { authorization: `Bearer ${app.key}` } });
    await socket.next();
    socket.send({ type: 'subscribe', id: '1', payload: { query: FAILING } });
    const { payload } = await socket.next();
    expect(payload).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL', id: 'a-socket' } }],
    });
    expect(linesOf('a-socket')).toHaveLength(1);
    socket.close();
  });
});
