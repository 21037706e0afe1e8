import assert from 'node:assert/strict';
import type { Variables } from './client.ts';
import { placeOfCursor } from './cursor.ts';
import type { Closed, Frame, TestSocket } from './socket.ts';
import { isLive, openAcknowledged, subscribe } from './socket.ts';
import { until } from './until.ts';

/** How a subscriber goes: it says so, it closes its socket well, or its line is cut. */
export type Leaving = 'complete' | 'close' | 'cut';

/** Follows one subscription, on one node after another, each time from its last cursor on. */
export interface Subscriber<Event> {
  /** Values of the subscription field, in the order in which they came, over all connections. */
  events: Event[];
  /** Of GraphQL: of refused operations and of results. */
  errors: unknown[];
  /** The cursor of the last event; undefined before the first. */
  lastCursor(): string | undefined;
  /** The places of the events in the log. */
  places(): bigint[];
  /** Subscribes after the last cursor, or from now on. Resolves when the operation was sent. */
  join(url: string): Promise<void>;
  /** Resolves when it has caught up since it joined; fails when the socket closes or it is refused. */
  live(): Promise<void>;
  /** What comes later on this connection does not count. */
  leave(how: Leaving): Promise<void>;
  /** Stops reading from the connection; what was on the way stays on it. */
  pause(): void;
  /** Reads on. */
  read(): void;
  /** How the last connection ended. */
  closed(): Promise<Closed>;
  /** Resolves when there are so many events. */
  count(events: number, timeoutMs?: number): Promise<void>;
  connection(): TestSocket;
}

export interface SubscriberOptions {
  /** Its field has to select `cursor`, and to take `after: $after`. */
  query: string;
  variables?: Variables;
  /** Where to start. Default: from when it joins first. */
  after?: string;
  key?: string;
  /** Of a registered operation, which the query then has to be. */
  documentId?: string;
}

export function createSubscriber<Event extends { cursor: string }>({
  query,
  variables = {},
  after,
  key,
  documentId,
}: SubscriberOptions): Subscriber<Event> {
  const events: Event[] = [];
  const errors: unknown[] = [];
  let current: { socket: TestSocket; id: string; live: Promise<unknown> } | undefined;
  let subscriptions = 0;
  const lastCursor = () => events.at(-1)?.cursor;

  function take({ type, id, payload }: Frame): void {
    if (id === undefined || id !== current?.id) return;
    if (type === 'error') errors.push(...(payload as unknown[]));
    if (type !== 'next') return;
    const result = payload as { data?: Record<string, Event>; errors?: unknown[] };
    if (result.errors !== undefined) errors.push(...result.errors);
    const [event] = Object.values(result.data ?? {});
    if (event != null) events.push(event);
  }

  function connection(): TestSocket {
    assert(current, 'It has not joined.');
    return current.socket;
  }

  return {
    events,
    errors,
    lastCursor,
    places: () => events.map(({ cursor }) => placeOfCursor(cursor) ?? -1n),
    async join(url) {
      subscriptions += 1;
      const id = `subscription ${subscriptions}`;
      const ownKey = key === undefined ? {} : { key };
      const socket = await openAcknowledged(url, { onFrame: take, ...ownKey });
      const live = socket.saw((frame) => isLive(id)(frame) || frame.type === 'error');
      live.catch(() => {});
      current = { socket, id, live };
      const started = { ...variables, after: lastCursor() ?? after ?? null };
      socket.send(subscribe(id, query, started, documentId));
    },
    async live() {
      await current?.live;
      assert.deepEqual(errors, [], 'the subscription has errors');
    },
    async leave(how) {
      const { socket, id } = current ?? {};
      assert(socket && id !== undefined, 'It has not joined.');
      current = undefined;
      if (how === 'complete') socket.send({ type: 'complete', id });
      if (how === 'cut') socket.socket.terminate();
      else socket.socket.close(1000);
      await socket.closed;
    },
    pause: () => connection().socket.pause(),
    read: () => connection().socket.resume(),
    closed: () => connection().closed,
    async count(wanted, timeoutMs) {
      const reached = async () => (events.length >= wanted ? true : undefined);
      const failed = new Promise<never>((_, reject) => {
        void connection().closed.then(({ code, reason }) => {
          if (events.length < wanted) reject(new Error(`It was closed: ${code} ${reason}`));
        });
      });
      failed.catch(() => {});
      await Promise.race([until(reached, `${wanted} events`, timeoutMs), failed]);
    },
    connection,
  };
}
