import { onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type {
  DeskClient,
  DeskClientOptions,
  DeskStatus,
} from '../../../packages/client/src/index.ts';
import { createDeskClient } from '../../../packages/client/src/index.ts';
import { until } from '../../support/until.ts';
import type { EventsData, Subject } from './drive.support.ts';
import { EVENTS, QUICK_WAIT_MS } from './drive.support.ts';

export interface TestDeskClient extends DeskClient {
  /** Of all subscriptions together, as they were told. */
  statuses: readonly DeskStatus[];
  becomes(status: DeskStatus): Promise<void>;
}

/** A client in Node that tries again soon; it is disposed of with the test. */
export function deskClient(
  options: Pick<DeskClientOptions, 'url' | 'key'> & Partial<DeskClientOptions>,
): TestDeskClient {
  const statuses: DeskStatus[] = [];
  const client = createDeskClient({
    webSocketImpl: WebSocket,
    retryWaitMs: QUICK_WAIT_MS,
    onStatus: ({ status }) => {
      if (statuses.at(-1) !== status) statuses.push(status);
    },
    ...options,
  });
  onTestFinished(async () => client.dispose());
  return {
    ...client,
    statuses,
    becomes: (status) =>
      until(async () => (client.state().status === status ? true : undefined), status).then(
        () => undefined,
      ),
  };
}

export interface EventsSubject extends Subject {
  cursors(): readonly string[];
  summaries(): readonly string[];
  errors: readonly unknown[];
  stop(): void;
}

export function subscribeToEvents(client: DeskClient, after?: string): EventsSubject {
  const events: EventsData['escalationEvents'][] = [];
  const errors: unknown[] = [];
  const stop = client.subscribe<EventsData>(
    { query: EVENTS, ...(after === undefined ? {} : { variables: { after } }) },
    {
      next({ data, errors: failed }) {
        if (data == null) errors.push(failed);
        else events.push(data.escalationEvents);
      },
      error: (error) => void errors.push(error),
      complete() {},
    },
  );
  return {
    cursors: () => events.map(({ cursor }) => cursor),
    summaries: () => events.map(({ summary }) => summary),
    errors,
    stop,
  };
}
