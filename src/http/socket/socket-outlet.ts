import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { AnswerAccount } from '../../graphql/limits/answer-room.ts';
import { SLOW_CLOSE } from './close-codes.ts';

export interface OutletLimits {
  /** Bytes that may wait in a socket before its subscriptions are fed no more. */
  softBytes: number;
  /** Bytes at which the socket is closed. */
  hardBytes: number;
  /** Milliseconds; a full socket that takes nothing for so long is closed. */
  stallMs: number;
}

export const OUTLET_LIMITS: OutletLimits = {
  softBytes: 1_000_000,
  hardBytes: 4_000_000,
  stallMs: 10_000,
};

/** The outgoing side of one socket: what it was given and its peer has not taken yet. */
export interface Outlet {
  /**
   * Sends a message of the protocol: an answer to what the peer sent. A peer that does not read is held
   * back, and so can ask for no more.
   *
   * @param onTaken called when the message has left, or was dropped because the socket closes.
   */
  send(message: string, onTaken?: () => void): void;
  /** @param frames whole frames, as they stand on the wire. */
  write(frames: Buffer): void;
  isFull(): boolean;
  /** Calls once, as soon as the socket can take more; never when it closes before. */
  onDrained(call: () => void): void;
  /** Stops reading from the peer while the socket is full: otherwise answers would pile up. */
  holdBack(): void;
  stop(): void;
}

/** A socket has drained when it is down to this share of `softBytes`, so that it pays to go on. */
const DRAINED_SHARE = 0.25;
const LOOK_INTERVAL_MS = 50;
/** Waiting bytes that are not counted: a peer that reads has so many in its socket at any time. */
const UNCOUNTED_BYTES = 16_000;
/** Milliseconds for the peer to take the close frame, which stands behind all that waits. */
const CLOSE_GRACE_MS = 5_000;

/**
 * Watches over what waits in a socket, so that a client that reads slowly costs the server no memory beyond
 * the limits.
 *
 * @param stream the connection below the socket. Frames go to it directly, as the socket does not compress.
 * @param account of the bytes that wait, among all that wait for the same principal; the socket is
 *   closed when there is no room.
 * @param onSlow called when the socket is closed for slowness.
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
  /** The least that waited since somebody began to wait for the drain, and when that was. */
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

  /** Counts what waits now. @returns true when there is no room for it. */
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
      // The peer asked for it; a peer that takes nothing is closed in the end all the same.
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
