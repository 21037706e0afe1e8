/** Whom a subscription is for. */
export interface Follower {
  /** Whose turn its executions take: a principal's; all keys of one partner are one. */
  party: string;
  /** Takes the price of one execution from its budget. Never rejects. */
  pay(): Promise<Payment>;
}

export type Payment =
  | {
      isPaid: true;
      /** Makes it what the execution did cost after all, in points. */
      settle(points: number): void;
    }
  | {
      isPaid: false;
      /** Until there may be enough. */
      waitMs: number;
    };

/** Those who follow one thing. */
export interface Followers {
  add(follower: Follower): void;
  remove(follower: Follower): void;
  isEmpty(): boolean;
  /** One of the only party there is; undefined when there are several, or none. */
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
