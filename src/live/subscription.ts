import type { PlacedEntry } from '../events/reader.ts';
import type { Turns } from '../shared/bounds/turns.ts';
import { TurnsOver } from '../shared/bounds/turns.ts';
import type { Executor } from './executor.ts';
import type { Followers } from './follower.ts';
import { createFollowers } from './follower.ts';
import type { Group, LiveRequest, Member } from './group.ts';
import type { LiveResult } from './live-result.ts';
import { inParts } from './live-result.ts';
import { readPageAfter } from './page-after.ts';
import type { Pause } from './pause.ts';
import { createPause } from './pause.ts';

/** Where a subscription's results go: a socket, or a stream of server-sent events. */
export interface Sink {
  send(results: readonly LiveResult[]): void;
  /** Whether too much waits to be taken; nothing more is sent then until `onDrained` calls. */
  isFull(): boolean;
  /** Calls `call` once, as soon as the sink can take more. */
  onDrained(call: () => void): void;
  /** Tells that the subscription fell behind: what comes from now on comes later, from the log. */
  onBehind?(): void;
  /**
   * Tells that the subscription caught up: what comes from now on comes as it happens.
   *
   * @param cursor up to which the subscriber has everything; one that was sent no event resumes after it.
   */
  onLive?(cursor: string): void;
  /** Closes the sink: no more results may come. */
  close?(): void;
  /** Tells that the log cannot be read; the client may resume after its last cursor. */
  fail(): void;
}

export interface Subscription {
  end(): void;
}

interface Surroundings {
  executor: Executor;
  /** Turns of the subscriptions that read a page of the log for themselves. */
  pages: Turns;
  /** The place up to which the hub delivered entries. */
  position(): bigint;
  /** The place with which a subscription begins that names none. */
  present(): bigint;
  /** The cursor of a place; at once for one near the present. */
  cursorAt(seq: bigint): string | Promise<string>;
  onReplayed(entries: number): void;
  onError(error: unknown): void;
  onEnd(): void;
}

/** Entries that are executed beside each other, each with reads of its own. */
const ABREAST = 20;
/** Entries of a page that are handed to the executor together. */
const MAX_TOGETHER = 100;

/** What to do after a page: whether to go on, and after how long. */
type Progress = { goesOn: false } | { goesOn: true; waitMs: number };
const STOP: Progress = { goesOn: false };
const GO_ON: Progress = { goesOn: true, waitMs: 0 };

/**
 * Starts a subscription. It reads the log from its cursor to where the hub stands and joins its group
 * there, in one step, so that no entry falls between. When its sink is full it leaves the group, and later
 * reads on from where it was: the sink is never fed more than it takes, and no entry is missed. The
 * follower pays for what the subscription reads by itself, unless others have just read the same.
 */
export function createSubscription(
  request: LiveRequest,
  group: Group,
  sink: Sink,
  { executor, pages, position, present, cursorAt, onReplayed, onError, onEnd }: Surroundings,
): Subscription {
  const { follower } = request;
  /** Both only while it catches up: most subscriptions never do again. */
  let itself: Followers | undefined;
  let pause: Pause | undefined;
  let isEnded = false;
  let at = request.after ?? present();

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
      tellLive(place > member.since ? place : member.since);
    },
    fail() {
      if (!isEnded) sink.fail();
    },
  };

  function tellLive(place: bigint): void {
    if (isEnded) return;
    const cursor = cursorAt(place);
    if (typeof cursor === 'string') sink.onLive?.(cursor);
    // Rare: the place is far from the present. That it is live may come a little later.
    else cursor.then((found) => isEnded || sink.onLive?.(found), fail);
  }

  function fail(error: unknown): void {
    if (isEnded) return;
    onError(error);
    sink.fail();
  }

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
        if (progress.waitMs > 0) {
          pause = createPause();
          await pause.wait(progress.waitMs);
        }
      }
      if (isEnded) return;
      itself = undefined;
      pause = undefined;
      member.since = at;
      if (group.join(member)) tellLive(at);
    } catch (error) {
      if (!(error instanceof TurnsOver)) fail(error);
    }
  }

  /**
   * Sends a page. Stops when the subscription has ended, or at a full sink, which later goes on from there.
   */
  async function sendPage(): Promise<Progress> {
    if (isEnded) return STOP;
    const { entries, upTo } = await readPageAfter(request, at, position());
    itself ??= createFollowers(follower);
    for (let from = 0; from < entries.length; ) {
      if (isEnded) return STOP;
      const rest = entries.slice(from, from + MAX_TOGETHER);
      const { texts, unpaid } = await executor.execute(request, rest, itself, ABREAST);
      if (!send(texts, rest)) return STOP;
      if (unpaid !== undefined) return { goesOn: true, waitMs: unpaid.waitMs };
      from += texts.length;
      // Many entries may have taken nothing but the processor: requests and the log's reader come in between.
      await new Promise(setImmediate);
    }
    at = upTo;
    return GO_ON;
  }

  /** Sends the results of the first entries. @returns false when it has ended, or its sink is full. */
  function send(texts: readonly string[], entries: readonly PlacedEntry[]): boolean {
    let sent = 0;
    for (const part of inParts(texts)) {
      if (isEnded) return false;
      sink.send(part);
      onReplayed(part.length);
      sent += part.length;
      at = entries[sent - 1]?.seq ?? at;
      if (!sink.isFull()) continue;
      pauseAt(at);
      return false;
    }
    return true;
  }

  void catchUp();
  return {
    end() {
      if (isEnded) return;
      isEnded = true;
      pause?.end();
      group.leave(member);
      onEnd();
    },
  };
}
