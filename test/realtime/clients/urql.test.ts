import type { Client, ExecutionResult } from '@urql/core';
import { fetchExchange, subscriptionExchange, createClient as urqlClient } from '@urql/core';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { DeskClient } from '../../../packages/client/src/index.ts';
import { systemClock } from '../../../src/shared/clock.ts';
import type { TestApp } from '../../support/app.ts';
import { startTestApp } from '../../support/app.ts';
import type { TestProxy } from '../../support/proxy.ts';
import { startProxy } from '../../support/proxy.ts';
import { until } from '../../support/until.ts';
import type { EventsData } from './drive.support.ts';
import { driveThroughCuts, EVENTS, settled } from './drive.support.ts';
import { deskClient } from './subject.support.ts';

describe('urql on a client that resumes', () => {
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
    const { cursors, errors } = subscribe(urqlOn(client));
    await client.becomes('live');
    await driveThroughCuts({ app, proxy, subject: { cursors: () => cursors } });
    expect(errors).toEqual([]);
    expect(proxy.connections()).toBeGreaterThan(3);
    expect(client.statuses).toEqual(
      expect.arrayContaining(['connecting', 'behind', 'live', 'offline']),
    );
  });

  it('has a wrong key as a network error', async () => {
    const { errors } = subscribe(urqlOn(deskClient({ url, key: 'x'.repeat(40) })));
    await until(async () => errors[0], 'the error');
    expect(errors).toEqual([
      expect.objectContaining({ networkError: expect.objectContaining({ code: 4401 }) }),
    ]);
  });

  it('has the errors of the desk as GraphQL errors', async () => {
    const { errors } = subscribe(urqlOn(deskClient({ url, key: app.key })), { after: 'nowhere' });
    await until(async () => errors[0], 'the error');
    expect(errors).toEqual([
      expect.objectContaining({
        graphQLErrors: [expect.objectContaining({ extensions: { code: 'BAD_REQUEST' } })],
      }),
    ]);
  });

  function urqlOn(client: DeskClient): Client {
    return urqlClient({
      url: app.url,
      preferGetMethod: false,
      exchanges: [
        subscriptionExchange({
          forwardSubscription: ({ query = '', variables }) => ({
            subscribe: (sink) => ({
              unsubscribe: client.subscribe(
                { query, variables: variables as Record<string, unknown> },
                // The compiler's exactOptionalPropertyTypes sets the two types of a result apart.
                { ...sink, next: (result) => sink.next(result as ExecutionResult) },
              ),
            }),
          }),
        }),
        fetchExchange,
      ],
    });
  }

  function subscribe(client: Client, variables: Record<string, unknown> = {}) {
    const cursors: string[] = [];
    const errors: unknown[] = [];
    const { unsubscribe } = client
      .subscription<EventsData>(EVENTS, variables)
      .subscribe(({ data, error }) => {
        if (error !== undefined) errors.push(error);
        if (data != null) cursors.push(data.escalationEvents.cursor);
      });
    onTestFinished(unsubscribe);
    return { cursors, errors };
  }
});
