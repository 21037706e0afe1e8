import { request } from 'node:http';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import { execute } from '../../support/postgres-admin.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const signedIn = () => ({ headers: { authorization: `Bearer ${app.key}` } });

test('the process lives, says /healthz', async () => {
  const response = await fetch(app.at('/healthz'));
  expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
});

describe('/readyz', () => {
  let undo = '';
  afterEach(async () => {
    if (undo !== '') await execute(app.databaseUrl, undo);
    undo = '';
  });

  test('a migrated database in which the log moves on is ready', async () => {
    const response = await fetch(app.at('/readyz'));
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('a database that went away is 503 with the reason', async () => {
    const orphan = await startTestApp();
    await execute(
      app.databaseUrl,
      `DROP DATABASE ${new URL(orphan.databaseUrl).pathname.slice(1)} WITH (FORCE)`,
    );
    const response = await fetch(orphan.at('/readyz'));
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'unavailable', reason: 'The database cannot be reached.' },
    ]);
    await orphan.stop();
  });

  test('a log that does not move on is 503 with the reason', async () => {
    await execute(app.databaseUrl, 'ALTER TABLE log_entry RENAME COLUMN seq TO seq_away');
    undo = 'ALTER TABLE log_entry RENAME COLUMN seq_away TO seq';
    const response = await fetch(app.at('/readyz'));
    expect([response.status, await response.json()]).toEqual([
      503,
      { status: 'unavailable', reason: 'Entries of the log do not get their place.' },
    ]);
  });
});

describe('/metrics', () => {
  const get = (headers: Record<string, string>) => fetch(app.at('/metrics'), { headers });

  test('this machine reads them, in the format of Prometheus', async () => {
    await fetch(app.at('/healthz'));
    const response = await get({});
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=/);
    const text = await response.text();
    expect(text).toMatch(
      /http_request_duration_seconds_count\{method="GET",route="\/healthz",status="200"\} \d/,
    );
    expect(text).toContain('process_cpu_seconds_total');
  });

  test('who comes through a proxy needs an admin key', async () => {
    const forwarded = { 'x-forwarded-for': '203.0.113.9' };
    expect((await get(forwarded)).status).toBe(401);
    expect((await get({ ...forwarded, authorization: `Bearer ${app.key}` })).status).toBe(200);
  });
});

describe('/reports', () => {
  test('the report of a case comes as YAML and as JSON', async () => {
    const { reference } = await openCase(app);
    const yaml = await fetch(app.at(`/reports/${reference}.yaml`), signedIn());
    expect([yaml.status, yaml.headers.get('content-type')]).toEqual([
      200,
      'application/yaml; charset=utf-8',
    ]);
    expect(await yaml.text()).toContain(`id: ${reference}`);
    const json = await fetch(app.at(`/reports/${reference}.json`), signedIn());
    expect(await json.json()).toMatchObject({ escalation_report: { id: reference } });
  });

  test('without a key they are 401, known case or not', async () => {
    const response = await fetch(app.at('/reports/ESC-2026-001.yaml'));
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  test.each([
    '/reports/ESC-1999-001.yaml',
    '/reports/ESC-2026-001.pdf',
    '/reports/',
    '/reports/%ff.json',
  ])('%s is 404', async (path) => {
    const response = await fetch(app.at(path), signedIn());
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ errors: [{ message: expect.any(String) }] });
  });
});

test('a path where nothing is is 404 with an error in JSON', async () => {
  const response = await fetch(app.at('/admin'));
  expect(response.status).toBe(404);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'There is nothing at /admin; the API is at /graphql.',
        extensions: { code: 'NOT_FOUND' },
      },
    ],
  });
});

test('what can only be read refuses to be written', async () => {
  const response = await fetch(app.at('/healthz'), { method: 'POST' });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
});

test('a Host header that cannot be in an address is 400', async () => {
  const { hostname, port } = new URL(app.url);
  const status = await new Promise((resolve, reject) => {
    request({ hostname, port, path: '/graphql', headers: { host: 'a b', accept: 'text/html' } })
      .on('response', (response) => {
        response.resume();
        resolve(response.statusCode);
      })
      .on('error', reject)
      .end();
  });
  expect(status).toBe(400);
});

describe('the explorer', () => {
  const browse = (base: TestApp, path: string) =>
    fetch(base.at(path), { headers: { accept: 'text/html' }, redirect: 'manual' });

  test('a browser gets it without a key when it is on, and / leads to it', async () => {
    const page = await browse(app, '/graphql');
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(await page.text()).toContain('Escalation desk');
    const root = await browse(app, '/');
    expect([root.status, root.headers.get('location')]).toEqual([302, '/graphql']);
  });

  test('when it is off, a browser needs a key like everybody, and / is 404', async () => {
    const plain = await startTestApp({ env: { GRAPHIQL: 'false' } });
    try {
      expect((await browse(plain, '/graphql')).status).toBe(401);
      expect((await browse(plain, '/')).status).toBe(404);
    } finally {
      await plain.stop();
    }
  });
});
