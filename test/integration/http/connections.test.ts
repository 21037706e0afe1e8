import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { metric, untilMetric } from '../../support/metrics.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { openSocket, signedInSocket } from '../../support/raw-socket.ts';
import { until } from '../../support/until.ts';

/** Every address of 127.0.0.0/8 is this machine, and each is another one to the desk. */
const CROWDED = '127.0.0.77';
const LIMITS = { maxStrangersPerAddress: 10, maxConnectionsPerAddress: 20 };
const REFUSED = 'desk_connections_refused_total{reason="address"}';

let held: Socket[] = [];
afterEach(() => {
  for (const socket of held) socket.destroy();
  held = [];
});

/** Connections from an address, on which `bytes` are sent and then nothing. */
async function hold(app: TestApp, count: number, bytes = '', from = CROWDED): Promise<Socket[]> {
  const { hostname, port } = new URL(app.url);
  const sockets = await Promise.all(
    Array.from({ length: count }, () => {
      const socket = connect({ host: hostname, port: Number(port), localAddress: from });
      socket.on('error', () => {});
      held.push(socket);
      return new Promise<Socket>((resolve) =>
        socket.once('connect', () => {
          socket.write(bytes);
          resolve(socket);
        }),
      );
    }),
  );
  return sockets;
}

const open = (sockets: readonly Socket[]) => sockets.filter(({ destroyed }) => !destroyed).length;
const warnings = (app: TestApp) =>
  app.logs.filter(({ msg }) => /^An address has as many/.test(String(msg)));

describe('an address that connects and says nothing', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ httpLimits: LIMITS });
  });
  afterAll(() => app.stop());

  test('gets as many connections as one may have, and nobody else loses any', async () => {
    const sockets = await hold(app, 30);
    for (const socket of sockets) socket.resume();
    await untilMetric(app, REFUSED, 20);
    await until(async () => (open(sockets) === 10 ? true : undefined), 'twenty to be closed');
    // From another one, on the same node.
    expect((await app.graphql('{ viewer { role } }')).status).toBe(200);
    (await signedInSocket(app.url, app.key)).close();
  });

  test('is told in the log once, however many there are', async () => {
    const before = await metric(app, REFUSED);
    await hold(app, 30);
    await untilMetric(app, REFUSED, before + 20);
    expect(warnings(app)).toEqual([expect.objectContaining({ address: CROWDED, level: 40 })]);
  });

  test('has its places back when it lets them go', async () => {
    for (const socket of await hold(app, 10)) socket.destroy();
    const taken = async () => {
      const [socket] = await hold(app, 1, 'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n');
      const answer = new Promise((go) => socket?.once('data', () => go(true)));
      const end = new Promise((go) => socket?.once('close', () => go(undefined)));
      return Promise.race([answer, end]);
    };
    expect(await until(taken, 'a place')).toBe(true);
  });
});

describe('who has signed in', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ httpLimits: LIMITS });
  });
  afterAll(() => app.stop());

  test('is no stranger any more, on HTTP and on sockets, up to what an address may have', async () => {
    const request = `GET /reports/ESC-1999-001.yaml HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${app.key}\r\n\r\n`;
    const first = await hold(app, 9, request);
    await Promise.all(first.map((socket) => new Promise((go) => socket.once('data', go))));
    const second = await hold(app, 9, request);
    await Promise.all(second.map((socket) => new Promise((go) => socket.once('data', go))));
    expect(await metric(app, REFUSED)).toBe(0);
    await hold(app, 5);
    await untilMetric(app, REFUSED, 3);
  });

  test('on a socket makes room as well', async () => {
    const sockets = [];
    for (let turn = 0; turn < 15; turn += 1) sockets.push(await signedInSocket(app.url, app.key));
    (await openSocket(app.url)).close();
    for (const socket of sockets) socket.close();
    await Promise.all(sockets.map(({ closed }) => closed));
  });
});

describe('behind a proxy', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await startTestApp({ httpLimits: LIMITS, env: { TRUSTED_PROXIES: '1' } });
  });
  afterAll(() => app.stop());

  const upgrade = (address: string) =>
    [
      'GET /graphql HTTP/1.1',
      'Host: desk.example',
      `X-Forwarded-For: ${address}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Protocol: graphql-transport-ws',
      '\r\n',
    ].join('\r\n');

  test('its connections are as many as it needs, and addresses behind it are told apart', async () => {
    const idle = await hold(app, 40);
    expect(await metric(app, REFUSED)).toBe(0);
    const crowd = await hold(app, 10, upgrade('192.0.2.1'));
    await Promise.all(crowd.map((socket) => new Promise((go) => socket.once('data', go))));
    const more = await sendRaw(app.url, [upgrade('192.0.2.1')]);
    expect([more.status, more.text]).toEqual([429, expect.stringContaining('RATE_LIMITED')]);
    const other = await sendRaw(app.url, [upgrade('192.0.2.2')], { waitMs: 300 });
    expect(other.status).toBe(101);
    const asked = await fetch(app.at('/metrics'), { headers: { 'x-forwarded-for': '192.0.2.1' } });
    expect([asked.status, asked.headers.get('retry-after')]).toEqual([429, '10']);
    expect(open(idle)).toBe(40);
    expect(warnings(app)).toEqual([expect.objectContaining({ address: '192.0.2.1' })]);
  });
});

test('a node that is full is told in the log once, and counted', async () => {
  const app = await startTestApp({ httpLimits: { maxConnections: 12 } });
  try {
    const sockets = await hold(app, 30);
    for (const socket of sockets) socket.resume();
    await until(async () => (open(sockets) <= 12 ? true : undefined), 'the rest to be closed');
    for (const socket of held) socket.destroy();
    const refused = 'desk_connections_refused_total{reason="node"}';
    const count = await until(async () => {
      const counted = await metric(app, refused).catch(() => 0);
      return counted > 0 ? counted : undefined;
    }, 'a metric of what was refused');
    expect(count).toBeGreaterThanOrEqual(18);
    expect(app.logs.filter(({ msg }) => /^The node has as many/.test(String(msg)))).toHaveLength(1);
  } finally {
    await app.stop();
  }
});
