/** Whom a subscription is for, and who pays for its executions. */
export interface Follower {
  /** Key of its turns: the principal, or the partner, whose keys are all one party. */
  party: string;
  /** Takes the price of so many executions from the budget of the principal, or nothing. Never rejects. */
  pay(executions: number): Promise<Payment>;
}

export type Payment =
  | {
      isPaid: true;
      /** Corrects the payment to what the executions did cost, in points. */
      settle(points: number): void;
    }
  | {
      isPaid: false;
      /** Milliseconds until the budget may be enough. */
      waitMs: number;
    };

/** A set of followers, grouped by party. */
export interface Followers {
  add(follower: Follower): void;
  remove(follower: Follower): void;
  isEmpty(): boolean;
  /** A follower of the only party; undefined when there are several parties, or none. */
  alone(): Follower | undefined;
  parties(): Iterable<string>;
}

export function createFollowers(...first: readonly Follower[]): Followers {
  const byParty = new Map<string, Set<Follower>>();
  function add(follower: Follower): void {
    const ofParty = byParty.get(follower.party) ?? new Set();
    byParty.set(follower.party, ofParty.add(follower));
  }
  for (const follower of first) add(follower);
  return {
    add,
    remove(follower) {
      const ofParty = byParty.get(follower.party);
      ofParty?.delete(follower);
      if (ofParty?.size === 0) byParty.delete(follower.party);
    },
    isEmpty: () => byParty.size === 0,
    alone() {
      if (byParty.size !== 1) return undefined;
      for (const [follower] of byParty.values()) return follower;
      return undefined;
    },
    parties: () => byParty.keys(),
  };
}
