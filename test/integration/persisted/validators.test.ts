import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { openCase } from '../../support/factories.ts';
import type { TestPartner } from '../../support/partner.ts';
import { hashOf, partner } from '../../support/partner.ts';

const CASES = 'query Cases { escalations { totalCount } }';
const MATRIX = 'query Matrix { severityMatrix { severity } resolutionPaths { category } }';
const MIXED = 'query Mixed { severityMatrix { severity } viewer { role } }';
const MISSING = 'query Missing($id: ID!) { escalation(by: { id: $id }) { id } }';

let app: TestApp;
let acme: TestPartner;
let other: TestPartner;
beforeAll(async () => {
  app = await startTestApp({ env: { CORS_ORIGINS: 'https://app.example.com' } });
  acme = await partner(app, CASES, MATRIX, MIXED, MISSING);
  other = await partner(app, CASES);
});
afterAll(() => app.stop());

function get(
  document: string,
  headers: Record<string, string> = {},
  key = acme.key,
): Promise<Response> {
  const url = `${app.url}?documentId=sha256:${hashOf(document)}`;
  return fetch(url, { headers: { authorization: `Bearer ${key}`, ...headers } });
}

describe('the answer to a registered query by GET', () => {
  test('may be kept by its client, who asks each time whether it is still so', async () => {
    const response = await get(CASES);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      etag: expect.stringMatching(/^W\/"[\w-]{43}"$/),
      'cache-control': 'private, no-cache',
      vary: 'Origin, Accept, Authorization',
    });
  });

  test('is 304 without a body while the data is the same, and 200 when it is not', async () => {
    const first = await get(CASES);
    const etag = first.headers.get('etag') ?? '';
    for (const ifNoneMatch of [etag, `"other", ${etag}`, etag.replace('W/', ''), '*']) {
      const again = await get(CASES, { 'if-none-match': ifNoneMatch });
      expect([again.status, await again.text()]).toEqual([304, '']);
      expect(again.headers.get('etag')).toBe(etag);
      expect(again.headers.get('cache-control')).toBe('private, no-cache');
      expect(again.headers.get('vary')).toContain('Authorization');
    }
    await openCase(app, { customer: { id: acme.customerId } });
    const changed = await get(CASES, { 'if-none-match': etag });
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(etag);
    expect(await changed.json()).toMatchObject({ data: { escalations: { totalCount: 1 } } });
  });

  test("is not taken for another partner's", async () => {
    const etag = (await get(CASES)).headers.get('etag') ?? '';
    const others = await get(CASES, { 'if-none-match': etag }, other.key);
    expect(others.status).toBe(200);
    expect(await others.json()).toMatchObject({ data: { escalations: { totalCount: 0 } } });
  });

  test('is good for a minute when it holds nothing of customers and nothing about who asks', async () => {
    expect((await get(MATRIX)).headers.get('cache-control')).toBe('private, max-age=60');
    expect((await get(MIXED)).headers.get('cache-control')).toBe('private, no-cache');
  });
});

describe('is not to be kept', () => {
  test.each([
    ['an answer by POST', () => byPost({ documentId: hashOf(CASES) })],
    ['an answer with errors', () => get(MISSING)],
    ['a refusal', () => get('query Unknown { viewer { role } }')],
    [
      'an answer to a free document',
      () =>
        fetch(`${app.url}?query=${encodeURIComponent('{ viewer { role } }')}`, {
          headers: { authorization: `Bearer ${app.key}` },
        }),
    ],
    ['an event stream', () => get(CASES, { accept: 'text/event-stream' })],
  ])('%s', async (_what, send) => {
    const response = await send();
    await response.text();
    expect(response.headers.get('etag')).toBeNull();
    // Streams have a no-cache of their own.
    expect(response.headers.get('cache-control')).toMatch(/^(no-store|no-cache)$/);
  });

  function byPost(params: object): Promise<Response> {
    return fetch(app.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${acme.key}`, 'content-type': 'application/json' },
      body: JSON.stringify(params),
    });
  }
});
