import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { hasBrowser, openBrowser } from '../../support/browser.ts';

/** What these bring, as they send it. */
const TOOLS: Readonly<Record<string, Record<string, string>>> = {
  Sentry: {
    'sentry-trace': '4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-1',
    baggage: 'sentry-environment=production,sentry-sample_rate=0.1',
  },
  'OpenTelemetry, W3C': {
    traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
    tracestate: 'vendor=value',
    baggage: 'user=1',
  },
  'OpenTelemetry, B3': {
    b3: '80f198ee56343ba864fe8b2a57d3eff7-e457b5a2e4d86bd1-1',
    'x-b3-traceid': '80f198ee56343ba864fe8b2a57d3eff7',
    'x-b3-spanid': 'e457b5a2e4d86bd1',
    'x-b3-sampled': '1',
  },
  'OpenTelemetry, Jaeger': { 'uber-trace-id': '80f198ee56343ba8:e457b5a2e4d86bd1:0:1' },
  Apollo: {
    'apollo-require-preflight': 'true',
    'apollographql-client-name': 'web',
    'apollographql-client-version': '1.0',
    'apollo-query-plan-experimental': '1',
    'x-apollo-operation-name': 'Q',
    'x-apollo-operation-id': '1',
  },
  'graphql-client': { 'graphql-client-name': 'web', 'graphql-client-version': '1.0' },
  Datadog: {
    'x-datadog-trace-id': '1',
    'x-datadog-parent-id': '2',
    'x-datadog-origin': 'rum',
    'x-datadog-sampling-priority': '1',
  },
  'New Relic': { newrelic: 'eyJ2IjpbMCwxXX0=' },
  'request ids': { 'x-request-id': 'abc-1', 'x-correlation-id': 'abc-1', 'idempotency-key': 'k' },
  'an event source': { 'last-event-id': '7' },
  'a cache': { 'if-none-match': 'W/"x"', 'cache-control': 'no-cache', pragma: 'no-cache' },
};

describe.skipIf(!hasBrowser)('a page of another origin, in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let site: Server;
  let origin: string;
  let page: Page;
  beforeAll(async () => {
    site = createServer((_req, res) => {
      res.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Site</title>');
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    app = await startTestApp({ env: { CORS_ORIGINS: origin } });
    browser = await openBrowser();
    page = await browser.newPage();
    await page.goto(origin);
  });
  afterAll(async () => {
    await browser?.close();
    site?.close();
    await app?.stop();
  });

  /** The answer as the page sees it; what its browser refuses to show it is `Failed to fetch`. */
  const ask = (url: string, headers: Record<string, string>) =>
    page.evaluate(
      async (given) => {
        try {
          const response = await fetch(given.url, {
            method: 'POST',
            headers: { 'content-type': 'application/json', ...given.headers },
            body: '{"query":"{ viewer { role } }"}',
          });
          return {
            status: response.status,
            names: [...response.headers.keys()],
            text: await response.text(),
          };
        } catch (error) {
          return { status: 0, names: [], text: String(error) };
        }
      },
      { url, headers: { authorization: `Bearer ${app.key}`, ...headers } },
    );

  test.each(Object.keys(TOOLS))('that is allowed sends what %s brings', async (tool) => {
    const { status, text } = await ask(app.url, TOOLS[tool] ?? {});
    expect([status, text]).toEqual([200, expect.stringContaining('"role":"ADMIN"')]);
  });

  test('that is allowed reads what stands in headers, also of a refusal', async () => {
    const { names } = await ask(app.url, {});
    expect(names).toEqual(expect.arrayContaining(['ratelimit-remaining', 'ratelimit-reset']));
    const refused = await ask(app.url, { authorization: 'Bearer wrong' });
    expect(refused.status).toBe(401);
    expect(refused.names).toContain('www-authenticate');
  });

  test('that is not allowed sends nothing, whatever headers it brings', async () => {
    const strict = await startTestApp({ databaseUrl: app.databaseUrl });
    for (const headers of [{}, ...Object.values(TOOLS)]) {
      expect(await ask(strict.url, headers)).toMatchObject({
        status: 0,
        text: expect.stringContaining('Failed to fetch'),
      });
    }
    await strict.stop();
  });
});
