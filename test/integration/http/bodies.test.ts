import type { Socket } from 'node:net';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { until } from '../../support/until.ts';

const VIEWER = '{ viewer { name } }';
const MAX_BODIES = 32;

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

async function agentKey(): Promise<string> {
  const { key } = await app.mutate<{ key: string }>(
    'createApiKey',
    { role: 'AGENT', name: 'Sender' },
    'key',
  );
  return key;
}

async function post(key: string, filler = 0) {
  const response = await fetch(app.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query: VIEWER, variables: { filler: 'x'.repeat(filler) } }),
  });
  const { errors, extensions } = (await response.json()) as {
    errors?: { message: string; extensions: { code: string; retryAfterSeconds: number } }[];
    extensions?: { cost: { left: number } };
  };
  return { status: response.status, errors, left: extensions?.cost.left ?? 0 };
}

function untilStatus(key: string, status: number): Promise<true> {
  return until(
    async () => ((await post(key)).status === status ? true : undefined),
    `the next is ${status}`,
  );
}

/** Begins requests of nearly 1 MB each and sends nothing of their bodies. */
function halfSent(key: string, count: number): Socket[] {
  const { hostname, port } = new URL(app.url);
  return Array.from({ length: count }, () => {
    const socket = connect(Number(port), hostname);
    socket.on('error', () => {});
    socket.write(
      [
        'POST /graphql HTTP/1.1',
        `Host: ${hostname}:${port}`,
        `Authorization: Bearer ${key}`,
        'Content-Type: application/json',
        'Content-Length: 999999',
        '\r\n',
      ].join('\r\n'),
    );
    return socket;
  });
}

describe('bodies that one caller sends', () => {
  test('are bounded together, and neither others nor the caller afterwards are kept out', async () => {
    const key = await agentKey();
    const sockets = halfSent(key, MAX_BODIES);
    const refusal = {
      message: expect.stringContaining('32000000 bytes'),
      extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 1 },
    };
    await untilStatus(key, 429);
    expect(await post(key)).toMatchObject({ status: 429, errors: [refusal] });
    expect(await post(app.key)).toMatchObject({ status: 200 });
    for (const socket of sockets) socket.destroy();
    await untilStatus(key, 200);
  });

  test('cost a point for each 1,000 bytes from 64 kB on', async () => {
    const key = await agentKey();
    const { left } = await post(key);
    const small = await post(key, 60_000);
    const large = await post(key, 900_000);
    expect(left - small.left).toBeLessThan(10);
    expect(small.left - large.left).toBeGreaterThan(900);
    expect(small.left - large.left).toBeLessThan(910);
  });

  test('are read one after the other when they are large, and all of them are', async () => {
    const key = await agentKey();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(key, 900_000)));
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
  });
});
