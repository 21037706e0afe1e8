import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { openSocket } from '../../support/raw-socket.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const QUERY = JSON.stringify({ query: '{ viewer { role } }' });

function post(headers: Record<string, string>, body = QUERY, at: TestApp = app): Promise<Response> {
  return fetch(at.url, {
    method: 'POST',
    body,
    headers: {
      authorization: `Bearer ${at.key}`,
      'content-type': 'application/json',
      ...headers,
    },
  });
}

interface Answer {
  errors: { message: string; extensions: { code: string } }[];
}
const errorsOf = async (response: Response) => ((await response.json()) as Answer).errors;

describe('credentials', () => {
  test('that are missing and that are not valid are told apart, in words and in the challenge', async () => {
    const missing = await fetch(app.url, {
      method: 'POST',
      body: QUERY,
      headers: { 'content-type': 'application/json' },
    });
    expect(missing.headers.get('www-authenticate')).toBe('Bearer');
    const [none] = await errorsOf(missing);
    for (const authorization of ['Bearer wrong', 'Bearer a.b.c', 'Basic dTpw', app.key]) {
      const invalid = await post({ authorization });
      expect(invalid.status).toBe(401);
      expect(invalid.headers.get('www-authenticate')).toMatch(/^Bearer error="invalid_token"/);
      const [error] = await errorsOf(invalid);
      expect(error?.extensions.code).toBe(none?.extensions.code);
      expect(error?.message).toMatch(/not valid/);
      expect(error?.message).not.toBe(none?.message);
    }
  });

  test('that are not valid have the same challenge for reports and metrics', async () => {
    const headers = { authorization: 'Bearer wrong', 'x-forwarded-for': '192.0.2.1' };
    for (const path of ['/reports/ESC-2026-001.yaml', '/metrics']) {
      const { status, headers: answered } = await fetch(app.at(path), { headers });
      expect([status, answered.get('www-authenticate')]).toEqual([
        401,
        expect.stringContaining('error="invalid_token"'),
      ]);
    }
  });

  test('that come twice are refused, on HTTP and for a socket', async () => {
    const twice = `Host: localhost\r\nAuthorization: Bearer ${app.key}\r\nAuthorization: Bearer other\r\nConnection: close\r\n`;
    for (const [line, more] of [
      ['GET /graphql?query={__typename} HTTP/1.1', ''],
      ['GET /reports/ESC-2026-001.yaml HTTP/1.1', ''],
      ['GET /graphql HTTP/1.1', 'Connection: Upgrade\r\nUpgrade: websocket\r\n'],
    ]) {
      const { status, text } = await sendRaw(app.url, [`${line}\r\n${twice}${more}\r\n`]);
      expect([status, text]).toEqual([
        400,
        expect.stringContaining('A request has one header `authorization`; this has several.'),
      ]);
    }
    const socket = await openSocket(app.url);
    const payload = { authorization: `Bearer ${app.key}`, Authorization: 'Bearer other' };
    socket.send({ type: 'connection_init', payload });
    expect(await socket.closed).toEqual({
      code: 4400,
      reason: 'Send "authorization" once in connection_init',
    });
  });

  test.each(['authorization', 'Authorization', 'AUTHORIZATION'])(
    'are taken as %s in connection_init',
    async (name) => {
      const socket = await openSocket(app.url);
      socket.send({ type: 'connection_init', payload: { [name]: `Bearer ${app.key}` } });
      expect(await socket.next()).toMatchObject({ type: 'connection_ack' });
      socket.close();
    },
  );

  test('that are missing and that are not valid are told apart on a socket', async () => {
    const reasons = [];
    for (const payload of [{}, { authorization: 'Bearer wrong' }]) {
      const socket = await openSocket(app.url);
      socket.send({ type: 'connection_init', payload });
      reasons.push(await socket.closed);
    }
    expect(reasons).toEqual([
      { code: 4401, reason: 'Send a valid key as "authorization" in connection_init' },
      {
        code: 4401,
        reason: 'The key or token in connection_init is unknown, was revoked or has expired',
      },
    ]);
  });
});

