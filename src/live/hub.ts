import type { PlacedEntry } from '../events/reader.ts';
import { createTurns } from '../shared/bounds/turns.ts';
import { createExecutor } from './executor.ts';
import type { Group, LiveRequest } from './group.ts';
import { createGroup } from './group.ts';
import type { Sink, Subscription } from './subscription.ts';
import { createSubscription } from './subscription.ts';
import { PAGE_TURNS } from './turn-limits.ts';

export interface HubOptions {
  /** A group executed entries, and their results were handed out so many times in all. */
  onDelivered?: (entries: readonly PlacedEntry[], deliveries: number) => void;
  /** So many entries were read from the log for one who catches up. */
  onReplayed?: (entries: number) => void;
  onError: (error: unknown) => void;
}

/** Hands the entries of the log to those who subscribed, each group executing once. */
export interface Hub {
  /** Told of entries once, in order: of all that somebody follows up to a place. */
  deliver(entries: readonly PlacedEntry[], upTo: bigint): void;
  /** The last entry that was delivered. */
  position(): bigint;
  /** Where the log stands when the hub begins. */
  beginAt(position: bigint): void;
  subscribe(request: LiveRequest, sink: Sink): Subscription;
  counts(): { groups: number; subscriptions: number };
  /** Executions that wait for their turn. */
  waiting(): number;
  /** Resolves when what was delivered so far is handed out, but for those who cannot pay for it now. */
  settle(): Promise<void>;
  /** Nothing more is executed or read; clients resume elsewhere after what they were handed. */
  stop(): void;
}

export function createHub({
  onDelivered = () => {},
  onReplayed = () => {},
  onError,
}: HubOptions): Hub {
  const groups = new Map<string, Group>();
  /** The same by the one case that they follow; those that follow more than one under `undefined`. */
  const byCase = new Map<string | undefined, Set<Group>>();
  let subscriptions = 0;
  let position = 0n;
  const executor = createExecutor();
  const pages = createTurns(PAGE_TURNS);

  function groupOf(request: LiveRequest): Group {
    const known = groups.get(request.key);
    if (known !== undefined) return known;
    const group = createGroup(request, {
      executor,
      position: () => position,
      onDelivered,
      onError,
    });
    groups.set(request.key, group);
    const ofCase = byCase.get(request.escalationId) ?? new Set();
    byCase.set(request.escalationId, ofCase.add(group));
    return group;
  }

  function release({ key, escalationId, follower }: LiveRequest, group: Group): void {
    group.unfollow(follower);
    if (group.isFollowed()) return;
    groups.delete(key);
    const ofCase = byCase.get(escalationId);
    ofCase?.delete(group);
    if (ofCase?.size === 0) byCase.delete(escalationId);
  }

  function offer(entry: PlacedEntry): void {
    for (const group of byCase.get(undefined) ?? []) group.offer(entry);
    if (entry.escalationId === null) return;
    for (const group of byCase.get(entry.escalationId) ?? []) group.offer(entry);
  }

  return {
    deliver(entries, upTo) {
      for (const entry of entries) {
        position = entry.seq;
        offer(entry);
      }
      position = upTo;
    },
    position: () => position,
    beginAt(start) {
      position = start;
    },
    subscribe(request, sink) {
      subscriptions += 1;
      const group = groupOf(request);
      group.follow(request.follower);
      return createSubscription(request, group, sink, {
        executor,
        pages,
        position: () => position,
        onReplayed,
        onError,
        onEnd() {
          subscriptions -= 1;
          release(request, group);
        },
      });
    },
    counts: () => ({ groups: groups.size, subscriptions }),
    waiting: () => executor.turns.waiting(),
    async settle() {
      await Promise.all([...groups.values()].map((group) => group.settle()));
    },
    stop() {
      pages.stop();
      executor.turns.stop();
    },
  };
}
