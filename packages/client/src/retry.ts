import { DeskClientError } from './errors.ts';

/** Trying again would come to the same end: bad message, not signed in, wrong protocol, id in use. */
const FATAL_CODES: readonly number[] = [4400, 4401, 4406, 4409];
/** What was sent cannot be taken, says the WebSocket protocol itself. */
const FATAL_PROTOCOL_CODES: readonly number[] = [1002, 1003, 1007, 1009, 1010];
/** Too many sockets: others have to go first. */
const CROWDED_CODE = 4429;

const FIRST_WAIT_MS = 500;
const CROWDED_FIRST_WAIT_MS = 5_000;
/** With the jitter up to 30 s. */
const LONGEST_WAIT_MS = 20_000;

/** Whether a connection that failed or broke is not worth another try. */
export function isFatal(reason: unknown): boolean {
  const code = closeCode(reason);
  if (code !== undefined) return FATAL_CODES.includes(code) || FATAL_PROTOCOL_CODES.includes(code);
  if (reason instanceof DeskClientError) return reason.code !== 'KEY';
  // Events of sockets are no errors in this sense; what is one is a message that is not of the protocol.
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

/** The code of a close event; undefined for whatever else. */
export function closeCode(reason: unknown): number | undefined {
  if (typeof reason !== 'object' || reason === null) return undefined;
  if (!('code' in reason) || !('reason' in reason)) return undefined;
  return typeof reason.code === 'number' ? reason.code : undefined;
}

/** Those who wait for the next try wait together, so that they share its connection. */
export interface Retries {
  /** @returns takes the call back; nothing is waited for when nobody waits. */
  schedule(call: () => void, reason: unknown): () => void;
  /** There is a connection: nobody waits any longer. */
  runNow(): void;
  /** Tries since something last came. */
  count(): number;
  /** The connection works: the next wait is a short one again. */
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
