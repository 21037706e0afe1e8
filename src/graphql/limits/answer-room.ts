/** How much room answers take: those that are being made, and those that their readers have not taken yet. */
export interface AnswerRoom {
  /** Of an answer to a principal. */
  open(principalId: string): AnswerAccount;
  bytes(): number;
  /** Answers whose connection was cut, because room was wanted and nobody took them. */
  cut(): number;
}

export type Lack = 'principal' | 'node';

export interface AnswerAccount {
  /**
   * Takes room for so many bytes, in place of what it had.
   *
   * @returns whose room is used up, and then it has what it had.
   */
  hold(bytes: number): Lack | undefined;
  /**
   * So many bytes wait for their reader from now on, whether there is room or not: what is made is not
   * refused any more.
   *
   * @param cut called when others need the room and it has waited for {@link RoomLimits.patienceMs}.
   */
  wait(bytes: number, cut: () => void): void;
  /** All was taken, or nobody waits for it any more. May be called twice. */
  close(): void;
}

export interface RoomLimits {
  bytesPerPrincipal: number;
  bytesPerNode: number;
  /** How long an answer may lie untaken while others have no room. */
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
  const byPrincipal = new Map<string, number>();
  /** Untaken ones, the longest first. */
  const waiting = new Set<Waiting>();
  let total = 0;
  let cuts = 0;

  const bytesOf = (principalId: string) => byPrincipal.get(principalId) ?? 0;

  function add(principalId: string, bytes: number): void {
    total += bytes;
    const sum = bytesOf(principalId) + bytes;
    if (sum === 0) byPrincipal.delete(principalId);
    else byPrincipal.set(principalId, sum);
  }

  /** Of those who have let an answer lie, whoever has most gives way first. */
  function makeRoom(bytes: number): void {
    while (total + bytes > limits.bytesPerNode) {
      const latest = present() - limits.patienceMs;
      let worst: Waiting | undefined;
      for (const one of waiting) {
        if (one.since > latest) break;
        if (worst === undefined || bytesOf(one.principalId) > bytesOf(worst.principalId))
          worst = one;
      }
      if (worst === undefined) return;
      cuts += 1;
      worst.cut();
    }
  }

  function open(principalId: string): AnswerAccount {
    let held = 0;
    let mine: Waiting | undefined;

    function close(): void {
      add(principalId, -held);
      held = 0;
      if (mine !== undefined) waiting.delete(mine);
      mine = undefined;
    }

    return {
      hold(bytes) {
        const more = bytes - held;
        if (more > 0) {
          if (bytesOf(principalId) + more > limits.bytesPerPrincipal) return 'principal';
          if (total + more > limits.bytesPerNode) makeRoom(more);
          if (total + more > limits.bytesPerNode) return 'node';
        }
        add(principalId, more);
        held = bytes;
        return undefined;
      },
      wait(bytes, cut) {
        add(principalId, bytes - held);
        held = bytes;
        if (mine !== undefined) return;
        mine = {
          principalId,
          since: present(),
          cut() {
            // Its end may be told of later, or never: the room is there at once.
            close();
            cut();
          },
        };
        waiting.add(mine);
      },
      close,
    };
  }

  return { open, bytes: () => total, cut: () => cuts };
}
