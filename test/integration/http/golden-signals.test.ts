import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadOwnOperations } from '../../../src/persisted/own.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { createTestClient } from '../../support/client.ts';
import { openCase } from '../../support/factories.ts';
import { metric, untilMetric } from '../../support/metrics.ts';
import { execute } from '../../support/postgres-admin.ts';
import { sendRaw } from '../../support/raw-http.ts';
import { openSocket, signedInSocket } from '../../support/raw-socket.ts';

let app: TestApp;
beforeAll(async () => {
  app = await startTestApp();
});
afterAll(() => app.stop());

const read = (name: string) => metric(app, name);
const operations = (operation: string, outcome: string) =>
  read(`desk_operations_total{operation="${operation}",outcome="${outcome}"}`);
const errors = (operation: string, code: string) =>
  read(`desk_operation_errors_total{operation="${operation}",code="${code}"}`);
const durations = (operation: string) =>
  read(`desk_operation_duration_seconds_count{operation="${operation}"}`);

function post(body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(app.url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: {
      authorization: `Bearer ${app.key}`,
      'content-type': 'application/json',
      ...headers,
    },
  });
}

const FIGURES = [...loadOwnOperations()].find(([, text]) => text.startsWith('query DeskFigures'));

describe('operations', () => {
  it('of our own are counted and timed under their names, at each door', async () => {
    const documentId = `sha256:${FIGURES?.[0]}`;
    await post({ documentId });
    await post({ documentId }, { accept: 'application/json;q=0.9' });
    await fetch(`${app.url}?documentId=${documentId}`, {
      headers: { authorization: `Bearer ${app.key}` },
    });
    const socket = await signedInSocket(app.url, app.key);
    socket.send({ type: 'subscribe', id: '1', payload: { query: '', documentId } as object });
    expect((await socket.next()).type).toBe('next');
    socket.close();
    expect(await operations('DeskFigures', 'ok')).toBe(4);
    expect(await durations('DeskFigures')).toBe(4);
    const text = await (await fetch(app.at('/metrics'))).text();
    const buckets = [
      ...text.matchAll(
        /^desk_operation_duration_seconds_bucket\{le="([^"]+)",operation="DeskFigures"\} (\d+)$/gm,
      ),
    ].map(([, le, count]) => [le, Number(count)]);
    expect(buckets.at(-1)).toEqual(['+Inf', 4]);
    expect(buckets).toEqual(buckets.toSorted(([, less], [, more]) => Number(less) - Number(more)));
  });

  it('that somebody makes up have one name, so that labels stay few', async () => {
    const before = await operations('other', 'ok');
    for (let turn = 0; turn < 5; turn += 1)
      await app.graphql(`query Invented${turn} { viewer { role } }`);
    expect(await operations('other', 'ok')).toBe(before + 5);
    expect(await (await fetch(app.at('/metrics'))).text()).not.toContain('Invented');
  });

  it('that are refused are counted by their code, and do not count as failed', async () => {
    const before = {
      refused: await operations('other', 'refused'),
      timed: await durations('other'),
    };
    await app.graphql('{ nothing }');
    await createTestClient(app.url, 'wrong').graphql('{ viewer { role } }');
    await post({ documentId: `sha256:${'0'.repeat(64)}` });
    expect(await errors('other', 'BAD_REQUEST')).toBe(1);
    expect(await errors('other', 'UNAUTHENTICATED')).toBe(1);
    expect(await errors('other', 'PERSISTED_OPERATION_NOT_FOUND')).toBe(1);
    expect(await operations('other', 'refused')).toBe(before.refused + 3);
    expect(await operations('other', 'failed')).toBe(0);
    expect(await durations('other')).toBe(before.timed);
    expect(await read('desk_refusals_total{reason="credentials"}')).toBe(1);
    expect(await read('desk_refusals_total{reason="document"}')).toBe(1);
    expect(await read('desk_refusals_total{reason="persisted"}')).toBe(1);
  });

  it('that fail with INTERNAL count as failed although the status is 200', async () => {
    await execute(app.databaseUrl, 'ALTER TABLE customer RENAME TO somewhere_else');
    const answer = await post({ query: '{ customers { nodes { id } } viewer { role } }' });
    await execute(app.databaseUrl, 'ALTER TABLE somewhere_else RENAME TO customer');
    expect(answer.status).toBe(200);
    expect(await operations('other', 'failed')).toBe(1);
    expect(await errors('other', 'INTERNAL')).toBe(1);
    expect(await read('desk_statement_errors_total{class="42"}')).toBeGreaterThan(0);
  });

  it('that subscribe are counted when they have begun', async () => {
    const before = await operations('other', 'ok');
    const socket = await signedInSocket(app.url, app.key);
    const query = 'subscription { escalationEvents { type } }';
    socket.send({ type: 'subscribe', id: '1', payload: { query } });
    await untilMetric(app, 'desk_operations_total{operation="other",outcome="ok"}', before + 1);
    socket.close();
  });
});

