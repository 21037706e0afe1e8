import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type * as client from '../../../packages/client/src/index.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { hasBrowser, openBrowser } from '../../support/browser.ts';
import type { TestProxy } from '../../support/proxy.ts';
import { startProxy } from '../../support/proxy.ts';
import { until } from '../../support/until.ts';
import { driveThroughCuts, EVENTS, settled } from './drive.support.ts';
import type { PageServer } from './page.support.ts';
import { servePage } from './page.support.ts';

/** What the page keeps of what it was told. */
interface Seen {
  cursors: string[];
  statuses: string[];
  errors: unknown[];
  /** What listeners of `error` got. */
  failures: string[];
}

describe.skipIf(!hasBrowser)('a client that resumes, in a browser', () => {
  let app: TestApp;
  let browser: Browser;
  let pages: PageServer;
  let proxy: TestProxy;

  beforeAll(async () => {
    pages = await servePage();
    const { origin } = new URL(pages.url);
    app = await startTestApp({ system: systemClock, env: { CORS_ORIGINS: origin } });
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
    await pages?.close();
    await app?.stop();
  });
  beforeEach(async () => {
    await settled(app);
    proxy = await startProxy(app.url);
    onTestFinished(() => proxy.close());
  });

  it('has every event once and in order, however often it is cut off', async () => {
    const page = await open(app.key);
    await until(async () => (await seen(page)).statuses.at(-1) === 'live' || undefined, 'live');
    const subject = { cursors: async () => (await seen(page)).cursors };
    await driveThroughCuts({ app, proxy, subject });
    const { errors, statuses } = await seen(page);
    expect(errors).toEqual([]);
    expect(statuses.slice(0, 3)).toEqual(['connecting', 'behind', 'live']);
    expect(statuses).toContain('offline');
    expect(proxy.connections()).toBeGreaterThan(3);
  });

  it('gives up a line that is silent, and resumes over another', async () => {
    const page = await open(app.key);
    const becomes = (status: string) =>
      until(async () => (await seen(page)).statuses.at(-1) === status || undefined, status);
    await becomes('live');
    proxy.stall();
    await becomes('offline');
    proxy.heal();
    await becomes('live');
  });

  it('tells a wrong key once', async () => {
    const page = await open('x'.repeat(40));
    await until(async () => (await seen(page)).errors[0], 'the error');
    expect((await seen(page)).errors).toEqual([4401]);
    expect(proxy.connections()).toBe(1);
  });

  it('says what to set when the desk does not take pages of its origin', async () => {
    const strict = await startTestApp({ databaseUrl: app.databaseUrl, system: systemClock });
    const page = await open(app.key, strict.url);
    const told = await until(async () => (await seen(page)).failures[0], 'the failure');
    const { origin } = new URL(pages.url);
    expect(told).toMatch(
      `UNREACHABLE The connection to ${strict.url} could not be made, or broke. A browser does not tell`,
    );
    expect(told).toMatch(`refuse pages of ${origin}, which its CORS_ORIGINS has to name`);
    await strict.stop();
  });

  async function open(key: string, url = proxy.through(app.url)): Promise<Page> {
    const page = await browser.newPage();
    const failures: unknown[] = [];
    page.on('pageerror', (error) => failures.push(error));
    onTestFinished(async () => {
      await page.close();
      expect(failures).toEqual([]);
    });
    await page.goto(pages.url);
    await page.waitForFunction(() => 'client' in globalThis);
    await page.evaluate(subscribe, { url, key, query: EVENTS });
    return page;
  }

  const seen = (page: Page): Promise<Seen> =>
    page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen);
});

/** Runs in the page. */
function subscribe(given: { url: string; key: string; query: string }): void {
  const seen: Seen = { cursors: [], statuses: [], errors: [], failures: [] };
  Object.assign(globalThis, { seen });
  const { createDeskClient } = (globalThis as unknown as { client: typeof client }).client;
  const desk = createDeskClient({
    url: given.url,
    key: given.key,
    keepAlive: 200,
    answerWait: 500,
    retryWaitMs: () => 20 + Math.random() * 100,
    on: {
      error: (error) => {
        const { code, message } = error as { code?: unknown; message?: unknown };
        seen.failures.push(`${String(code)} ${String(message)}`);
      },
    },
    onStatus: ({ status }) => {
      if (seen.statuses.at(-1) !== status) seen.statuses.push(status);
    },
  });
  desk.subscribe<{ escalationEvents: { cursor: string } }>(
    { query: given.query },
    {
      next({ data }) {
        if (data != null) seen.cursors.push(data.escalationEvents.cursor);
      },
      error: (error) => void seen.errors.push((error as { code?: unknown }).code ?? String(error)),
      complete() {},
    },
  );
}
