import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { openSocket } from '../../support/raw-socket.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({
    httpLimits: {
      headersMs: 300,
      requestMs: 600,
      idleMs: 1_000,
      checkMs: 50,
      maxConnections: 20,
    },
  });
});
afterAll(() => app.stop());

function* drip(head: string, drop: string): Generator<string> {
  yield head;
  for (let turn = 0; turn < 200; turn += 1) yield drop;
}

test('headers that come a few at a time are cut off with 408', async () => {
  const pieces = drip('POST /graphql HTTP/1.1\r\nHost: localhost\r\n', 'X-Slow: 1\r\n');
  const { status, ms } = await sendRaw(app.url, pieces, { pauseMs: 50, waitMs: 10_000 });
  expect(status).toBe(408);
  expect(ms).toBeLessThan(3_000);
});

test('a body that comes a byte at a time is cut off with 408', async () => {
  const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${app.key}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n`;
  const { status, ms } = await sendRaw(app.url, drip(head, ' '), { pauseMs: 50, waitMs: 10_000 });
  expect(status).toBe(408);
  expect(ms).toBeLessThan(3_000);
});

test('a connection that says nothing is closed', async () => {
  const { status, ms } = await sendRaw(app.url, [], { waitMs: 10_000 });
  expect([status, ms < 5_000]).toEqual([408, true]);
});

test('a body over the limit is not read to its end', async () => {
  const sent: number[] = [];
  function* endless(): Generator<string> {
    yield `POST /graphql HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${app.key}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`;
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    for (let turn = 0; turn < 10_000; turn += 1) {
      sent.push(chunk.length);
      yield chunk;
    }
  }
  const { status, ms } = await sendRaw(app.url, endless(), { waitMs: 10_000 });
  const megabytes = sent.reduce((sum, length) => sum + length, 0) / 1_000_000;
  // The answer may be lost in the reset of a connection that still had bytes to read.
  expect([413, undefined]).toContain(status);
  expect(ms).toBeLessThan(5_000);
  expect(megabytes).toBeLessThan(600);
});

test('more connections than the node takes are closed as they come, and it goes on', async () => {
  const held = await Promise.all(
    Array.from({ length: 40 }, () => {
      const { hostname, port } = new URL(app.url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      return new Promise<typeof socket>((resolve) => socket.once('connect', () => resolve(socket)));
    }),
  );
  for (const socket of held) socket.destroy();
  await expect.poll(async () => (await app.graphql('{ viewer { role } }')).status).toBe(200);
});

test('a socket that never signs in is closed with 4408', async () => {
  const socket = await openSocket(app.url);
  expect(await socket.closed).toMatchObject({ code: 4408 });
});
