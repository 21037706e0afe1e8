import type { PlacedEntry } from '../events/reader.ts';
import { TurnsOver } from '../shared/bounds/turns.ts';
import type { Execution, Executor } from './executor.ts';
import type { Follower } from './follower.ts';
import { createFollowers } from './follower.ts';
import type { LiveResult } from './live-result.ts';
import { liveResult, MAX_CHARACTERS_TOGETHER } from './live-result.ts';
import type { LogReads } from './page-after.ts';
import { readPageAfter } from './page-after.ts';
import { createPause } from './pause.ts';

/** What a group follows, and how it makes of an entry what its members are sent. */
export type GroupSpec = LogReads & Execution;

/** What a subscription asks for. Those with the same key share executions. */
export interface LiveRequest extends GroupSpec {
  /** Only entries of this case match; undefined: those of any. */
  escalationId: string | undefined;
  /** Everything after this place first; undefined: from now on. */
  after: bigint | undefined;
  follower: Follower;
}

export interface Member {
  /** What lies at or before this place it has already. */
  since: bigint;
  /** Results of entries, in order, up to a place. */
  receive(results: readonly LiveResult[], upTo: bigint): void;
  /** What comes from now on comes later, from the log. */
  behind(): void;
  /** What comes from now on comes as it happens, after this place. */
  live(place: bigint): void;
  /** Nothing more comes: the group could not go on. */
  fail(): void;
}

/** Subscriptions with the same operation, variables and visibility: executed and serialised once an event. */
export interface Group {
  /** Holds on to it, live or catching up; who is alone with it pays for it. */
  follow(follower: Follower): void;
  unfollow(follower: Follower): void;
  isFollowed(): boolean;
  offer(entry: PlacedEntry): void;
  /** @returns whether it is up to date; else the member is told when it is. */
  join(member: Member): boolean;
  leave(member: Member): void;
  /** Resolves when all that was offered is handed out, or cannot be for now. */
  settle(): Promise<void>;
}

/** Entries that wait for their execution; of more than these the group reads the rest from the log. */
export const MAX_WAITING = 5_000;
/** Results of one turn of the event loop are handed out together: a socket takes many at the price of one. */
const MAX_BATCH = 50;

export interface GroupOptions {
  executor: Executor;
  /** The last entry that was offered, to this group or another. */
  position(): bigint;
  /** Entries were executed, and their results handed out so many times in all. */
  onDelivered: (entries: readonly PlacedEntry[], deliveries: number) => void;
  onError: (error: unknown) => void;
}

export function createGroup(
  spec: GroupSpec,
  { executor, position, onDelivered, onError }: GroupOptions,
): Group {
  const followers = createFollowers();
  const members = new Set<Member>();
  const pause = createPause();
  let waiting: PlacedEntry[] = [];
  let running: Promise<void> | undefined;
  /** All up to this place is handed out. */
  let handedOut = 0n;
  /** More was offered than may wait, or could be paid for: what comes after `handedOut` is in the log. */
  let isBehind = false;

  async function pump(): Promise<void> {
    try {
      while (waiting.length > 0 || isBehind) {
        // What nobody waits for any more is not begun; who joins has everything up to there.
        if (members.size === 0) waiting = [];
        if (waiting.length > 0) await runBatch();
        else if (members.size === 0 || handedOut >= position()) caughtUp();
        else await runPage();
      }
    } catch (error) {
      if (!(error instanceof TurnsOver)) onError(error);
      failAll(error);
    } finally {
      running = undefined;
    }
  }

  async function runPage(): Promise<void> {
    const { entries, upTo } = await readPageAfter(spec, handedOut, position());
    waiting = entries;
    while (waiting.length > 0) {
      if (members.size === 0 || !(await runBatch())) return;
    }
    handedOut = upTo;
  }

  /**
   * Executes entries that wait, one after the other, and hands out what came of them.
   *
   * @returns false when the rest could not be paid for and is left to the log.
   */
  async function runBatch(): Promise<boolean> {
    const entries: PlacedEntry[] = [];
    const results: LiveResult[] = [];
    let characters = 0;
    let isTurnOver = false;
    let unpaid: { before: bigint; waitMs: number } | undefined;
    const turn = setImmediate(() => {
      isTurnOver = true;
    });
    do {
      const [entry] = waiting;
      if (entry === undefined || members.size === 0) break;
      const result = await executor.execute(spec, entry, followers);
      if (typeof result !== 'string') {
        unpaid = { before: entry.seq - 1n, ...result };
        break;
      }
      waiting.shift();
      entries.push(entry);
      results.push(liveResult(result));
      characters += result.length;
    } while (!isTurnOver && entries.length < MAX_BATCH && characters < MAX_CHARACTERS_TOGETHER);
    clearImmediate(turn);
    handOut(entries, results);
    if (unpaid === undefined) return true;
    handedOut = unpaid.before;
    fallBehind();
    waiting = [];
    await pause.wait(unpaid.waitMs);
    return false;
  }

  function handOut(entries: readonly PlacedEntry[], results: readonly LiveResult[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    handedOut = last.seq;
    let deliveries = 0;
    for (const member of members) {
      const known = entries.findIndex(({ seq }) => seq > member.since);
      if (known < 0) continue;
      const fresh = known === 0 ? results : results.slice(known);
      member.receive(fresh, last.seq);
      deliveries += fresh.length;
    }
    onDelivered(entries, deliveries);
  }

  function fallBehind(): void {
    if (isBehind) return;
    isBehind = true;
    for (const member of members) member.behind();
  }

  function caughtUp(): void {
    isBehind = false;
    for (const member of members) member.live(handedOut);
  }

  function failAll(error: unknown): void {
    waiting = [];
    isBehind = false;
    for (const member of [...members]) {
      members.delete(member);
      // Its client is told that the node goes away.
      if (!(error instanceof TurnsOver)) member.fail();
    }
  }

  return {
    follow(follower) {
      followers.add(follower);
      // Who is not alone any more does not pay.
      pause.end();
    },
    unfollow(follower) {
      followers.remove(follower);
      pause.end();
    },
    isFollowed: () => !followers.isEmpty(),
    offer(entry) {
      if (members.size === 0 || isBehind || !spec.matches(entry)) return;
      if (waiting.length >= MAX_WAITING) fallBehind();
      if (isBehind) return;
      waiting.push(entry);
      running ??= pump();
    },
    join(member) {
      members.add(member);
      return !isBehind;
    },
    leave: (member) => void members.delete(member),
    async settle() {
      await Promise.race([running, pause.begun()]);
    },
  };
}
