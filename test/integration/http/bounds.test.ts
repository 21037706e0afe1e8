import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';

const MAX_CONNECTIONS = 20;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp({ httpLimits: { maxConnections: MAX_CONNECTIONS } });
});
afterAll(() => app.stop());

async function open(): Promise<{ socket: Socket; closed: Promise<void> }> {
  const { hostname, port } = new URL(app.url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await new Promise((resolve) => socket.once('connect', resolve));
  return { socket, closed };
}

test('of more connections than a node takes those that come last are closed, and no others', async () => {
  const first = await Promise.all(Array.from({ length: MAX_CONNECTIONS }, open));
  const more = await Promise.all(Array.from({ length: 10 }, open));
  await Promise.all(more.map(({ closed }) => closed));
  const asked = first.map(
    ({ socket }) =>
      new Promise<string>((resolve) => {
        socket.once('data', (data: Buffer) => resolve(data.toString().slice(0, 12)));
        socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
      }),
  );
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['HTTP/1.1 200']));
  for (const { socket, closed } of first) {
    socket.destroy();
    await closed;
  }
});

test.each([
  ['whose credentials are wrong', '/graphql', 'Authorization: Bearer wrong\r\n', '401'],
  ['to where nothing is', '/nowhere', '', '404'],
  ['to what only reads', '/healthz', '', '405'],
])(
  'of a request %s the body is not taken: it is answered and cut off',
  async (_what, path, more, status) => {
    const { socket, closed } = await open();
    const type = 'Content-Type: application/json\r\nContent-Length: 900000\r\n';
    let answer = '';
    socket.on('data', (data: Buffer) => {
      answer += data.toString();
    });
    socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\n${more}${type}\r\n{`);
    // The whole request would have thirty seconds.
    const startedAt = performance.now();
    await closed;
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(performance.now() - startedAt).toBeLessThan(15_000);
  },
);
