import { get } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openSocket } from '../../support/raw-socket.ts';

const FRIEND = 'https://app.example.com';
const STRANGER = 'https://evil.example';

let closed: TestApp;
let open: TestApp;
beforeAll(async () => {
  closed = await startTestApp();
  open = await startTestApp({ env: { CORS_ORIGINS: `${FRIEND}, http://localhost:5173` } });
});
afterAll(async () => {
  await closed.stop();
  await open.stop();
});

function ask(app: TestApp, headers: Record<string, string>, init: RequestInit = {}) {
  return fetch(app.url, {
    method: 'POST',
    body: '{"query":"{ viewer { role } }"}',
    ...init,
    headers: {
      authorization: `Bearer ${app.key}`,
      'content-type': 'application/json',
      ...headers,
    },
  });
}

const preflight = (app: TestApp, origin: string) =>
  fetch(app.url, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  });

describe('a page', () => {
  test('of the desk itself may ask, whatever the scheme in front of a proxy', async () => {
    const { host } = new URL(closed.url);
    for (const origin of [`http://${host}`, `https://${host}`]) {
      expect((await ask(closed, { origin })).status).toBe(200);
    }
  });

  test.each(['POST', 'GET'])(
    'of another origin may not ask by %s, key or no key',
    async (method) => {
      const init = method === 'GET' ? { method, body: null } : { method };
      for (const [origin, refusal] of [
        [STRANGER, 421],
        ['null', 421],
        [FRIEND, 421],
        ['not an origin', 421],
        // By a name of this machine, and all the same another page.
        ['http://127.0.0.1:1', 403],
      ] as const) {
        const response = await ask(closed, { origin }, init);
        const { errors } = (await response.json()) as { errors: { message: string }[] };
        expect([response.status, errors]).toMatchObject([
          refusal,
          [{ extensions: { code: 'FORBIDDEN' } }],
        ]);
        expect(errors[0]?.message).toContain('CORS_ORIGINS');
        expect(response.headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );

  test('of another site that asks without an origin, as images and forms do, may not either', async () => {
    const image = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' };
    expect((await fetch(closed.at('/graphql?query={__typename}'), { headers: image })).status).toBe(
      403,
    );
  });

  test('of another site may link to the explorer', async () => {
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      accept: 'text/html',
    };
    // Fetch would set the mode itself.
    const status = await new Promise((resolve, reject) => {
      get(closed.url, { headers }, (response) => resolve(response.resume().statusCode)).on(
        'error',
        reject,
      );
    });
    expect(status).toBe(200);
  });

  test('of an origin in CORS_ORIGINS may ask, and no other', async () => {
    const response = await ask(open, { origin: FRIEND });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      200,
      FRIEND,
    ]);
    expect(response.headers.get('vary')).toContain('Origin');
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
    for (const [origin, refusal] of [
      [STRANGER, 421],
      [`${FRIEND}.evil.example`, 421],
      ['http://app.example.com', 403],
    ] as const)
      expect((await ask(open, { origin })).status).toBe(refusal);
  });

  test('reads why it was refused when its key is wrong', async () => {
    const response = await ask(open, { origin: FRIEND, authorization: 'Bearer wrong' });
    expect([response.status, response.headers.get('access-control-allow-origin')]).toEqual([
      401,
      FRIEND,
    ]);
  });
});

