/** Operations that run, counted by who sent them. Subscriptions that have started are not among them. */
export interface UnderWay {
  /**
   * Waits for a place among the operations of a principal.
   *
   * @returns what gives the place back; undefined when none came free in time, or too many wait.
   */
  enter(principalId: string): Promise<(() => void) | undefined>;
  running(): number;
  waiting(): number;
}

export interface UnderWayLimits {
  /** Of one principal on one node. */
  operations: number;
  /** How long the next one waits for a place. */
  waitMs: number;
  /** How many may wait. */
  maxWaiting: number;
}

export const UNDER_WAY_LIMITS: UnderWayLimits = {
  operations: 32,
  waitMs: 1_000,
  maxWaiting: 256,
};

interface OfPrincipal {
  running: number;
  /** In the order in which they came. */
  waiting: Set<() => void>;
}

export function createUnderWay(limits: UnderWayLimits = UNDER_WAY_LIMITS): UnderWay {
  const byPrincipal = new Map<string, OfPrincipal>();
  let running = 0;
  let waiting = 0;

  function leave(principalId: string, mine: OfPrincipal): void {
    const [next] = mine.waiting;
    if (next !== undefined) {
      next();
      return;
    }
    running -= 1;
    mine.running -= 1;
    if (mine.running === 0) byPrincipal.delete(principalId);
  }

  function place(principalId: string, mine: OfPrincipal): () => void {
    let isLeft = false;
    return () => {
      if (isLeft) return;
      isLeft = true;
      leave(principalId, mine);
    };
  }

  return {
    running: () => running,
    waiting: () => waiting,
    async enter(principalId) {
      const mine = byPrincipal.get(principalId) ?? { running: 0, waiting: new Set() };
      byPrincipal.set(principalId, mine);
      if (mine.running < limits.operations) {
        mine.running += 1;
        running += 1;
        return place(principalId, mine);
      }
      if (mine.waiting.size >= limits.maxWaiting) return undefined;
      return new Promise((resolve) => {
        const end = (given: (() => void) | undefined) => {
          clearTimeout(timer);
          mine.waiting.delete(start);
          waiting -= 1;
          resolve(given);
        };
        // The place of the one that leaves goes over to it.
        const start = () => end(place(principalId, mine));
        const timer = setTimeout(() => end(undefined), limits.waitMs);
        mine.waiting.add(start);
        waiting += 1;
      });
    },
  };
}
