import { encodeCursor } from './cursor.ts';
import type { Group, LiveRequest, Member } from './group.ts';
import type { LiveResult } from './live-result.ts';
import { inParts } from './live-result.ts';
import { readPageAfter } from './page-after.ts';
import type { PlacedEntry } from './reader.ts';

/** Where a subscription's results go: a socket, or a stream of server-sent events. */
export interface Sink {
  send(results: readonly LiveResult[]): void;
  /** Too much waits to be taken: nothing more is sent until `onDrained` calls. */
  isFull(): boolean;
  /** Calls once, as soon as it can take more. */
  onDrained(call: () => void): void;
  /** Too much waits to be taken: what comes from now on comes later, from the log. */
  onBehind?(): void;
  /**
   * Caught up: what comes from now on comes as it happens.
   *
   * @param cursor up to which it has everything; a subscriber that was sent no event yet resumes after it.
   */
  onLive?(cursor: string): void;
  /** Nothing more may come. */
  close?(): void;
  /** The log cannot be read; the client may resume after its last cursor. */
  fail(): void;
}

export interface Subscription {
  end(): void;
}

interface Surroundings {
  /** The last entry that the hub delivered. */
  position(): bigint;
  /** Calls when it is one of few who work on a page of the log: many who come back at once wait in line. */
  inTurn<T>(call: () => Promise<T>): Promise<T>;
  onReplayed(entries: number): void;
  onError(error: unknown): void;
  onEnd(): void;
}

/** Entries that are executed at once, each with reads of its own. */
const BATCH_SIZE = 20;

/**
 * One subscriber. It reads the log from its cursor to where the hub stands and joins its group there,
 * in one step, so that nothing falls between; when its sink is full it leaves the group and later
 * reads on from where it was. It is never fed more than the sink takes, and never misses an entry.
 */
export function createSubscription(
  request: LiveRequest,
  group: Group,
  sink: Sink,
  { position, inTurn, onReplayed, onError, onEnd }: Surroundings,
): Subscription {
  let isEnded = false;
  let at = request.after ?? position();

  const member: Member = {
    since: 0n,
    receive(results, upTo) {
      if (isEnded) return;
      sink.send(results);
      if (!sink.isFull()) return;
      group.leave(member);
      sink.onBehind?.();
      pauseAt(upTo);
    },
    fail() {
      if (!isEnded) sink.fail();
    },
  };

  function pauseAt(place: bigint): void {
    at = place;
    sink.onDrained(() => {
      if (!isEnded) void catchUp();
    });
  }

  async function catchUp(): Promise<void> {
    try {
      while (!isEnded && at < position()) {
        if (!(await inTurn(sendPage))) return;
      }
      if (isEnded) return;
      member.since = at;
      group.join(member);
      sink.onLive?.(encodeCursor(at));
    } catch (error) {
      if (isEnded) return;
      onError(error);
      sink.fail();
    }
  }

  /** @returns false when it has ended or the sink filled up on the way; then it goes on from there by itself. */
  async function sendPage(): Promise<boolean> {
    if (isEnded) return false;
    const { entries, upTo } = await readPageAfter(request, at, position());
    for (let from = 0; from < entries.length; from += BATCH_SIZE) {
      if (!(await sendBatch(entries.slice(from, from + BATCH_SIZE)))) return false;
    }
    at = upTo;
    return true;
  }

  async function sendBatch(entries: readonly PlacedEntry[]): Promise<boolean> {
    const texts = await Promise.all(entries.map((entry) => request.run(entry)));
    let sent = 0;
    for (const results of inParts(texts)) {
      if (isEnded) return false;
      sink.send(results);
      onReplayed(results.length);
      sent += results.length;
      if (!sink.isFull()) continue;
      pauseAt(entries[sent - 1]?.seq ?? at);
      return false;
    }
    return true;
  }

  void catchUp();
  return {
    end() {
      if (isEnded) return;
      isEnded = true;
      group.leave(member);
      onEnd();
    },
  };
}
