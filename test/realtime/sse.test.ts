import { createClient } from 'graphql-sse';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../src/shared/clock.ts';
import type { TestApp } from '../support/app.ts';
import { startTestApp } from '../support/app.ts';
import { openEventStream } from '../support/event-stream.ts';
import type { TestCase } from '../support/factories.ts';
import { openCase } from '../support/factories.ts';
import { untilMetric } from '../support/metrics.ts';
import type { TestProxy } from '../support/proxy.ts';
import { startProxy } from '../support/proxy.ts';
import { until } from '../support/until.ts';

let app: TestApp;
let proxy: TestProxy;
let escalation: TestCase;

const FOLLOW = `subscription ($after: String) {
  escalationEvents(after: $after, types: [NOTE_ADDED]) { cursor data }
}`;

interface Result {
  escalationEvents: { cursor: string; data: { text: string } };
}

beforeAll(async () => {
  app = await startTestApp({ system: systemClock });
  proxy = await startProxy(app.url);
  escalation = await openCase(app);
});
afterAll(async () => {
  await proxy.close();
  await app.stop();
});
beforeEach(async () => {
  await untilMetric(app, 'desk_live_subscriptions', 0);
});

async function note(text: string): Promise<string> {
  const { cursor } = await app.mutate<{ cursor: string }>('addNote', {
    escalationId: escalation.id,
    text,
  });
  return cursor;
}

it.each([
  ['anything', '*/*'],
  ['streams beside JSON', 'application/json, text/event-stream'],
  ['several types for parts too', 'text/event-stream, multipart/mixed, */*'],
])('whoever accepts %s is sent a subscription as an event stream', async (_what, accept) => {
  const controller = new AbortController();
  const response = await fetch(app.url, {
    method: 'POST',
    headers: { accept, 'content-type': 'application/json', authorization: `Bearer ${app.key}` },
    body: JSON.stringify({ query: FOLLOW }),
    signal: controller.signal,
  });
  expect([response.status, response.headers.get('content-type')]).toEqual([
    200,
    'text/event-stream',
  ]);
  controller.abort();
});

describe('the client of graphql-sse', () => {
  it('that is cut off comes back after its last cursor and has missed nothing', async () => {
    const client = createClient({
      url: proxy.through(app.url),
      headers: { authorization: `Bearer ${app.key}` },
      retryAttempts: 0,
    });
    const seen: string[] = [];
    let after = await note('before it came');
    const follow = async () => {
      for await (const { data } of client.iterate<Result>({
        query: FOLLOW,
        variables: { after },
      })) {
        if (data == null) throw new Error('A result has no data.');
        seen.push(data.escalationEvents.data.text);
        after = data.escalationEvents.cursor;
      }
    };
    const first = follow();
    await note('seen at once');
    await until(async () => (seen.length === 1 ? true : undefined), 'the first note');
    proxy.cut();
    await expect(first).rejects.toThrow();
    await untilMetric(app, 'desk_live_subscriptions', 0);
    await note('while it was away');
    const second = follow();
    await until(async () => (seen.length === 2 ? true : undefined), 'the second note');
    await note('seen at once again');
    await until(async () => (seen.length === 3 ? true : undefined), 'the third note');
    expect(seen).toEqual(['seen at once', 'while it was away', 'seen at once again']);
    client.dispose();
    await second.catch(() => {});
  });

  it('is told what is wrong with its operation, and it ends', async () => {
    const client = createClient({
      url: app.url,
      headers: { authorization: `Bearer ${app.key}` },
      retryAttempts: 0,
    });
    const results = [];
    for await (const result of client.iterate({ query: FOLLOW, variables: { after: 'nonsense' } }))
      results.push(result);
    expect(results).toMatchObject([{ errors: [{ extensions: { code: 'BAD_REQUEST' } }] }]);
    client.dispose();
  });
});

