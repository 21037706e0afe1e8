import type { PlacedEntry } from '../events/reader.ts';
import { createTurns } from '../shared/bounds/turns.ts';
import { createExecutor } from './executor.ts';
import type { Group, LiveRequest } from './group.ts';
import { createGroup } from './group.ts';
import type { Sink, Subscription } from './subscription.ts';
import { createSubscription } from './subscription.ts';
import { PAGE_TURNS } from './turn-limits.ts';

export interface HubOptions {
  /**
   * The place up to which entries are known to be there, some of which may not have been delivered yet. Who
   * begins with the present is not sent them: they were there before. Default: none but those delivered.
   */
  present?: () => bigint;
  /** The cursor of a place; at once for one near the present. */
  cursorAt(seq: bigint): string | Promise<string>;
  /** Called when a group executed entries, with how many results of them were handed out in all. */
  onDelivered?: (entries: readonly PlacedEntry[], deliveries: number) => void;
  /** Called with how many results of entries from the log were sent to a subscriber that catches up. */
  onReplayed?: (entries: number) => void;
  onError: (error: unknown) => void;
}

/** Hands the entries of the log to subscriptions. Each group executes once for all of its subscriptions. */
export interface Hub {
  /** Takes entries, each once and in order: all that somebody follows, up to the place `upTo`. */
  deliver(entries: readonly PlacedEntry[], upTo: bigint): void;
  /** The place up to which entries were delivered. */
  position(): bigint;
  /** Sets where the log stands when the hub begins. */
  beginAt(position: bigint): void;
  subscribe(request: LiveRequest, sink: Sink): Subscription;
  counts(): { groups: number; subscriptions: number };
  /** How many executions wait for their turn. */
  waiting(): number;
  /** Resolves when all delivered entries are handed out, except to those who cannot pay for them now. */
  settle(): Promise<void>;
  /** Ends all executions and reads; clients resume elsewhere after what they were handed. */
  stop(): void;
}

export function createHub({
  present = () => 0n,
  cursorAt,
  onDelivered = () => {},
  onReplayed = () => {},
  onError,
}: HubOptions): Hub {
  const groups = new Map<string, Group>();
  /** Groups by the one case that they follow; those that follow more than one stand under `undefined`. */
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
      executor.beginAnew();
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
        present: () => (present() > position ? present() : position),
        cursorAt,
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
