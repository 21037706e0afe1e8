import type { ExecutionResult } from 'graphql';
import type { Sink } from '../../live/subscription.ts';
import { OUTLET_LIMITS } from '../socket/socket-outlet.ts';

/** A queue of results between the hub, which pushes, and a response, which takes them when it can. */
export interface ResultQueue {
  sink: Sink;
  /** @param onEnd called once, when the reader goes away or no more results may come. */
  results(onEnd: () => void): AsyncGenerator<ExecutionResult>;
}

/** Characters that may wait; beyond them the queue is fed no more until it has drained. */
const MAX_WAITING_CHARACTERS = 1_000_000;

/**
 * @param breakOff cuts the connection, because an end would tell the client that there is no more. Called
 *   when the log cannot be read, or when the queue is full and nothing is taken for `stallMs`.
 */
export function createResultQueue(
  breakOff: () => void,
  stallMs = OUTLET_LIMITS.stallMs,
): ResultQueue {
  const waiting: string[] = [];
  let characters = 0;
  let isOver = false;
  let drained: (() => void) | undefined;
  /** Set while somebody waits for the queue to drain. */
  let stall: NodeJS.Timeout | undefined;
  let ended: (() => void) | undefined;
  let taker: ((result: IteratorResult<ExecutionResult>) => void) | undefined;

  function fail(): void {
    over();
    breakOff();
  }

  function over(): void {
    isOver = true;
    stopWatch();
    waiting.length = 0;
    taker?.({ done: true, value: undefined });
    taker = undefined;
    const call = ended;
    ended = undefined;
    call?.();
  }

  function stopWatch(): void {
    clearTimeout(stall);
    // A timer that is refreshed runs, even when it was cleared before.
    stall = undefined;
  }

  const sink: Sink = {
    send(results) {
      if (isOver) return;
      for (const { text } of results) {
        if (taker !== undefined) {
          taker({ done: false, value: prepared(text) });
          taker = undefined;
          continue;
        }
        waiting.push(text);
        characters += text.length;
      }
    },
    isFull: () => characters > MAX_WAITING_CHARACTERS,
    onDrained(call) {
      drained = call;
      stall = setTimeout(fail, stallMs);
      stall.unref();
    },
    close: over,
    fail,
  };

  function next(): Promise<IteratorResult<ExecutionResult>> {
    const result = waiting.shift();
    if (result !== undefined) {
      characters -= result.length;
      stall?.refresh();
      if (characters <= MAX_WAITING_CHARACTERS / 4 && drained !== undefined) {
        const call = drained;
        drained = undefined;
        stopWatch();
        call();
      }
      return Promise.resolve({ done: false, value: prepared(result) });
    }
    if (isOver) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      taker = resolve;
    });
  }

  return {
    sink,
    results(onEnd) {
      if (isOver) onEnd();
      else ended = onEnd;
      const end = async (): Promise<IteratorResult<ExecutionResult>> => {
        over();
        return { done: true, value: undefined };
      };
      return {
        next,
        return: end,
        throw: end,
        [Symbol.asyncIterator]() {
          return this;
        },
      } as AsyncGenerator<ExecutionResult>;
    },
  };
}

/** A result with a text of its own, which Yoga then writes: the text is shared by the whole group. */
function prepared(text: string): ExecutionResult {
  return { stringify: () => text } as ExecutionResult;
}
