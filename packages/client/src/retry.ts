import { DeskClientError } from './errors.ts';

/** Close codes after which a retry is in vain: bad message, not signed in, wrong protocol, id in use. */
const FATAL_CODES: readonly number[] = [4400, 4401, 4406, 4409];
/** Close codes of the WebSocket protocol itself for a message that the desk cannot take. */
const FATAL_PROTOCOL_CODES: readonly number[] = [1002, 1003, 1007, 1009, 1010];
/** The close code for too many sockets: others have to close first. */
const CROWDED_CODE = 4429;

const FIRST_WAIT_MS = 500;
const CROWDED_FIRST_WAIT_MS = 5_000;
/** Milliseconds before jitter, which makes them up to 30,000. */
const LONGEST_WAIT_MS = 20_000;

/** Tells whether a connection that failed or broke is not worth another try. */
export function isFatal(reason: unknown): boolean {
  const code = closeCode(reason);
  if (code !== undefined) return FATAL_CODES.includes(code) || FATAL_PROTOCOL_CODES.includes(code);
  if (reason instanceof DeskClientError) return reason.code !== 'KEY';
  // A socket's event is no Error and may pass. An Error is a message that is not of the protocol.
  return reason instanceof Error;
}

/**
 * Milliseconds to wait before the next try: 250 to 750 the first time, twice as much each time, up to
 * 30,000. After 4429 (too many sockets) 2,500 to 7,500 the first time.
 *
 * @param retries tries since something last came over a connection; begins with 0.
 * @param random from 0 to 1.
 */
export function backoffMs(retries: number, reason: unknown, random = Math.random()): number {
  const first = closeCode(reason) === CROWDED_CODE ? CROWDED_FIRST_WAIT_MS : FIRST_WAIT_MS;
  return Math.min(first * 2 ** retries, LONGEST_WAIT_MS) * (0.5 + random);
}

/** The code of a close event; undefined for any other value. */
export function closeCode(reason: unknown): number | undefined {
  if (typeof reason !== 'object' || reason === null) return undefined;
  if (!('code' in reason) || !('reason' in reason)) return undefined;
  return typeof reason.code === 'number' ? reason.code : undefined;
}

/** Tries that wait. They all wait for the same moment, so that they share one connection. */
export interface Retries {
  /** Makes a call at the next try. @returns a function that cancels it; the timer ends with its last call. */
  schedule(call: () => void, reason: unknown): () => void;
  /** Makes all waiting calls at once, because there is a connection. */
  runNow(): void;
  /** Number of tries since something last came over a connection. */
  count(): number;
  /** Sets the count to 0, because the connection works: the next wait is a short one again. */
  reset(): void;
}

export function createRetries(waitMs: (retries: number, reason: unknown) => number): Retries {
  const waiting = new Set<() => void>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let retries = 0;

  function runNow(): void {
    clearTimeout(timer);
    timer = undefined;
    const calls = [...waiting];
    waiting.clear();
    for (const call of calls) call();
  }

  return {
    schedule(call, reason) {
      const entry = () => call();
      waiting.add(entry);
      if (timer === undefined) {
        timer = setTimeout(runNow, waitMs(retries, reason));
        retries += 1;
      }
      return () => {
        waiting.delete(entry);
        if (waiting.size > 0) return;
        clearTimeout(timer);
        timer = undefined;
      };
    },
    runNow,
    count: () => retries,
    reset() {
      retries = 0;
    },
  };
}
