import type { ExecutionResult } from 'graphql';
import type { Sink } from '../../live/subscription.ts';
import { OUTLET_LIMITS } from '../socket/socket-outlet.ts';

/** Results between the hub, which pushes, and a response, which takes when it can. */
export interface ResultQueue {
  sink: Sink;
  /** @param onEnd called once, when the results are over: who takes them goes away, or no more may come. */
  results(onEnd: () => void): AsyncGenerator<ExecutionResult>;
}

/** Characters that may wait: more is fed once these are taken. */
const MAX_WAITING_CHARACTERS = 1_000_000;

/**
 * @param breakOff called when the log cannot be read, or when so much waits and nothing is taken for
 *   `stallMs`: an end would tell the client that there is no more.
 */
export function createResultQueue(
  breakOff: () => void,
  stallMs = OUTLET_LIMITS.stallMs,
): ResultQueue {
  const waiting: string[] = [];
  let characters = 0;
  let isOver = false;
  let drained: (() => void) | undefined;
  /** Runs while something waits for room. */
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

/** Yoga writes a result as it asks to be written: the text is the same for all of a group. */
function prepared(text: string): ExecutionResult {
  return { stringify: () => text } as ExecutionResult;
}
