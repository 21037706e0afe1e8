import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { AnswerAccount } from '../../graphql/limits/answer-room.ts';
import { SLOW_CLOSE } from './close-codes.ts';

export interface OutletLimits {
  /** Bytes that may wait in a socket before its subscriptions are fed no more. */
  softBytes: number;
  /** Bytes at which the socket is closed. */
  hardBytes: number;
  /** A socket that takes nothing for so long is closed. */
  stallMs: number;
}

export const OUTLET_LIMITS: OutletLimits = {
  softBytes: 1_000_000,
  hardBytes: 4_000_000,
  stallMs: 10_000,
};

/** What one socket has been given and has not taken yet. */
export interface Outlet {
  /**
   * A message of the protocol: an answer to what the peer sent, of which it can send no more while it
   * is held back.
   *
   * @param onTaken called when it has left, or was dropped because the socket closes.
   */
  send(message: string, onTaken?: () => void): void;
  /** @param frames whole frames, as they stand on the wire. */
  write(frames: Buffer): void;
  isFull(): boolean;
  /** Calls once, as soon as the socket can take more; never when it is closed before. */
  onDrained(call: () => void): void;
  /** Reads no more from the peer while it does not take what it is sent: answers would pile up. */
  holdBack(): void;
  stop(): void;
}

/** Drained is what has come down to a quarter of the limit, so that it pays to go on. */
const DRAINED_SHARE = 0.25;
const LOOK_INTERVAL_MS = 50;
/** Bytes that count as taken: what a peer that reads has in its socket at any time. */
const UNCOUNTED_BYTES = 16_000;
/** For the peer to take the close frame that stands behind all that waits. */
const CLOSE_GRACE_MS = 5_000;

/**
 * Watches over what waits in a socket: the memory of the server never pays for a client that is slow
 * to read.
 *
 * @param stream what the socket writes to, at once: it does not compress.
 * @param account of what waits in it, among all that waits for the same principal; the socket is
 *   closed when there is no room.
 * @param onSlow told when the socket is closed for it.
 */
export function createOutlet(
  socket: WebSocket,
  stream: Duplex,
  limits: OutletLimits,
  account: () => AnswerAccount,
  onSlow: () => void,
): Outlet {
  let waiting: (() => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  /** What waited when something was taken last. */
  let lowest = 0;
  let lowestAt = 0;

  function look(): void {
    const { bufferedAmount } = socket;
    if (bufferedAmount <= limits.softBytes * DRAINED_SHARE) {
      const calls = waiting;
      waiting = [];
      for (const call of calls) call();
    }
    if (bufferedAmount <= UNCOUNTED_BYTES) {
      account().close();
      if (waiting.length > 0) return;
      clearInterval(timer);
      timer = undefined;
      return;
    }
    account().wait(bufferedAmount, closeSlow);
    if (waiting.length === 0) return;
    if (bufferedAmount < lowest) {
      lowest = bufferedAmount;
      lowestAt = performance.now();
    } else if (performance.now() - lowestAt > limits.stallMs) {
      closeSlow();
    }
  }

  function closeSlow(): void {
    if (isStopped) return;
    stop();
    onSlow();
    socket.close(SLOW_CLOSE.code, SLOW_CLOSE.reason);
    socket.resume();
    setTimeout(() => socket.terminate(), CLOSE_GRACE_MS).unref();
  }

  function stop(): void {
    isStopped = true;
    clearInterval(timer);
    waiting = [];
    account().close();
  }

  /** @returns whether there was no room for what waits now. */
  function count(): boolean {
    const { bufferedAmount } = socket;
    if (bufferedAmount <= UNCOUNTED_BYTES) return false;
    if (account().hold(bufferedAmount) !== undefined) return true;
    account().wait(bufferedAmount, closeSlow);
    startLooking();
    return false;
  }

  const isClosing = () => isStopped || socket.readyState !== socket.OPEN;
  const isFull = () => socket.bufferedAmount > limits.softBytes;

  function onDrained(call: () => void): void {
    if (isStopped) return;
    if (waiting.length === 0) {
      lowest = socket.bufferedAmount;
      lowestAt = performance.now();
    }
    waiting.push(call);
    startLooking();
  }

  function startLooking(): void {
    timer ??= setInterval(look, LOOK_INTERVAL_MS);
  }

  function holdBack(): void {
    if (isStopped || socket.isPaused || !isFull()) return;
    socket.pause();
    onDrained(() => socket.resume());
  }

  return {
    send(message, onTaken) {
      if (isClosing()) return onTaken?.();
      socket.send(message, () => onTaken?.());
      // It asked for it: whoever takes nothing of it is closed in the end all the same.
      count();
      holdBack();
    },
    write(frames) {
      if (isClosing()) return;
      stream.write(frames);
      if (count() || socket.bufferedAmount > limits.hardBytes) closeSlow();
    },
    isFull,
    onDrained,
    holdBack,
    stop,
  };
}