describe('a page of PUBLIC_URL, behind a proxy', () => {
  let desk: TestApp;
  beforeAll(async () => {
    const env = { PUBLIC_URL: 'https://desk.example.com:443/sub', TRUSTED_PROXIES: '1' };
    desk = await startTestApp({ databaseUrl: closed.databaseUrl, env });
  });
  afterAll(() => desk.stop());

  /** Fetch would not send a Host that is another one. */
  const statusOf = (origin: string, host: string) =>
    new Promise((resolve, reject) => {
      get(desk.at('/healthz'), { headers: { origin, host } }, (response) =>
        resolve(response.resume().statusCode),
      ).on('error', reject);
    });

  test('may ask though the proxy makes another Host of it, and over a WebSocket', async () => {
    const origin = 'https://desk.example.com';
    expect(await statusOf(origin, 'backend:4000')).toBe(200);
    (await openSocket(desk.url, { origin, host: 'backend:4000' })).close();
    expect((await ask(desk, { origin })).status).toBe(200);
  });

  test.each([
    ['the port of HTTPS', 'https://other.example', 'other.example:443', 200],
    ['the port of HTTP in front of TLS', 'https://other.example', 'other.example:80', 200],
    ['a final dot', 'http://other.example:81', 'Other.Example.:81', 200],
    ['a final dot of the page', 'http://other.example.', 'other.example', 200],
    ['another port', 'https://other.example', 'other.example:8443', 403],
    ['another name', 'https://other.example', 'desk.example.com', 403],
    ['another scheme at PUBLIC_URL', 'http://desk.example.com', 'backend:4000', 403],
    ['a name that only begins like it', 'https://desk.example.com.evil.example', 'backend', 403],
  ])('is told from others by its host: %s', async (_what, origin, host, status) => {
    expect(await statusOf(origin, host)).toBe(status);
  });
});

test('a name of the desk with a final dot is the same name on a loopback address', async () => {
  const env = { PUBLIC_URL: 'https://desk.example.com' };
  const desk = await startTestApp({ databaseUrl: closed.databaseUrl, env });
  const status = await new Promise((resolve, reject) => {
    const headers = { host: 'desk.example.com.', origin: 'https://desk.example.com' };
    get(desk.at('/explorer/'), { headers }, (response) => resolve(response.resume().statusCode)).on(
      'error',
      reject,
    );
  });
  await desk.stop();
  // Not 421: there is nothing at that path.
  expect(status).toBe(404);
});

describe('what a browser asks beforehand', () => {
  test('is answered with what an origin of ours may send', async () => {
    const { status, headers } = await preflight(open, FRIEND);
    expect(status).toBe(204);
    expect(Object.fromEntries(headers)).toMatchObject({
      'access-control-allow-origin': FRIEND,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': expect.stringContaining('authorization, content-type'),
      'access-control-max-age': '600',
      vary: expect.stringContaining('Origin'),
    });
  });

  test.each([
    ['with CORS off', () => preflight(closed, FRIEND)],
    ['by a stranger', () => preflight(open, STRANGER)],
  ])('%s is refused', async (_who, send) => {
    const { status, headers } = await send();
    expect([status, headers.get('access-control-allow-origin')]).toEqual([421, null]);
    expect(headers.get('access-control-allow-headers')).toBeNull();
  });
});

describe('a simple request, which browsers send unasked', () => {
  test.each([
    ['text/plain'],
    ['text/plain; x=application/json'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/graphql'],
  ])('with content type %s is refused', async (contentType) => {
    const response = await ask(closed, { 'content-type': contentType });
    expect([response.status, await response.json()]).toMatchObject([
      415,
      { errors: [{ extensions: { code: 'BAD_REQUEST' } }] },
    ]);
  });
});

describe('a WebSocket', () => {
  const opens = async (app: TestApp, headers: Record<string, string>) => {
    try {
      (await openSocket(app.url, headers)).close();
      return 'open';
    } catch (error) {
      return String(error);
    }
  };

  test('from a page of another origin is not opened', async () => {
    expect(await opens(closed, { origin: STRANGER })).toContain('421');
    expect(await opens(closed, { origin: 'null' })).toContain('421');
    expect(await opens(open, { origin: STRANGER })).toContain('421');
    expect(await opens(open, { origin: 'http://127.0.0.1:1' })).toContain('403');
  });

  test('from our own page, an allowed one or no page is opened', async () => {
    expect(await opens(closed, {})).toBe('open');
    expect(await opens(closed, { origin: new URL(closed.url).origin })).toBe('open');
    expect(await opens(open, { origin: FRIEND })).toBe('open');
  });
});
