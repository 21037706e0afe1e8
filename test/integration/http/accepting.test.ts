import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { Listeners } from '../../../src/http/listeners.ts';
import { createListeners } from '../../../src/http/listeners.ts';
import { until } from '../../support/until.ts';

const COUNT = 60;
const opened: Listeners[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) {
    one.closeAllConnections();
    await one.close();
  }
});

/** A server that counts its connections and the turns of the event loop in which they came. */
async function start(acceptedAtOnce: number) {
  const seen = { connections: 0, servers: 0, alone: [] as unknown[] };
  const listeners = createListeners({
    create() {
      seen.servers += 1;
      const server = createServer((_req, res) => res.end('here'));
      server.on('connection', () => {
        seen.connections += 1;
      });
      return server;
    },
    acceptedAtOnce,
    backlog: 100,
    onError: (error) => {
      throw error;
    },
    onAlone: (error) => seen.alone.push(error),
  });
  opened.push(listeners);
  const { port } = await listeners.listen('127.0.0.1', 0);
  await until(async () => seen.servers === acceptedAtOnce || undefined, 'all of them to listen');
  return { seen, port, listeners };
}

/** How many turns it takes to take in connections that all wait already. */
async function turnsFor({ port, seen }: { port: number; seen: { connections: number } }) {
  const sockets = Array.from({ length: COUNT }, () => connect(port, '127.0.0.1'));
  let turns = 0;
  for (; seen.connections < COUNT; turns += 1) await setImmediate();
  for (const socket of sockets) socket.destroy();
  return turns;
}

test('connections that wait are taken in many in a turn of the event loop', async () => {
  const many = await turnsFor(await start(8));
  expect(many).toBeLessThan((await turnsFor(await start(1))) / 2);
});

test('all listen at one address, and none does any longer after the close', async () => {
  const { port, listeners, seen } = await start(4);
  const ask = () =>
    new Promise<number | string>((resolve) => {
      request({ port, host: '127.0.0.1', agent: false }, (res) => {
        res.resume();
        resolve(res.statusCode ?? 0);
      })
        .on('error', ({ message }) => resolve(message))
        .end();
    });
  expect(await Promise.all(Array.from({ length: 20 }, ask))).toEqual(Array(20).fill(200));
  await listeners.close();
  expect(await ask()).toContain('ECONNREFUSED');
  expect(seen.alone).toEqual([]);
  // The port is free again.
  const next = createServer();
  await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
  expect((next.address() as AddressInfo).port).toBe(port);
  await new Promise((resolve) => next.close(resolve));
});