describe('a plain request that accepts text/event-stream', () => {
  it('gets what happened after its cursor and what happens, an event each', async () => {
    const after = await note('before');
    await note('one');
    const stream = await openEventStream(app.url, FOLLOW, { after });
    expect([stream.status, stream.contentType]).toEqual([200, 'text/event-stream']);
    await until(async () => (stream.results.length === 1 ? true : undefined), 'the past');
    await note('two');
    await until(async () => (stream.results.length === 2 ? true : undefined), 'the present');
    const texts = stream.results.map(
      (result) => (result as { data: Result }).data.escalationEvents.data.text,
    );
    expect(texts).toEqual(['one', 'two']);
    stream.destroy();
  });

  it('gets by GET what it gets by POST', async () => {
    const after = await note('before');
    await note('by GET');
    const address = new URL(app.url);
    address.searchParams.set('query', FOLLOW);
    address.searchParams.set('variables', JSON.stringify({ after }));
    const ending = new AbortController();
    const response = await fetch(address, {
      headers: { accept: 'text/event-stream', authorization: `Bearer ${app.key}` },
      signal: ending.signal,
    });
    expect(response.status).toBe(200);
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString();
      if (text.includes('by GET')) break;
    }
    expect(text).toContain('event: next\ndata: {"data":{"escalationEvents":');
    ending.abort();
  });

  it.each([
    ['a cursor that is damaged', FOLLOW, { after: 'nonsense' }, 'BAD_REQUEST'],
    [
      'a variable of another type',
      'subscription ($t: [EventType!]) { escalationEvents(types: $t) { cursor } }',
      { t: ['NO_SUCH'] },
      'BAD_REQUEST',
    ],
    ['a field that there is not', 'subscription { nothing }', {}, 'BAD_REQUEST'],
    [
      'pages that are too large',
      'subscription { escalationEvents { escalation { timeline(first: 101) { nodes { id } } } } }',
      {},
      'BAD_REQUEST',
    ],
    [
      'too high a cost',
      `subscription { escalationEvents { escalation { customer { escalations(first: 100) { nodes {
        customer { escalations(first: 100) { nodes { id summary } } } } } } } } }`,
      {},
      'QUERY_TOO_COMPLEX',
    ],
  ])(
    'is refused for %s with the code that a socket gets, and it ends',
    async (_what, query, variables, code) => {
      const stream = await openEventStream(app.url, query, variables);
      expect(await stream.ended).toBe(true);
      expect(stream.results).toMatchObject([{ errors: [{ extensions: { code } }] }]);
      expect(stream.isComplete()).toBe(true);
    },
  );

  it('without a key is answered 401, in JSON', async () => {
    const response = await fetch(app.url, {
      method: 'POST',
      headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
      body: JSON.stringify({ query: FOLLOW }),
    });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('that goes away at any moment leaves nothing behind', async () => {
    const after = await note('to be replayed');
    await Promise.all(
      Array.from({ length: 100 }, async (_, place) => {
        const ending = new AbortController();
        const response = fetch(app.url, {
          method: 'POST',
          signal: ending.signal,
          headers: {
            accept: 'text/event-stream',
            'content-type': 'application/json',
            authorization: `Bearer ${app.key}`,
          },
          body: JSON.stringify({ query: FOLLOW, variables: { after: place % 2 ? after : null } }),
        });
        setTimeout(() => ending.abort(), place / 2);
        await response.then((one) => one.text()).catch(() => {});
      }),
    );
    await untilMetric(app, 'desk_live_subscriptions', 0);
    await untilMetric(app, 'desk_live_groups', 0);
  });

  it('whose log cannot be read is broken off, so that it comes back, and the node goes on', async () => {
    const after = await note('before');
    await note('to be read later');
    expect((await fetch(app.at('/readyz'))).status).toBe(200);
    await app.db.$executeRaw`ALTER TABLE log_entry RENAME COLUMN actor_label TO gone`;
    const stream = await openEventStream(app.url, FOLLOW, { after }).catch(() => undefined);
    const isWell = await stream?.ended;
    await app.db.$executeRaw`ALTER TABLE log_entry RENAME COLUMN gone TO actor_label`;
    expect(isWell).not.toBe(true);
    expect(stream?.isComplete()).not.toBe(true);
    await untilMetric(app, 'desk_live_subscriptions', 0);
    const again = await openEventStream(app.url, FOLLOW, { after });
    await until(async () => (again.results.length === 1 ? true : undefined), 'the note');
    again.destroy();
  });
});
