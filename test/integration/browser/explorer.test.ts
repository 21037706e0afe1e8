import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { hasBrowser, openBrowser } from '../../support/browser.ts';

const SCHEMA_MS = 20_000;

describe.skipIf(!hasBrowser)('the explorer in a browser', () => {
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
