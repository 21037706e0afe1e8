import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { backoffMs } from '../../../packages/client/src/index.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import { cursorAt } from '../../support/cursor.ts';
import { openCase } from '../../support/factories.ts';
import type { TestProxy } from '../../support/proxy.ts';
import { startProxy } from '../../support/proxy.ts';
import { until } from '../../support/until.ts';
import type { EventsData } from './drive.support.ts';
import {
  addNote,
  cursorsOfLog,
  driveThroughCuts,
  EVENTS,
  expectAll,
  lastSeq,
  settled,
} from './drive.support.ts';
import { deskClient, subscribeToEvents } from './subject.support.ts';

describe('a client of graphql-ws that resumes', () => {
  let app: TestApp;
  let proxy: TestProxy;
  let url: string;

  beforeAll(async () => {
    app = await startTestApp({ system: systemClock });
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    await settled(app);
    proxy = await startProxy(app.url);
    url = proxy.through(app.url);
    onTestFinished(() => proxy.close());
  });

  it('has every event once and in order, however often it is cut off', async () => {
    const client = deskClient({ url, key: app.key });
    const subject = subscribeToEvents(client);
    await client.becomes('live');
    await driveThroughCuts({ app, proxy, subject });
    expect(subject.errors).toEqual([]);
    expect(proxy.connections()).toBeGreaterThan(3);
    expect(client.statuses.slice(0, 3)).toEqual(['connecting', 'behind', 'live']);
    expect(client.statuses).toContain('offline');
    await client.becomes('live');
  });

  it('waits as long as it does by itself, and resumes all subscriptions over one connection', async () => {
    const client = deskClient({ url, key: app.key, retryWaitMs: backoffMs });
    const subjects = [subscribeToEvents(client), subscribeToEvents(client)];
    await client.becomes('live');
    const after = await lastSeq(app);
    const cutAt = performance.now();
    proxy.cut();
    await openCase(app);
    await client.becomes('offline');
    await client.becomes('live');
    expect(performance.now() - cutAt).toBeGreaterThan(240);
    expect(proxy.connections()).toBe(2);
    for (const subject of subjects) await expectAllOf(subject, after);
  });

  async function expectAllOf(subject: ReturnType<typeof subscribeToEvents>, after: bigint) {
    const expected = await cursorsOfLog(app, after);
    await until(async () => subject.cursors().length >= expected.length || undefined, 'events');
    expect(subject.cursors()).toEqual(expected);
  }

  it('misses nothing between being live and its first event', async () => {
    const client = deskClient({ url, key: app.key });
    const subject = subscribeToEvents(client);
    await client.becomes('live');
    const after = await lastSeq(app);
    proxy.refuse();
    await openCase(app);
    await client.becomes('offline');
    expect(subject.cursors()).toEqual([]);
    proxy.heal();
    await expectAll({ app, subject, after });
  });

  it('begins after the cursor that it is given', async () => {
    const { id } = await openCase(app);
    const after = await lastSeq(app);
    await addNote(app, id, 'Before it subscribes');
    const client = deskClient({ url, key: app.key });
    const first = await cursorAt(app.db, after);
    const subject = subscribeToEvents(client, first);
    await client.becomes('live');
    await expectAll({ app, subject, after });
    expect(client.state().subscriptions[0]).toMatchObject({
      id: 1,
      operationName: null,
      status: 'live',
      variables: { after: first },
      cursor: subject.cursors().at(-1),
    });
  });

  it('gives up a line that is silent, and resumes over another', async () => {
    const client = deskClient({ url, key: app.key, keepAlive: 100, answerWait: 300 });
    const subject = subscribeToEvents(client);
    await client.becomes('live');
    const after = await lastSeq(app);
    proxy.stall();
    await openCase(app);
    await client.becomes('offline');
    // Connections that are made now are silent from the beginning, which ends no process.
    await client.becomes('connecting');
    await client.becomes('offline');
    proxy.heal();
    await expectAll({ app, subject, after });
    expect(subject.errors).toEqual([]);
  });

  it('tells a wrong key once and does not try again', async () => {
    const client = deskClient({ url, key: 'x'.repeat(40) });
    const subject = subscribeToEvents(client);
    await until(async () => subject.errors[0], 'the error');
    expect(subject.errors).toEqual([expect.objectContaining({ code: 4401 })]);
    expect(client.state()).toEqual({ status: 'idle', subscriptions: [] });
    expect(proxy.connections()).toBe(1);
  });

  it('asks for the key at each connect, and tries again when there is none', async () => {
    const errors: unknown[] = [];
    let asked = 0;
    const client = deskClient({
      url,
      key: async () => {
        asked += 1;
        if (asked === 2) throw new Error('The provider is away.');
        return app.key;
      },
      on: { error: (error) => void errors.push(error) },
    });
    const subject = subscribeToEvents(client);
    await client.becomes('live');
    const after = await lastSeq(app);
    proxy.cut();
    await client.becomes('offline');
    await expectAll({ app, subject, after });
    expect(asked).toBe(3);
    expect(errors).toContainEqual(expect.objectContaining({ code: 'KEY' }));
  });

  it('tells listeners of graphql-ws which connections are retries', async () => {
    const told: unknown[] = [];
    const client = deskClient({
      url,
      key: app.key,
      on: {
        connecting: (isRetry) => void told.push(['connecting', isRetry]),
        connected: (_socket, _payload, wasRetry) => void told.push(['connected', wasRetry]),
      },
    });
    subscribeToEvents(client);
    await client.becomes('live');
    proxy.cut();
    await client.becomes('offline');
    await client.becomes('live');
    expect(told).toEqual([
      ['connecting', false],
      ['connected', false],
      ['connecting', true],
      ['connected', true],
    ]);
  });

  it('refuses a subscription that it could not resume, before anything is sent', async () => {
    const client = deskClient({ url, key: app.key });
    const error = await new Promise((resolve) => {
      client.subscribe(
        { query: 'subscription ($after: String) { escalationEvents(after: $after) { type } }' },
        { next() {}, error: resolve, complete() {} },
      );
    });
    expect(error).toMatchObject({
      code: 'DOCUMENT',
      message: expect.stringContaining('selects `cursor`'),
    });
    expect(proxy.connections()).toBe(0);
  });

  it('hands over what the desk says of a cursor that is none', async () => {
    const subject = subscribeToEvents(deskClient({ url, key: app.key }), 'nowhere');
    await until(async () => subject.errors[0], 'the error');
    expect(subject.errors).toEqual([
      [
        expect.objectContaining({
          message: expect.stringContaining('not a cursor'),
          extensions: { code: 'BAD_REQUEST' },
        }),
      ],
    ]);
  });

  it('subscribes to figures anew, and they are live with the first', async () => {
    const client = deskClient({ url, key: app.key });
    const figures: unknown[] = [];
    client.subscribe(
      { query: 'subscription { stats { open } }' },
      { next: ({ data }) => void figures.push(data), error: console.error, complete() {} },
    );
    await client.becomes('live');
    expect(figures).toHaveLength(1);
    proxy.cut();
    await client.becomes('offline');
    await openCase(app);
    await client.becomes('live');
    await until(async () => (figures.length > 1 ? true : undefined), 'figures');
  });

  it('sends a mutation once: when the line breaks after that, the outcome is unknown', async () => {
    const { id } = await openCase(app);
    await settled(app);
    const client = deskClient({ url, key: app.key });
    const subject = subscribeToEvents(client);
    await client.becomes('live');
    const after = await lastSeq(app);
    proxy.stall();
    const outcome = ask(client, ADD_NOTE, { input: { escalationId: id, text: 'Once' } });
    const answer = ask(client, '{ __typename }');
    await new Promise((resolve) => setTimeout(resolve, 20));
    proxy.cut();
    await expect(outcome).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    proxy.heal();
    expect(await answer).toEqual({ __typename: 'Query' });
    await expectAll({ app, subject, after });
    expect(subject.summaries().filter((summary) => summary.includes('Once'))).toEqual([]);
  });

  it('sends a mutation that was not sent yet as soon as it can', async () => {
    const { id } = await openCase(app);
    const client = deskClient({ url, key: app.key });
    proxy.refuse();
    const outcome = ask(client, ADD_NOTE, { input: { escalationId: id, text: 'Later' } });
    await until(async () => (proxy.connections() > 1 ? true : undefined), 'tries');
    proxy.heal();
    expect(await outcome).toEqual({ addNote: { userErrors: [] } });
  });

  it('can be iterated, and ends when it is disposed of', async () => {
    const client = deskClient({ url, key: app.key });
    const events = client.iterate<EventsData>({ query: EVENTS });
    await client.becomes('live');
    const after = await lastSeq(app);
    await openCase(app);
    const expected = await cursorsOfLog(app, after);
    const seen: unknown[] = [];
    for (const _ of expected) {
      const { value } = await events.next();
      seen.push(value?.data?.escalationEvents.cursor);
      proxy.cut();
    }
    expect(seen).toEqual(expected);
    await client.becomes('live');
    await client.dispose();
    expect(await events.next()).toEqual({ done: true, value: undefined });
    expect(client.state().status).toBe('idle');
    await expect(ask(client, '{ __typename }')).rejects.toMatchObject({ code: 'DISPOSED' });
  });

  it('stops trying when nobody wants anything any more', async () => {
    const client = deskClient({ url, key: app.key });
    const subject = subscribeToEvents(client);
    await client.becomes('live');
    proxy.refuse();
    await client.becomes('offline');
    subject.stop();
    const tries = proxy.connections();
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(proxy.connections()).toBeLessThanOrEqual(tries + 1);
    expect(client.state()).toEqual({ status: 'idle', subscriptions: [] });
  });

  it('goes on at another node when its own goes away', async () => {
    const { databaseUrl } = app;
    const leaving = await startTestApp({ system: systemClock, databaseUrl });
    proxy.leadTo(leaving.url);
    const codes: unknown[] = [];
    const client = deskClient({
      url,
      key: app.key,
      on: { closed: (event) => void codes.push((event as CloseEvent).code) },
    });
    const subject = subscribeToEvents(client);
    await client.becomes('live');
    const after = await lastSeq(app);
    await openCase(app);
    proxy.leadTo(app.url);
    await leaving.stop();
    await expectAll({ app, subject, after });
    expect(codes).toEqual([1001]);
  });

  const ADD_NOTE =
    'mutation ($input: AddNoteInput!) { addNote(input: $input) { userErrors { code } } }';

  function ask(
    client: ReturnType<typeof deskClient>,
    query: string,
    variables: Record<string, unknown> = {},
  ): Promise<unknown> {
    return new Promise((resolve, reject) => {
      client.subscribe(
        { query, variables },
        { next: ({ data }) => resolve(data), error: reject, complete() {} },
      );
    });
  }
});

describe('graphql-ws alone, as docs/live.md shows it', () => {
  it('resumes when its variables are read at each sending', async () => {
    const app = await startTestApp({ system: systemClock });
    const proxy = await startProxy(app.url);
    onTestFinished(async () => {
      await client.dispose();
      await proxy.close();
      await app.stop();
    });
    const cursors: string[] = [];
    let after: string | undefined;
    const client = createClient({
      url: proxy.through(app.url).replace('http', 'ws'),
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${app.key}` },
      retryAttempts: Number.POSITIVE_INFINITY,
      retryWait: () => new Promise((resolve) => setTimeout(resolve, 50)),
      shouldRetry: () => true,
      on: {
        ping: (isReceived, payload) => {
          if (isReceived && typeof payload?.['cursor'] === 'string') after = payload['cursor'];
        },
      },
    });
    client.subscribe<EventsData>(
      {
        query: EVENTS,
        get variables() {
          return { after };
        },
      },
      {
        next: ({ data }) => {
          if (data == null) return;
          after = data.escalationEvents.cursor;
          cursors.push(after);
        },
        error: console.error,
        complete() {},
      },
    );
    await until(async () => after, 'being live');
    await driveThroughCuts({ app, proxy, subject: { cursors: () => cursors } });
  });
});
