import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp, TestAppOptions } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { openSocket } from '../../support/raw-socket.ts';

const STRANGER = 'evil.example';
const METRICS_KEY = 'metrics-key-of-the-tests';

interface Answer {
  status: number | undefined;
  text: string;
}

/** Fetch would not send a Host that is another one. */
function ask(
  app: TestApp,
  path: string,
  headers: Record<string, string>,
  method = 'GET',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(app.at(path), { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        // Of a stream the beginning is enough.
        if (response.headers['content-type']?.startsWith('text/event-stream')) response.destroy();
      });
      response.on('close', () => resolve({ status: response.statusCode, text }));
    })
      .on('error', reject)
      .end();
  });
}

const apps: TestApp[] = [];
async function start(options: TestAppOptions): Promise<TestApp> {
  const app = await startTestApp({ ...options, databaseUrl: apps[0]?.databaseUrl ?? '' });
  apps.unshift(app);
  return app;
}
let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
  apps.push(app);
});
afterAll(async () => {
  for (const one of apps) await one.stop();
});

const key = () => ({ authorization: `Bearer ${app.key}` });
const QUERY = `/graphql?query=${encodeURIComponent('{ viewer { role } }')}`;
const STREAM = `/graphql?query=${encodeURIComponent('subscription { statsChanged { open } }')}`;

describe('on a loopback address', () => {
  const doors = [
    ['the API', QUERY, {}],
    ['server-sent events', STREAM, { accept: 'text/event-stream' }],
    ['the explorer', '/graphql', { accept: 'text/html' }],
    ['its files', '/explorer/aaaaaaaaaaaaaaaaaaaaaa/graphiql.js', {}],
    ['metrics', '/metrics', {}],
    ['reports', '/reports/ESC-2026-001.yaml', {}],
    ['what is not there', '/else', {}],
  ] as const;

  test.each(doors)(
    '%s is not had by the name of a stranger, nor from its page',
    async (...door) => {
      const [, path, headers] = door;
      for (const name of [
        { host: STRANGER },
        { host: `127.0.0.1.${STRANGER}` },
        { host: '192.0.2.1' },
        { host: '0.0.0.0:4000' },
        { origin: `http://${STRANGER}` },
        { origin: 'null' },
      ]) {
        const { status, text } = await ask(app, path, { ...key(), ...headers, ...name });
        expect(status, JSON.stringify(name)).toBe(421);
        expect(text).toMatch('host' in name ? /PUBLIC_URL.*TRUSTED_PROXIES/ : /CORS_ORIGINS/);
      }
    },
  );

  test('a WebSocket is not opened by the name of a stranger, and says why', async () => {
    await expect(openSocket(app.url, { host: STRANGER })).rejects.toThrow('421');
    const { status, text } = await sendRaw(app.url, [
      `GET /graphql HTTP/1.1\r\nHost: ${STRANGER}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    ]);
    expect([status, text]).toEqual([421, expect.stringContaining('PUBLIC_URL')]);
  });

  test.each([
    'localhost',
    'LOCALHOST:4000',
    'desk.localhost',
    '127.0.0.1',
    '127.8.9.1:80',
    '[::1]:4000',
  ])('everything is had by %s', async (host) => {
    expect((await ask(app, QUERY, { ...key(), host })).status).toBe(200);
    expect((await ask(app, '/metrics', { host })).status).toBe(200);
  });

  test.each(['/healthz', '/readyz'])('%s is answered by any name', async (path) => {
    expect((await ask(app, path, { host: STRANGER })).status).toBe(200);
  });

  test.each([
    ['TRUSTED_PROXIES', { TRUSTED_PROXIES: '1' }],
    ['PUBLIC_URL', { PUBLIC_URL: 'https://desk.example/at/' }],
    ['CORS_ORIGINS', { CORS_ORIGINS: 'https://desk.example' }],
  ])('a proxy before it works with %s', async (_variable, env) => {
    const behind = await start({ env });
    const passedOn = { ...key(), host: 'desk.example', 'x-forwarded-for': '192.0.2.7' };
    expect((await ask(behind, QUERY, passedOn)).status).toBe(200);
    const page = { ...passedOn, origin: 'https://desk.example' };
    expect((await ask(behind, QUERY, page)).status).toBe(200);
    (await openSocket(behind.url, { host: 'desk.example' })).close();
    const stranger = await ask(behind, QUERY, { ...passedOn, host: STRANGER });
    expect(stranger.status).toBe('TRUSTED_PROXIES' in env ? 200 : 421);
    // Whatever is passed on is nobody here.
    expect((await ask(behind, '/metrics', { ...passedOn, authorization: '' })).status).toBe(401);
  });
});

test('on another address any name is answered, and metrics by a name of this machine alone', async () => {
  const open = await start({ env: { HOST: '0.0.0.0' } });
  expect((await ask(open, QUERY, { ...key(), host: STRANGER })).status).toBe(200);
  expect((await ask(open, '/metrics', { host: STRANGER })).status).toBe(401);
  expect((await ask(open, '/metrics', { host: 'localhost' })).status).toBe(200);
});

test.each(['x-forwarded-for', 'x-forwarded-host', 'forwarded', 'via', 'x-real-ip'])(
  'metrics that are asked for with the header %s want a key',
  async (name) => {
    expect((await ask(app, '/metrics', { [name]: '127.0.0.1' })).status).toBe(401);
  },
);

describe('METRICS_KEY', () => {
  test('reads the metrics, as an admin key does, and nothing else does then', async () => {
    const keyed = await start({ env: { METRICS_KEY } });
    const bearer = { authorization: `Bearer ${METRICS_KEY}` };
    expect((await ask(keyed, '/metrics', bearer)).text).toContain('process_cpu_seconds_total');
    expect((await ask(keyed, '/metrics', key())).status).toBe(200);
    for (const wrong of [
      {},
      { authorization: `Bearer ${METRICS_KEY}x` },
      { authorization: METRICS_KEY },
    ])
      expect((await ask(keyed, '/metrics', wrong as Record<string, string>)).status).toBe(401);
    for (const path of [QUERY, '/reports/ESC-2026-001.yaml'])
      expect((await ask(keyed, path, bearer)).status).toBe(401);
    const socket = await openSocket(keyed.url);
    socket.send({ type: 'connection_init', payload: bearer });
    expect(await socket.closed).toMatchObject({ code: 4401 });
  });

  test('guesses at it are counted as those at other keys are', async () => {
    const keyed = await start({ env: { METRICS_KEY, RATE_LIMIT_SIGN_IN_FAILURES: '3' } });
    const statuses: unknown[] = [];
    for (let turn = 0; turn < 5; turn += 1)
      statuses.push(
        (await ask(keyed, '/metrics', { authorization: `Bearer guess-${turn}` })).status,
      );
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
  });
});
