import { setTimeout } from 'node:timers/promises';
import { splitId } from '../../../src/graphql/global-id.ts';
import type { Frame, TestSocket } from '../../support/socket.ts';
import { openAcknowledged, subscribe } from '../../support/socket.ts';
import { until } from '../../support/until.ts';
import type { Followed } from './evidence.ts';

/** A subscriber that comes back after each break, after its last cursor, to whichever node there is. */
export interface Follower extends Followed {
  received: { id: string; at: number }[];
  joins: number;
  /** What operations were refused with, in order. */
  refusals: string[];
  /** Also again, after `stop`: it goes on after its last cursor. */
  start(): void;
  /** What it has now it goes back to when its cursor is refused, and forgets what came since. */
  mark(): void;
  /** Resolves when it has that entry; fails after the time. */
  has(id: string, timeoutMs: number): Promise<void>;
  stop(): Promise<void>;
}

export interface FollowerOptions {
  name: string;
  /** The first node to ask; the next after each break. */
  first: number;
  urls(): readonly (string | undefined)[];
  after: string;
}

const QUERY = `subscription ($after: String) {
  escalationEvents(after: $after) { id cursor }
}`;
const REJOIN_MS = 100;
/** A connection that says nothing for so long, not even a ping, is given up, as clients do. */
const SILENT_MS = 30_000;
const OPEN_MS = 5_000;

export function createFollower({ name, first, urls, after }: FollowerOptions): Follower {
  let cursor = after;
  let marked: { cursor: string; count: number } | undefined;
  let isOver = false;
  let socket: TestSocket | undefined;
  let running = Promise.resolve();
  const ids = new Set<string>();

  function take({ type, payload }: Frame): void {
    if (type === 'error') {
      const [error] = payload as { extensions?: { code?: string }; message: string }[];
      follower.refusals.push(error?.extensions?.code ?? error?.message ?? 'error');
      if (error?.extensions?.code === 'BAD_REQUEST') goBack();
      socket?.socket.terminate();
    }
    if (type !== 'next') return;
    const { data } = payload as { data?: Record<string, { id: string; cursor: string } | null> };
    const event = data?.['escalationEvents'];
    if (event == null) {
      socket?.socket.terminate();
      return;
    }
    cursor = event.cursor;
    const id = splitId(event.id)?.key ?? '';
    follower.received.push({ id, at: performance.now() });
    ids.add(id);
  }

  function goBack(): void {
    if (marked === undefined) return;
    cursor = marked.cursor;
    for (const { id } of follower.received.splice(marked.count)) ids.delete(id);
  }

  async function follow(): Promise<void> {
    for (let turn = first; !isOver; turn += 1) {
      const all = urls();
      const url = all[turn % all.length];
      if (url !== undefined) await followOn(url).catch(() => {});
      await setTimeout(REJOIN_MS);
    }
  }

  async function followOn(url: string): Promise<void> {
    let heardAt = performance.now();
    const opening = openAcknowledged(url, {
      onFrame(frame) {
        heardAt = performance.now();
        if (!isOver) take(frame);
      },
    });
    const opened = await Promise.race([opening, setTimeout(OPEN_MS, undefined, { ref: false })]);
    if (opened === undefined) {
      void opening.then(({ socket: late }) => late.terminate()).catch(() => {});
      return;
    }
    socket = opened;
    follower.joins += 1;
    opened.socket.on('ping', () => {
      heardAt = performance.now();
    });
    const watch = setInterval(() => {
      if (performance.now() - heardAt > SILENT_MS) opened.socket.terminate();
    }, 1_000);
    opened.send(subscribe('1', QUERY, { after: cursor }));
    await opened.closed;
    clearInterval(watch);
  }

  const follower: Follower = {
    name,
    received: [],
    joins: 0,
    refusals: [],
    start() {
      isOver = false;
      running = follow();
    },
    mark() {
      marked = { cursor, count: follower.received.length };
    },
    async has(id, timeoutMs) {
      await until(async () => ids.has(id) || undefined, `${name} to get ${id}`, timeoutMs);
    },
    async stop() {
      isOver = true;
      socket?.socket.terminate();
      await running;
    },
  };
  return follower;
}
