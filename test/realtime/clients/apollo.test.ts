import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { WebSocket } from 'ws';
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

describe('Apollo Client on a client that resumes', () => {
  let app: TestApp;
  let proxy: TestProxy;
  let url: string;

  beforeAll(async () => {
    // GraphQLWsLink takes it for granted when it looks at an error; Node 20 has none.
    vi.stubGlobal('WebSocket', WebSocket);
    app = await startTestApp({ system: systemClock });
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await app.stop();
  });
  beforeEach(async () => {
    await settled(app);
    proxy = await startProxy(app.url);
    url = proxy.through(app.url);
    onTestFinished(() => proxy.close());
  });

  it('has every event once and in order, however often it is cut off', async () => {
    const client = deskClient({ url, key: app.key });
    const { cursors, errors } = subscribe(client);
    await client.becomes('live');
    await driveThroughCuts({ app, proxy, subject: { cursors: () => cursors } });
    expect(errors).toEqual([]);
    expect(proxy.connections()).toBeGreaterThan(3);
    expect(client.statuses).toEqual(
      expect.arrayContaining(['connecting', 'behind', 'live', 'offline']),
    );
  });

  it('has a wrong key as an error that names the close code', async () => {
    const { errors } = subscribe(deskClient({ url, key: 'x'.repeat(40) }));
    await until(async () => errors[0], 'the error');
    expect(errors).toEqual([
      expect.objectContaining({ message: expect.stringContaining('(4401): ') }),
    ]);
  });

  it('has the errors of the desk as GraphQL errors', async () => {
    const { errors } = subscribe(deskClient({ url, key: app.key }), { after: 'nowhere' });
    await until(async () => errors[0], 'the error');
    expect(errors).toEqual([expect.any(CombinedGraphQLErrors)]);
    expect(errors[0]).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  function subscribe(client: DeskClient, variables: Record<string, unknown> = {}) {
    const apollo = new ApolloClient({
      link: new GraphQLWsLink(client),
      cache: new InMemoryCache(),
    });
    const cursors: string[] = [];
    const errors: unknown[] = [];
    const subscription = apollo.subscribe<EventsData>({ query: gql(EVENTS), variables }).subscribe({
      next({ data, error }) {
        if (error !== undefined) errors.push(error);
        if (data != null) cursors.push(data.escalationEvents.cursor);
      },
      error: (error) => void errors.push(error),
    });
    onTestFinished(() => {
      subscription.unsubscribe();
      apollo.stop();
    });
    return { cursors, errors };
  }
});
