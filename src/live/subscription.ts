import { encodeCursor } from '../events/cursor.ts';
import type { PlacedEntry } from '../events/reader.ts';
import type { Turns } from '../shared/bounds/turns.ts';
import { TurnsOver } from '../shared/bounds/turns.ts';
import type { Executor } from './executor.ts';
import { createFollowers } from './follower.ts';
import type { Group, LiveRequest, Member } from './group.ts';
import type { LiveResult } from './live-result.ts';
import { inParts } from './live-result.ts';
import { readPageAfter } from './page-after.ts';
import { createPause } from './pause.ts';

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
  executor: Executor;
  /** Those who read a page of the log for themselves take turns. */
  pages: Turns;
  /** The last entry that the hub delivered. */
  position(): bigint;
  onReplayed(entries: number): void;
  onError(error: unknown): void;
  onEnd(): void;
}

/** Entries that are executed at once, each with reads of its own. */
const BATCH_SIZE = 20;

/** How it went with a page: whether to go on, and after how long. */
type Progress = { goesOn: false } | { goesOn: true; waitMs: number };
const STOP: Progress = { goesOn: false };
const GO_ON: Progress = { goesOn: true, waitMs: 0 };

/**
 * One subscriber. It reads the log from its cursor to where the hub stands and joins its group there,
 * in one step, so that nothing falls between; when its sink is full it leaves the group and later
 * reads on from where it was. It is never fed more than the sink takes, and never misses an entry.
 * What it reads by itself it pays for by itself, unless others have just read the same.
 */
export function createSubscription(
  request: LiveRequest,
  group: Group,
  sink: Sink,
  { executor, pages, position, onReplayed, onError, onEnd }: Surroundings,
): Subscription {
  const { follower } = request;
  const itself = createFollowers(follower);
  const pause = createPause();
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
    behind() {
      if (!isEnded) sink.onBehind?.();
    },
    live(place) {
      if (!isEnded) sink.onLive?.(encodeCursor(place > member.since ? place : member.since));
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
        const progress = await pages.run(follower.party, sendPage);
        if (!progress.goesOn) return;
        // Not within its turn: others go on meanwhile.
        if (progress.waitMs > 0) await pause.wait(progress.waitMs);
      }
      if (isEnded) return;
      member.since = at;
      if (group.join(member)) sink.onLive?.(encodeCursor(at));
    } catch (error) {
      if (isEnded || error instanceof TurnsOver) return;
      onError(error);
      sink.fail();
    }
  }

  /** Does not go on when it has ended or the sink filled up on the way; then it goes on from there by itself. */
  async function sendPage(): Promise<Progress> {
    if (isEnded) return STOP;
    const { entries, upTo } = await readPageAfter(request, at, position());
    for (let from = 0; from < entries.length; from += BATCH_SIZE) {
      const progress = await sendBatch(entries.slice(from, from + BATCH_SIZE));
      if (progress !== GO_ON) return progress;
    }
    at = upTo;
    return GO_ON;
  }

  async function sendBatch(entries: readonly PlacedEntry[]): Promise<Progress> {
    if (isEnded) return STOP;
    const results = await Promise.all(
      entries.map((entry) => executor.execute(request, entry, itself)),
    );
    const unpaid = results.find((result) => typeof result !== 'string');
    const paid = unpaid === undefined ? results : results.slice(0, results.indexOf(unpaid));
    let sent = 0;
    for (const part of inParts(paid as string[])) {
      if (isEnded) return STOP;
      sink.send(part);
      onReplayed(part.length);
      sent += part.length;
      at = entries[sent - 1]?.seq ?? at;
      if (!sink.isFull()) continue;
      pauseAt(at);
      return STOP;
    }
    if (unpaid === undefined) return GO_ON;
    return { goesOn: true, waitMs: unpaid.waitMs };
  }

  void catchUp();
  return {
    end() {
      if (isEnded) return;
      isEnded = true;
      pause.end();
      group.leave(member);
      onEnd();
    },
  };
}
