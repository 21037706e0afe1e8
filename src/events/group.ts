import type { PlacedEntry } from './reader.ts';

/** How a group makes of an entry what its members are sent. */
export interface GroupSpec {
  /** Whether the entry is for the group; by the case as it was at the event. */
  matches(entry: PlacedEntry): boolean;
  /** Executes the operation for an entry; the result as JSON text. Never rejects. */
  run(entry: PlacedEntry): Promise<string>;
}

/** What a subscription asks for. Those with the same key share executions. */
export interface LiveRequest extends GroupSpec {
  /** Operation, variables and visibility as one text. */
  key: string;
  /** Everything after this place first; undefined: from now on. */
  after: bigint | undefined;
  /** Reads entries of the log after a place, at least all that match. */
  read(after: bigint, limit: number): Promise<PlacedEntry[]>;
}

export interface Member {
  /** What lies at or before this place it has already. */
  since: bigint;
  receive(entry: PlacedEntry, result: string): void;
  /** The group cannot keep up: what comes after this place the member has to read for itself. */
  fallBehind(after: bigint): void;
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

/** Entries that wait for their execution; with more its members read the log for themselves. */
const MAX_WAITING = 2_000;

export interface GroupOptions {
  onDelivered: (entry: PlacedEntry, members: number) => void;
  onError: (error: unknown) => void;
}

export function createGroup(spec: GroupSpec, { onDelivered, onError }: GroupOptions): Group {
  const members = new Set<Member>();
  let waiting: PlacedEntry[] = [];
  let running: Promise<void> | undefined;
  /** The last entry that was handed out. */
  let handedOut = 0n;

  async function pump(): Promise<void> {
    try {
      for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
        const result = await spec.run(entry);
        handedOut = entry.seq;
        let count = 0;
        for (const member of members) {
          if (member.since >= entry.seq) continue;
          member.receive(entry, result);
          count += 1;
        }
        onDelivered(entry, count);
      }
    } catch (error) {
      onError(error);
      dropAll();
    } finally {
      running = undefined;
    }
  }

  function dropAll(): void {
    waiting = [];
    for (const member of [...members]) {
      members.delete(member);
      member.fallBehind(member.since > handedOut ? member.since : handedOut);
    }
  }

  return {
    users: 0,
    offer(entry) {
      if (members.size === 0 || !spec.matches(entry)) return;
      if (waiting.length >= MAX_WAITING) {
        dropAll();
        return;
      }
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
