import { createTally } from '../../shared/bounds/tally.ts';

/** Counts the bytes of answers that are being made, and of those that their readers have not taken yet. */
export interface AnswerRoom {
  /** Opens the account of an answer to a principal. It holds nothing yet. */
  open(principalId: string): AnswerAccount;
  bytes(): number;
  /** Number of answers whose connection was cut, because nobody took them and others had no room. */
  cut(): number;
}

/** Whose room is used up; or the answer is over, and what is still made of it gets none. */
export type Lack = 'principal' | 'node' | 'over';

export interface AnswerAccount {
  /**
   * Takes room for the bytes of the answer so far, in place of the room that the account had.
   *
   * @returns why there is no room; the account then keeps the room that it had.
   */
  hold(bytes: number): Lack | undefined;
  /**
   * Counts the bytes of a finished answer that waits for its reader, whether there is room or not: a
   * finished answer is no longer refused.
   *
   * @param cut called when others need the room after it has waited {@link RoomLimits.patienceMs}.
   */
  wait(bytes: number, cut: () => void): void;
  /** Gives all room back, because what was held was taken. May be called twice, and more may be held later. */
  close(): void;
  /**
   * Gives all room back for good, because the answer was taken or nobody waits for it: an operation that ended
   * in an error may leave parts behind that still read.
   */
  end(): void;
}

export interface RoomLimits {
  bytesPerPrincipal: number;
  bytesPerNode: number;
  /** Milliseconds that an answer may lie untaken while others have no room. */
  patienceMs: number;
}

export const ROOM_LIMITS: RoomLimits = {
  bytesPerPrincipal: 64_000_000,
  bytesPerNode: 192_000_000,
  patienceMs: 2_000,
};

interface Waiting {
  principalId: string;
  since: number;
  cut(): void;
}

export function createAnswerRoom(
  limits: RoomLimits = ROOM_LIMITS,
  present: () => number = () => performance.now(),
): AnswerRoom {
  const byPrincipal = createTally<string>();
  /** Answers that wait for their readers, the longest waiting first. */
  const waiting = new Set<Waiting>();
  let total = 0;
  let cuts = 0;

  function add(principalId: string, bytes: number): void {
    total += bytes;
    byPrincipal.add(principalId, bytes);
  }

  /** Cuts answers that waited too long, first those of the principal that holds the most bytes. */
  function makeRoom(bytes: number): void {
    while (total + bytes > limits.bytesPerNode) {
      const latest = present() - limits.patienceMs;
      let worst: Waiting | undefined;
      for (const one of waiting) {
        if (one.since > latest) break;
        const held = byPrincipal.of(one.principalId);
        if (worst === undefined || held > byPrincipal.of(worst.principalId)) worst = one;
      }
      if (worst === undefined) return;
      cuts += 1;
      worst.cut();
    }
  }

  function open(principalId: string): AnswerAccount {
    let held = 0;
    let mine: Waiting | undefined;
    let isOver = false;

    function close(): void {
      add(principalId, -held);
      held = 0;
      if (mine !== undefined) waiting.delete(mine);
      mine = undefined;
    }

    return {
      hold(bytes) {
        if (isOver) return 'over';
        const more = bytes - held;
        if (more > 0) {
          if (byPrincipal.of(principalId) + more > limits.bytesPerPrincipal) return 'principal';
          if (total + more > limits.bytesPerNode) makeRoom(more);
          if (total + more > limits.bytesPerNode) return 'node';
        }
        add(principalId, more);
        held = bytes;
        return undefined;
      },
      wait(bytes, cut) {
        if (isOver) return;
        add(principalId, bytes - held);
        held = bytes;
        if (mine !== undefined) return;
        mine = {
          principalId,
          since: present(),
          cut() {
            // The end of the connection may be reported later, or never; the room is free at once.
            close();
            cut();
          },
        };
        waiting.add(mine);
      },
      close,
      end() {
        close();
        isOver = true;
      },
    };
  }

  return { open, bytes: () => total, cut: () => cuts };
}