describe('saturation', () => {
  it('shows connections to PostgreSQL, what waits for them and what statements take', async () => {
    expect(await read('desk_pool_size')).toBe(10);
    const waits = await read('desk_pool_wait_seconds_count');
    const statements = await read('desk_statement_seconds_count');
    const holding = app.graphql('{ customers { nodes { id } } }');
    await holding;
    expect(await read('desk_pool_wait_seconds_count')).toBeGreaterThan(waits);
    expect(await read('desk_statement_seconds_count')).toBeGreaterThan(statements);
    expect(await read('desk_pool_idle')).toBeGreaterThan(0);
    const sleeping = app.db.$queryRaw`SELECT pg_sleep(1.2)::text`.then(() => {});
    await untilMetric(app, 'desk_pool_in_use', 1);
    await sleeping;
    const text = await (await fetch(app.at('/metrics'))).text();
    const [within, all] = ['1', '[+]Inf'].map((le) =>
      Number(
        new RegExp(`^desk_statement_seconds_bucket[{]le="${le}"[}] (\\d+)`, 'm').exec(text)?.[1],
      ),
    );
    expect(all).toBeGreaterThan(within ?? Number.NaN);
  });

  it('shows the event loop, and how far the log is behind', async () => {
    expect(await read('desk_event_loop_busy_seconds_total')).toBeGreaterThan(0);
    expect(await read('desk_listener_connected')).toBe(1);
    expect(await read('desk_sequencer_seconds_count')).toBeGreaterThan(0);
    expect(await read('desk_reader_behind_entries')).toBe(0);
    const placed = await read('desk_sequencer_placed_total');
    await openCase(app);
    expect(await read('desk_sequencer_placed_total')).toBeGreaterThan(placed);
    // Somebody else holds the lock under which places are given.
    const other = new pg.Client({ connectionString: app.databaseUrl });
    await other.connect();
    await other.query('SELECT pg_advisory_lock($1)', [0x6465_736b]);
    let most = 0;
    const opening = openCase(app);
    for (let turn = 0; turn < 25; turn += 1) {
      most = Math.max(most, await read('desk_sequencer_behind_seconds'));
      await setTimeout(60);
    }
    await other.end();
    await opening;
    expect(most).toBeGreaterThan(0.5);
    expect(await read('desk_outage{of="postgresql"}')).toBe(0);
  });
});

describe('answers that were given before there was a route', () => {
  const answered = (method: string, status: number) =>
    `http_request_duration_seconds_count{method="${method}",route="none",status="${status}"}`;
  const head = (line: string, ...headers: string[]) =>
    sendRaw(app.url, [
      `${[`${line} HTTP/1.1`, 'Connection: close', ...headers].join('\r\n')}\r\n\r\n`,
    ]);

  it('are counted, by their status', async () => {
    expect((await head('GET /graphql', 'Host: desk.example')).status).toBe(421);
    expect((await head('DELETE /graphql', 'Host: 127.0.0.1')).status).toBe(405);
    expect((await head('no request')).status).toBe(400);
    await expect(openSocket(app.url, { host: 'desk.example' })).rejects.toThrow('421');
    await untilMetric(app, answered('GET', 421), 2);
    await untilMetric(app, answered('DELETE', 405), 1);
    await untilMetric(app, answered('none', 400), 1);
  });
});
