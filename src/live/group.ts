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

/** Which entries a group follows, and how it executes its operation for one. */
export type GroupSpec = LogReads & Execution;

/** What a subscription asks for. Requests with the same key share executions. */
export interface LiveRequest extends GroupSpec {
  /** Key of the one case whose entries match; undefined: entries of any case match. */
  escalationId: string | undefined;
  /** Place in the log after which the subscription starts; undefined: from now on. */
  after: bigint | undefined;
  follower: Follower;
}

export interface Member {
  /** The member has all entries up to this place already. */
  since: bigint;
  /** Takes the results of entries, in order, up to a place. */
  receive(results: readonly LiveResult[], upTo: bigint): void;
  /** Tells that the group fell behind: what comes from now on comes later, from the log. */
  behind(): void;
  /** Tells that the group caught up: what comes after this place comes as it happens. */
  live(place: bigint): void;
  /** Tells that nothing more comes: the group could not go on. */
  fail(): void;
}

/** Subscriptions with the same operation, variables and visibility: an event is executed once for all. */
export interface Group {
  /** Adds a follower, live or catching up. A party that is alone in the group pays for its executions. */
  follow(follower: Follower): void;
  unfollow(follower: Follower): void;
  isFollowed(): boolean;
  offer(entry: PlacedEntry): void;
  /** @returns whether the group is up to date; if it is not, the member's `live` is called when it is. */
  join(member: Member): boolean;
  leave(member: Member): void;
  /** Resolves when all offered entries are handed out, or cannot be paid for now. */
  settle(): Promise<void>;
}

/** The most entries that wait for their execution; the group reads further ones from the log. */
export const MAX_WAITING = 5_000;
/** Results of one turn of the event loop are handed out together: a socket takes many at the price of one. */
const MAX_BATCH = 50;

export interface GroupOptions {
  executor: Executor;
  /** The last place that was offered, to this group or another. */
  position(): bigint;
  /** Called when entries were executed, with how many results of them were handed out in all. */
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
   * Executes entries that wait, in order, and hands out what came of them.
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
      if (waiting.length === 0 || members.size === 0) break;
      const next = waiting.slice(0, MAX_BATCH - entries.length);
      const { texts, unpaid: lack } = await executor.execute(spec, next, followers, 1);
      entries.push(...waiting.splice(0, texts.length));
      for (const text of texts) {
        results.push(liveResult(text));
        characters += text.length;
      }
      const [entry] = waiting;
      if (lack !== undefined && entry !== undefined) unpaid = { before: entry.seq - 1n, ...lack };
    } while (
      unpaid === undefined &&
      !isTurnOver &&
      entries.length < MAX_BATCH &&
      characters < MAX_CHARACTERS_TOGETHER
    );
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
    const first = entries[0]?.seq ?? last.seq;
    let deliveries = 0;
    for (const member of members) {
      if (last.seq <= member.since) continue;
      // Nearly all members were there before the first of them.
      const fresh =
        first > member.since
          ? results
          : results.slice(entries.findIndex(({ seq }) => seq > member.since));
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
      // A party that is not alone any more does not pay.
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
