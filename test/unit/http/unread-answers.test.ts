import type { Server } from 'node:http';
import { createServer, get } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createAddressOf } from '../../../src/http/doors/remote-address.ts';
import { createOpenAnswers } from '../../../src/http/open-answers.ts';
import type { UnreadAnswers, UnreadLimits } from '../../../src/http/unread-answers.ts';
import { createUnreadAnswers, UNREAD_LIMITS } from '../../../src/http/unread-answers.ts';
import { until } from '../../support/until.ts';

/** More than what the system takes off our hands for a reader that does not read. */
const LONG = Buffer.alloc(12_000_000, 'x');
const SHORT = LONG.subarray(0, 1_000_000);

let server: Server;
let unread: UnreadAnswers;
const peers: Socket[] = [];
afterEach(() => {
  for (const peer of peers.splice(0)) peer.destroy();
  server.close();
  server.closeAllConnections();
});

async function serve(
  body: Buffer,
  limits: Partial<UnreadLimits> = {},
  trustedProxies = 0,
): Promise<number> {
  unread = createUnreadAnswers(createAddressOf(trustedProxies), { ...UNREAD_LIMITS, ...limits });
  const queued = createOpenAnswers();
  server = createServer((req, res) => {
    queued.begun(res);
    unread.send(req, res, { headers: { ETag: '"x"', 'Content-Length': body.length }, body });
  });
  server.on('connection', queued.opened);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** Reads the head and nothing after it. */
async function stubborn(port: number, requests = 1): Promise<{ head: string; peer: Socket }> {
  const peer = connect(port, '127.0.0.1');
  peers.push(peer);
  peer.on('error', () => {});
  peer.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(requests));
  await new Promise<void>((resolve) => peer.once('readable', () => resolve()));
  return { head: String(peer.read(12)), peer };
}

function read(port: number, headers: Record<string, string> = {}): Promise<number[]> {
  return new Promise((resolve, reject) => {
    get({ port, host: '127.0.0.1', headers, agent: false }, (res) => {
      let length = 0;
      res.on('data', (chunk: Buffer) => {
        length += chunk.length;
      });
      res.on('end', () => resolve([res.statusCode ?? 0, length]));
      res.on('error', reject);
    }).on('error', reject);
  });
}

const forgotten = () => until(async () => (unread.bytes() === 0 ? true : undefined), 'the end');

test('an answer that was read is whole, and counts no more', async () => {
  const port = await serve(LONG);
  expect(await read(port)).toEqual([200, LONG.length]);
  await forgotten();
});

test('an address that does not read gets so much and no more: then 429, and others are answered', async () => {
  const port = await serve(SHORT, { bytesPerAddress: 3_000_000 }, 1);
  for (let times = 0; times < 3; times += 1) {
    expect((await stubborn(port)).head).toContain('200');
  }
  expect((await stubborn(port)).head).toContain('429');
  expect(unread.bytes()).toBe(3_000_000);
  expect(await read(port, { 'x-forwarded-for': '192.0.2.1' })).toEqual([200, SHORT.length]);
});

test('a refusal says when to come again, and nothing that a browser would keep', async () => {
  const port = await serve(SHORT, { bytesPerAddress: 10 });
  const { status, headers } = await fetch(`http://127.0.0.1:${port}/`);
  expect([status, headers.get('retry-after'), headers.get('etag')]).toEqual([429, '10', null]);
});

test('where a node has no room left whoever lets most lie is cut off, and the next one is answered', async () => {
  const port = await serve(SHORT, { bytesPerNode: 2_000_000, patienceMs: 0 }, 1);
  const { peer } = await stubborn(port);
  await stubborn(port);
  const cut = new Promise((resolve) => peer.once('close', resolve));
  peer.on('data', () => {});
  expect(await read(port, { 'x-forwarded-for': '192.0.2.1' })).toEqual([200, SHORT.length]);
  await cut;
});

test.each([
  ['while there is more to hand over', LONG, { stallMs: 300, restMs: 60_000 }],
  ['when all was handed over', SHORT, { stallMs: 60_000, restMs: 300 }],
])('a reader that takes nothing is cut off, %s', async (_when, body, limits) => {
  const port = await serve(body, limits);
  const { peer } = await stubborn(port);
  expect(unread.bytes()).toBe(body.length);
  await forgotten();
  let length = 0;
  peer.on('data', (chunk: Buffer) => {
    length += chunk.length;
  });
  await new Promise((resolve) => peer.once('close', resolve));
  expect(length).toBeLessThan(body.length);
});

test('one that closes its half without having read is cut off at once', async () => {
  const port = await serve(SHORT, { restMs: 60_000 });
  const { peer } = await stubborn(port);
  peer.end();
  await forgotten();
});

test('answers whose turn does not come count until the connection ends', async () => {
  const port = await serve(SHORT, { restMs: 300 });
  await stubborn(port, 20);
  expect(unread.bytes()).toBeGreaterThan(SHORT.length);
  await forgotten();
});
