import { request } from 'node:http';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

interface Answer {
  status: number | undefined;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** Fetch would unpack it, and name encodings of its own. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    request(app.at(path), { method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode,
          headers: response.headers,
          body: Buffer.concat(chunks),
        }),
      );
    })
      .on('error', reject)
      .end();
  });
}

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

async function filesOfPage(): Promise<string[]> {
  const { body } = await get('/graphql', html);
  return [...new Set(body.toString().match(/\/explorer\/[\w-]{22}\/[\w.-]+/g))];
}

test('the page is small, asked for anew each time and not sent again when it is the same', async () => {
  const { status, headers, body } = await get('/graphql', html);
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(body.length).toBeLessThan(10_000);
  expect(headers['cache-control']).toBe('no-cache');
  const again = await get('/graphql', { ...html, 'if-none-match': String(headers['etag']) });
  expect([again.status, again.body.length]).toEqual([304, 0]);
  expect((await get('/graphql', html, 'HEAD')).headers['etag']).toBe(headers['etag']);
});

test('the page runs nothing but scripts of the desk, and asks nobody else', async () => {
  const policy = String((await get('/graphql', html)).headers['content-security-policy']);
  expect(policy.split('; ')).toEqual(
    expect.arrayContaining([
      "default-src 'none'",
      "script-src 'self'",
      "connect-src 'self'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ]),
  );
  expect(policy).not.toMatch(/unsafe-eval|blob:|\*|script-src[^;]*unsafe-inline/);
});

test('its files are compressed, kept by browsers for ever and the same in every form', async () => {
  const files = await filesOfPage();
  expect(files.length).toBe(6);
  for (const path of files) {
    const plain = await get(path);
    const br = await get(path, { 'accept-encoding': 'gzip, deflate, br' });
    const gzip = await get(path, { 'accept-encoding': 'br;q=0, gzip' });
    expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual([
      'br',
      'gzip',
    ]);
    expect(brotliDecompressSync(br.body).equals(plain.body)).toBe(true);
    expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
    for (const { headers } of [plain, br, gzip]) {
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['vary']).toContain('Accept-Encoding');
    }
    expect(new Set([plain, br, gzip].map(({ headers }) => headers['etag'])).size).toBe(3);
    const known = { 'accept-encoding': 'br', 'if-none-match': String(br.headers['etag']) };
    expect((await get(path, known)).status).toBe(304);
  }
});

test('a file that is not there, or of another version, is 404', async () => {
  const [path = ''] = await filesOfPage();
  for (const other of [
    path.replace(/[\w-]{22}/, 'A'.repeat(22)),
    path.replace(/[\w.-]+$/, 'x.js'),
    '/explorer/',
    '/explorer/../config.ts',
  ])
    expect((await get(other)).status).toBe(404);
});

test('what a browser has is not sent again, in whatever form it says so', async () => {
  const [path = ''] = await filesOfPage();
  const etag = String((await get(path)).headers['etag']);
  for (const known of [`W/${etag}`, '*', `"other",W/${etag}`]) {
    expect((await get(path, { 'if-none-match': known })).status).toBe(304);
  }
  expect((await get(path, { 'if-none-match': '"other"' })).status).toBe(200);
});

test('readers that do not read get what an address may let lie, and then 429; others get theirs', async () => {
  const node = await startTestApp({ databaseUrl: app.databaseUrl, env: { TRUSTED_PROXIES: '1' } });
  const path = (await filesOfPage()).find((one) => one.endsWith('graphiql.js')) ?? '';
  const { hostname, port } = new URL(node.url);
  // It makes its files when they are first asked for.
  await (await fetch(node.at(path))).arrayBuffer();
  const before = process.memoryUsage();
  const peers: Socket[] = [];
  const statuses = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const socket = connect(Number(port), hostname);
      peers.push(socket);
      socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 192.0.2.1\r\n\r\n`);
      await new Promise<void>((resolve) => socket.once('readable', () => resolve()));
      return String(socket.read(12)).slice(-3);
    }),
  );
  try {
    const held = process.memoryUsage();
    const length = Number((await get(path, {}, 'HEAD')).headers['content-length']);
    const taken = statuses.filter((status) => status === '200').length;
    expect(taken * length).toBeLessThanOrEqual(32_000_000);
    expect([taken > 3, statuses.filter((status) => status === '429').length]).toEqual([
      true,
      100 - taken,
    ]);
    // They share what they wait for.
    expect(held.arrayBuffers - before.arrayBuffers).toBeLessThan(10_000_000);
    const forwarded = (address: string) =>
      fetch(node.at(path), { headers: { 'x-forwarded-for': address } });
    const refused = await forwarded('192.0.2.1');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10']);
    for (const name of ['cache-control', 'etag', 'content-encoding']) {
      expect([name, refused.headers.get(name)]).toEqual([
        name,
        name === 'cache-control' ? 'no-store' : null,
      ]);
    }
    const other = await forwarded('192.0.2.2');
    expect([other.status, (await other.arrayBuffer()).byteLength > 1_000_000]).toEqual([200, true]);
    expect((await fetch(node.at('/healthz'))).status).toBe(200);
  } finally {
    for (const peer of peers) peer.destroy();
    await node.stop();
  }
});
