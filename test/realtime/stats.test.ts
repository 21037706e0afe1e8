import { afterAll, beforeAll, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import { SECOND_MS } from '../../src/shared/duration.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { openCase } from '../support/factories.ts';
import { metric } from '../support/metrics.ts';
import type { Frame, TestSocket } from '../support/socket.ts';
import { openAcknowledged, subscribe } from '../support/socket.ts';
import { statementsDuring } from '../support/statements.ts';
import { until } from '../support/until.ts';

let app: TestApp;

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
});
afterAll(async () => {
  await app.stop();
});

/** The numbers of open cases that a subscriber was shown. */
function shown({ frames }: TestSocket): number[] {
  return frames
    .filter(({ type }) => type === 'next')
    .map(({ payload }) => (payload as { data: { stats: { open: number } } }).data.stats.open);
}

async function look(filter = ''): Promise<TestSocket> {
  const peer = await openAcknowledged(app.url);
  peer.send(subscribe('s', `subscription { stats${filter} { open } }`));
  return peer;
}

const untilShown = (peer: TestSocket, open: number) =>
  until(async () => (shown(peer).at(-1) === open ? true : undefined), `${open} open cases`);

it('stats come at once, and again as they change', async () => {
  const peer = await look();
  await untilShown(peer, 0);
  await openCase(app);
  await untilShown(peer, 1);
  expect(shown(peer)).toEqual([0, 1]);
  peer.socket.close();
});

it('stats come once a second at most, are taken once for all who look, and end with what is so', async () => {
  const first = await look();
  await untilShown(first, 1);
  const peers = [first];
  const startedAt = performance.now();
  const statements = await statementsDuring(async () => {
    peers.push(...(await Promise.all(Array.from({ length: 20 }, () => look()))));
    for (let opened = 0; opened < 40; opened += 1) await openCase(app);
    for (const peer of peers) await untilShown(peer, 41);
  });
  const seconds = (performance.now() - startedAt) / SECOND_MS;
  const taken = statements.filter((sql) => /AS "open" FROM case_figure/.test(sql)).length;
  expect(taken).toBeGreaterThan(0);
  // One at either end.
  expect(taken).toBeLessThanOrEqual(seconds + 1);
  expect(await metric(app, 'desk_live_groups')).toBe(1);
  for (const peer of peers) {
    expect(shown(peer).length).toBeLessThanOrEqual(taken + 1);
    expect(shown(peer)).toEqual([...new Set(shown(peer))].sort((a, b) => a - b));
    peer.socket.close();
  }
});

it('stats of another filter are others', async () => {
  const critical = await look('(filter: { severity: [CRITICAL] })');
  await untilShown(critical, 0);
  await openCase(app, { severity: 'CRITICAL' });
  await untilShown(critical, 1);
  critical.socket.close();
});

it('stats with a wrong argument are refused before they begin', async () => {
  const peer = await look('(filter: { severity: [NO_SUCH] })');
  const isError = ({ type }: Frame) => type === 'error';
  expect(await peer.saw(isError)).toMatchObject({
    payload: [{ extensions: { code: 'BAD_REQUEST' } }],
  });
  peer.socket.close();
});