describe('an answer that nobody takes', () => {
  test.each(['text/html', 'image/*', 'application/json;charset=latin1', 'application/json;q=0'])(
    'by Accept: %s is 406, says what there is, and nothing was written',
    async (accept) => {
      const { id } = await openCase(app);
      const before = await app.db.logEntry.count();
      const query = `mutation { addNote(input: { escalationId: "${id}", text: "Unread." }) { cursor } }`;
      const response = await post({ accept }, JSON.stringify({ query }));
      expect([response.status, response.headers.get('content-type')]).toEqual([
        406,
        'application/json; charset=utf-8',
      ]);
      const [error] = await errorsOf(response);
      expect(error?.extensions.code).toBe('BAD_REQUEST');
      expect(error?.message).toContain('`application/graphql-response+json`');
      expect(await app.db.logEntry.count()).toBe(before);
    },
  );

  test('a subscription that is asked for as JSON is told that it comes as a stream', async () => {
    const body = JSON.stringify({ query: 'subscription { escalationEvents { cursor } }' });
    const response = await post({ accept: 'application/json' }, body);
    const [error] = await errorsOf(response);
    expect([response.status, error?.message]).toEqual([
      406,
      expect.stringContaining('`text/event-stream`'),
    ]);
  });
});

test.each(['{', '', '{"query": "{ viewer { role } }"', 'query=x', '{"a":\u0000}'])(
  'the body %j is told to be no JSON in the words of the desk alone',
  async (body) => {
    const response = await post({}, body);
    const [error] = await errorsOf(response);
    expect(response.status).toBe(400);
    expect(error).toEqual({
      message: 'The request body is not valid JSON.',
      extensions: { code: 'BAD_REQUEST' },
    });
  },
);

describe('what is left of a budget', () => {
  let limited: TestApp;
  beforeAll(async () => {
    limited = await startTestApp({
      databaseUrl: app.databaseUrl,
      env: { RATE_LIMIT_POINTS: '30', CORS_ORIGINS: 'https://app.example.com' },
    });
  });
  afterAll(() => limited.stop());

  test('stands in headers as in extensions.cost, also of what is refused', async () => {
    const response = await post({ origin: 'https://app.example.com' }, QUERY, limited);
    const { extensions } = (await response.json()) as {
      extensions: { cost: { left: number; restoredInSeconds: number } };
    };
    const { left, restoredInSeconds } = extensions.cost;
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'ratelimit-policy': '"points";q=30;w=60',
      ratelimit: `"points";r=${left};t=${restoredInSeconds}`,
      'ratelimit-limit': '30',
      'ratelimit-remaining': String(left),
      'ratelimit-reset': String(restoredInSeconds),
      'access-control-expose-headers': expect.stringContaining('RateLimit-Remaining'),
    });
    const large = JSON.stringify({ query: '{ escalations(first: 50) { nodes { id summary } } }' });
    const refused = await post({}, large, limited);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([
      429,
      refused.headers.get('ratelimit-reset'),
    ]);
    expect(Number(refused.headers.get('ratelimit-remaining'))).toBeLessThanOrEqual(30);
  });

  test('is not told where there is no limit', async () => {
    const free = await startTestApp({
      databaseUrl: app.databaseUrl,
      env: { RATE_LIMIT_POINTS: '0' },
    });
    const response = await post({}, QUERY, free);
    expect([response.status, response.headers.get('ratelimit-limit')]).toEqual([200, null]);
    await free.stop();
  });
});

test('a proxy that nobody is trusted to be is told in the log once', async () => {
  const told = () => app.logs.filter(({ msg }) => /TRUSTED_PROXIES/.test(String(msg)));
  for (let turn = 0; turn < 3; turn += 1) await post({ 'x-forwarded-for': '192.0.2.1' });
  expect(told()).toHaveLength(1);
  expect(told()[0]).toMatchObject({ level: 40 });
});
