import type { LiveResult } from './live-result.ts';
import { liveResult, MAX_CHARACTERS_TOGETHER } from './live-result.ts';
import type { LogReads } from './page-after.ts';
import { readPageAfter } from './page-after.ts';
import type { PlacedEntry } from './reader.ts';

/** How a group makes of an entry what its members are sent. */
export interface GroupSpec extends LogReads {
  /** Executes the operation for an entry; the result as JSON text. Never rejects. */
  run(entry: PlacedEntry): Promise<string>;
}

/** What a subscription asks for. Those with the same key share executions. */
export interface LiveRequest extends GroupSpec {
  /** Operation, variables and visibility as one text. */
  key: string;
  /** Only entries of this case match; undefined: those of any. */
  escalationId: string | undefined;
  /** Everything after this place first; undefined: from now on. */
  after: bigint | undefined;
}

export interface Member {
  /** What lies at or before this place it has already. */
  since: bigint;
  /** Results of entries, in order, up to a place. */
  receive(results: readonly LiveResult[], upTo: bigint): void;
  /** Nothing more comes: the group could not go on. */
  fail(): void;
}

/** Subscriptions with the same operation, variables and visibility: executed and serialised once an event. */
export interface Group {
  /** Subscriptions that hold on to it, live or catching up. */
  users: number;
  offer(entry: PlacedEntry): void;
  join(member: Member): void;
  leave(member: Member): void;
  /** Resolves when all that was offered is handed out. */
  settle(): Promise<void>;
}

/** Entries that wait for their execution; of more than these the group reads the rest from the log. */
const MAX_WAITING = 5_000;
/** Results of one turn of the event loop are handed out together: a socket takes many at the price of one. */
const MAX_BATCH = 50;

export interface GroupOptions {
  /** The last entry that was offered, to this group or another. */
  position(): bigint;
  /** Entries were executed, and their results handed out so many times in all. */
  onDelivered: (entries: readonly PlacedEntry[], deliveries: number) => void;
  onError: (error: unknown) => void;
}

export function createGroup(
  spec: GroupSpec,
  { position, onDelivered, onError }: GroupOptions,
): Group {
  const members = new Set<Member>();
  let waiting: PlacedEntry[] = [];
  let running: Promise<void> | undefined;
  /** All up to this place is handed out. */
  let handedOut = 0n;
  /** More was offered than may wait: what comes after `handedOut` is in the log. */
  let isBehind = false;

  async function pump(): Promise<void> {
    try {
      while (waiting.length > 0 || isBehind) {
        if (waiting.length > 0) await runBatch();
        else if (members.size === 0 || handedOut >= position()) isBehind = false;
        else await runPage();
      }
    } catch (error) {
      onError(error);
      failAll();
    } finally {
      running = undefined;
    }
  }

  async function runPage(): Promise<void> {
    const { entries, upTo } = await readPageAfter(spec, handedOut, position());
    waiting = entries;
    while (waiting.length > 0) await runBatch();
    handedOut = upTo;
  }

  /** Executes entries that wait, one after the other, and hands out what came of them. */
  async function runBatch(): Promise<void> {
    const entries: PlacedEntry[] = [];
    const results: LiveResult[] = [];
    let characters = 0;
    let isTurnOver = false;
    const turn = setImmediate(() => {
      isTurnOver = true;
    });
    do {
      const entry = waiting.shift();
      if (entry === undefined) break;
      const text = await spec.run(entry);
      entries.push(entry);
      results.push(liveResult(text));
      characters += text.length;
    } while (!isTurnOver && entries.length < MAX_BATCH && characters < MAX_CHARACTERS_TOGETHER);
    clearImmediate(turn);
    handOut(entries, results);
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

  function failAll(): void {
    waiting = [];
    isBehind = false;
    for (const member of [...members]) {
      members.delete(member);
      member.fail();
    }
  }

  return {
    users: 0,
    offer(entry) {
      if (members.size === 0 || isBehind || !spec.matches(entry)) return;
      isBehind = waiting.length >= MAX_WAITING;
      if (isBehind) return;
      waiting.push(entry);
      running ??= pump();
    },
    join: (member) => void members.add(member),
    leave: (member) => void members.delete(member),
    async settle() {
      await running;
    },
  };
}
