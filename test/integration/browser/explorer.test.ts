import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { hasBrowser, openBrowser } from '../../support/browser.ts';
import { partner } from '../../support/partner.ts';

const SCHEMA_MS = 20_000;

describe.skipIf(!hasBrowser)('the explorer in a browser', { timeout: 90_000 }, () => {
  let app: TestApp;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let problems: string[];
  beforeAll(async () => {
    app = await startTestApp();
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser.close();
    await app.stop();
  });
  beforeEach(async () => {
    context = await browser.newContext();
    page = await context.newPage();
    problems = [];
    page.on('pageerror', (error) => problems.push(String(error)));
    page.on('console', (message) => {
      // What the desk refuses is told in the page; what the policy of the page refuses is a mistake of ours.
      if (/Content Security Policy/.test(message.text())) problems.push(message.text());
    });
    await page.goto(app.url);
  });
  afterEach(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });

  const signIn = (key: string) => page.getByLabel('API key or token').fill(key);
  const signedIn = () => page.getByText('Signed in').waitFor({ timeout: SCHEMA_MS });
  const failures = () => page.getByText('Error fetching schema').count();

  async function openDocs(): Promise<void> {
    await page.getByRole('button', { name: 'Show Documentation Explorer' }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).waitFor();
  }

  async function complete(): Promise<void> {
    const editor = page.locator('.graphiql-query-editor');
    await editor.locator('.view-lines').first().click();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{ sever');
    await page.keyboard.press('Control+Space');
    await page.locator('.suggest-widget').getByText('severityMatrix').first().waitFor();
  }

  test('brings schema, documentation and completion by a key that is typed once, and runs', async () => {
    await signIn(app.key);
    await signedIn();
    await page.getByRole('button', { name: /Execute query/ }).click();
    await page.locator('.graphiql-response').getByText('totalCount').waitFor();
    await openDocs();
    await complete();
    expect(await failures()).toBe(0);
  });

  test('says why a key is not taken, and goes on with the next one', async () => {
    await signIn('wrong-key');
    await page.getByText('are not valid').waitFor();
    await signIn(app.key);
    await signedIn();
    await openDocs();
    expect(await failures()).toBe(0);
  });

  test('says to a partner where its schema is, keeps nothing of that key, and takes the next one', async () => {
    const { key } = await partner(app, 'query Me { viewer { role } }');
    await signIn(key);
    await page.getByText('Partners get their schema at /schema.graphql').waitFor();
    expect(await page.evaluate('JSON.stringify({...sessionStorage})')).not.toContain(key);
    expect(await page.getByRole('button', { name: 'Forget the key' }).isVisible()).toBe(false);
    await signIn(app.key);
    await signedIn();
    await openDocs();
    expect(await failures()).toBe(0);
  });

  test.each([
    [
      'an answer of 503',
      { status: 503, body: '{"errors":[{"message":"Overloaded, come again."}]}' },
    ],
    ['an answer that is no JSON', { status: 502, body: '<html>' }],
    ['no answer', undefined],
  ])('says what is wrong after %s, and asks again when it is told to', async (_what, answer) => {
    await signIn(app.key);
    await signedIn();
    await page.route('**/graphql', (route) =>
      route.request().method() !== 'POST'
        ? route.continue()
        : answer === undefined
          ? route.abort()
          : route.fulfill({ ...answer, contentType: 'application/json' }),
    );
    await page.reload();
    const said = { 503: 'Overloaded, come again.', 502: 'answers with status 502' };
    await page
      .getByText(answer === undefined ? 'The desk does not answer' : said[answer.status as 502])
      .waitFor();
    // The key was good, and is kept: it can be forgotten as well.
    expect(await page.getByRole('button', { name: 'Forget the key' }).isVisible()).toBe(true);
    await page.unroute('**/graphql');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await signedIn();
    await openDocs();
  });

  test('takes a key that is typed as a header all the same', async () => {
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('[aria-label="Headers"] .graphiql-editor:not(.hidden)').click();
    await page.keyboard.insertText(`{"Authorization": "Bearer ${app.key}"}`);
    await signedIn();
    await openDocs();
  });

  test('knows the key after a reload, and keeps it nowhere but in the session of its tab', async () => {
    await signIn(app.key);
    await signedIn();
    await page.reload();
    await signedIn();
    await openDocs();
    const kept = 'JSON.stringify([{...localStorage}, document.cookie])';
    expect(await page.evaluate(kept)).not.toContain(app.key);
    const other = await context.newPage();
    await other.goto(app.url);
    await other.getByText('Type an API key').waitFor();
    expect(
      await other.evaluate('JSON.stringify({...localStorage, ...sessionStorage})'),
    ).not.toContain(app.key);
  });

  test('forgets the key when it is told to, and what an earlier version kept', async () => {
    await page.evaluate(`localStorage.setItem('graphiql:tabState', ${JSON.stringify(app.key)})`);
    await signIn(app.key);
    await signedIn();
    await page.getByRole('button', { name: 'Forget the key' }).click();
    await page.getByText('Type an API key').waitFor();
    const kept = 'JSON.stringify([{...localStorage}, {...sessionStorage}])';
    expect(await page.evaluate(kept)).not.toContain(app.key);
  });
});
