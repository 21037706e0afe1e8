import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import { until } from '../../support/until.ts';
import type { TestDeskClient } from './subject.support.ts';
import { deskClient, subscribeToEvents } from './subject.support.ts';

interface Message {
  id: string;
  type: string;
  payload: { query: string; variables?: Record<string, unknown> };
}

/** A server of this test's own: it says what a desk says, and closes when and as the test wants. */
describe('a socket that is closed', () => {
  it.each([1000, 1001, 1005, 1011, 1012, 1013, 4403, 4408, 4429, 4500, 4509])(
    'with %i is followed by another, which resumes',
    async (code) => {
      const desk = await startScripted(code);
      const client = deskClient({ url: desk.url, key: 'k'.repeat(32) });
      const { subject } = await seeTwo(client, desk);
      expect(subject.cursors()).toEqual(['one', 'two']);
      expect(desk.afters).toEqual([undefined, 'one']);
    },
  );

  it.each([4400, 4401, 4406, 4409])('with %i is told and not followed by another', async (code) => {
    const desk = await startScripted(code);
    const client = deskClient({ url: desk.url, key: 'k'.repeat(32) });
    const subject = subscribeToEvents(client);
    await until(async () => subject.errors[0], 'the error');
    expect(subject.errors).toEqual([
      expect.objectContaining({
        name: 'DeskCloseError',
        message: `The desk closed the connection (${code}): As scripted.`,
        code,
        reason: 'As scripted',
      }),
    ]);
    expect(subject.errors[0]).toBeInstanceOf(Error);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(desk.afters).toHaveLength(1);
  });

  it('waits longer when there are too many', async () => {
    const waits: unknown[] = [];
    const desk = await startScripted(4429);
    const client = deskClient({
      url: desk.url,
      key: 'k'.repeat(32),
      retryWaitMs: (retries, reason) => {
        waits.push([retries, (reason as CloseEvent).code]);
        return 1;
      },
    });
    await seeTwo(client, desk);
    expect(waits).toEqual([[0, 4429]]);
  });

  it('drops what it has had already when the next one brings it again', async () => {
    const desk = await startScripted(1012, ['one', 'two']);
    const client = deskClient({ url: desk.url, key: 'k'.repeat(32) });
    const { subject } = await seeTwo(client, desk);
    expect(subject.cursors()).toEqual(['one', 'two']);
  });

  it('tries again when a desk that took it before is in trouble, not when it is at first', async () => {
    const trouble = [{ message: 'Internal error', extensions: { code: 'INTERNAL' } }];
    const [first, later] = [await startScripted(1012), await startScripted(1012)];
    first.refuse(1, trouble);
    later.refuse(2, trouble);
    const refused = subscribeToEvents(deskClient({ url: first.url, key: 'k'.repeat(32) }));
    await until(async () => refused.errors[0], 'the error');
    expect(refused.errors).toEqual([trouble]);

    const client = deskClient({ url: later.url, key: 'k'.repeat(32) });
    const taken = subscribeToEvents(client);
    await until(async () => taken.cursors()[1], 'the second event');
    expect(taken.errors).toEqual([]);
    expect(later.afters).toEqual([undefined, 'one', 'one']);
    expect(client.statuses).toContain('offline');
  });

  it.each([1000, 1012])('with %i under a mutation leaves its outcome unknown', async (code) => {
    const desk = await startScripted(code);
    const client = deskClient({ url: desk.url, key: 'k'.repeat(32) });
    const note = 'mutation { addNote { cursor } }';
    const outcome = new Promise((resolve) => {
      client.subscribe({ query: note }, { next() {}, error: resolve, complete() {} });
    });
    const { subject } = await seeTwo(client, desk);
    expect(await outcome).toMatchObject({ code: 'OUTCOME_UNKNOWN', cause: { code } });
    expect(subject.cursors()).toEqual(['one', 'two']);
    expect(desk.queries.filter((query) => query === note)).toHaveLength(1);
  });

  it('is not held open by what was subscribed before it', async () => {
    const desk = await startScripted(1012);
    const client = deskClient({ url: desk.url, key: 'k'.repeat(32) });
    const { subject } = await seeTwo(client, desk);
    expect(desk.sockets()).toBe(1);
    subject.stop();
    await until(async () => desk.sockets() === 0 || undefined, 'the close', 2_000);
  });

  async function seeTwo(client: TestDeskClient, desk: { afters: readonly unknown[] }) {
    const subject = subscribeToEvents(client);
    await until(async () => subject.cursors()[1], 'the second event');
    await client.becomes('live');
    expect(desk.afters).toHaveLength(2);
    return { subject };
  }
});

/** Gives the first that subscribes one event and closes; the second gets more. */
async function startScripted(code: number, then: readonly string[] = ['two']) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  const afters: unknown[] = [];
  const queries: string[] = [];
  const refusals = new Map<number, unknown>();
  server.on('connection', (socket: WebSocket) => {
    const say = (message: object) => socket.send(JSON.stringify(message));
    socket.on('message', (data: Buffer) => {
      const { id, type, payload } = JSON.parse(data.toString()) as Message;
      if (type === 'connection_init') say({ type: 'connection_ack' });
      if (type !== 'subscribe') return;
      queries.push(payload.query);
      if (payload.query.startsWith('mutation')) return;
      afters.push(payload.variables?.['after']);
      const errors = refusals.get(afters.length);
      if (errors !== undefined) {
        say({ id, type: 'error', payload: errors });
        return;
      }
      for (const cursor of afters.length === 1 ? ['one'] : then) {
        const escalationEvents = { cursor, type: 'NOTE_ADDED', summary: cursor };
        say({ id, type: 'next', payload: { data: { escalationEvents } } });
      }
      if (afters.length > 1) say({ type: 'ping', payload: { live: id, cursor: then.at(-1) } });
      else if (code === 1005) socket.close();
      else socket.close(code, 'As scripted');
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => {
    for (const socket of server.clients) socket.terminate();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    /** With what was subscribed so far. */
    afters,
    /** What it was sent. */
    queries,
    /** How many are open. */
    sockets: () => server.clients.size,
    /** Which subscription is answered by errors, counted from 1. */
    refuse: (count: number, errors: unknown) => void refusals.set(count, errors),
  };
}
